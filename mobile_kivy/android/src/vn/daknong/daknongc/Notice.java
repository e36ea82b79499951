package vn.daknong.daknongc;

import java.util.Map;

/** What a push says, read from Firebase's two halves: what is shown, and the app's data. */
final class Notice {
    static final String RECALL = "recall";

    final String id;
    final String kind;
    final String link;
    final String tag;
    final String title;
    final String body;
    final String image;
    final boolean isRecall;

    /** The tag names the notice: what arrives twice replaces itself. A push without one is tagged by its id. */
    Notice(Map<String, String> data, String tag, String title, String body, String image) {
        id = word(data.get("notice_id"));
        kind = word(data.get("kind"));
        link = word(data.get("link"));
        isRecall = RECALL.equals(data.get("action"));
        String told = isRecall ? word(data.get("tag")) : word(tag);
        this.tag = told.isEmpty() ? id : told;
        this.title = word(title);
        this.body = word(body);
        this.image = word(image);
    }

    private static String word(String text) {
        return text == null ? "" : text;
    }
}
