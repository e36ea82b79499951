package vn.daknong.daknongc;

/** What Python hears from here: one text, on whatever thread. */
public interface Answer {
    void answer(String text);
}
