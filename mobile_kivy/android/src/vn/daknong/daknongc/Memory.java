package vn.daknong.daknongc;

import android.content.Context;
import android.content.SharedPreferences;

/** The few words that Java keeps between runs: a push that wakes a dead process runs no Python to keep them. */
final class Memory {
    static final String TOKEN = "token";
    static final String LANGUAGE = "language";
    static final String UNREAD = "unread";
    static final String ASKED = "asked_notifications";
    static final String PHOTOS = "photos";

    private Memory() {}

    static String read(Context context, String name) {
        return of(context).getString(name, "");
    }

    static void write(Context context, String name, String text) {
        of(context).edit().putString(name, text).apply();
    }

    private static SharedPreferences of(Context context) {
        return context.getSharedPreferences("daknong", Context.MODE_PRIVATE);
    }
}
