package vn.daknong.daknongc;

import java.util.ArrayList;
import java.util.List;

/** Cuts a long text into pieces that a voice takes, at the end of a sentence or a word where there is one. */
final class Speeches {
    private Speeches() {}

    static List<String> cut(String text, int longest) {
        List<String> parts = new ArrayList<>();
        String rest = text.trim();
        while (rest.length() > longest) {
            int end = end(rest, longest);
            parts.add(rest.substring(0, end).trim());
            rest = rest.substring(end).trim();
        }
        parts.add(rest);
        return parts;
    }

    private static int end(String text, int longest) {
        String head = text.substring(0, longest);
        int sentence = Math.max(head.lastIndexOf(". "), head.lastIndexOf('\n'));
        int end = sentence > 0 ? sentence : head.lastIndexOf(' ');
        return end > 0 ? end + 1 : longest;
    }
}
