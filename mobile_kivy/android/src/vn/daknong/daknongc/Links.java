package vn.daknong.daknongc;

import android.content.Intent;
import org.kivy.android.PythonActivity;

/** Links that open the app: from a notice that we posted, one that Firebase posted, or another app. */
public final class Links {
    private static boolean firstWasTold;

    private Links() {}

    /** The link that the app was started with, told once. */
    public static synchronized String first() {
        if (firstWasTold) {
            return "";
        }
        firstWasTold = true;
        return of(PythonActivity.mActivity.getIntent());
    }

    /** Tell each link that is opened from now on. */
    public static void watch(Answer opened) {
        PythonActivity.mActivity.registerNewIntentListener(intent -> {
            String link = of(intent);
            if (!link.isEmpty()) {
                opened.answer(link);
            }
        });
    }

    /** Ours is the intent's address; Firebase's library puts the data of the message into the extras. */
    static String of(Intent intent) {
        // Started again from the list of recent apps, Android repeats the old intent: that was answered long ago.
        if (intent == null || (intent.getFlags() & Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY) != 0) {
            return "";
        }
        String link = intent.getDataString() != null ? intent.getDataString() : intent.getStringExtra("link");
        return link == null ? "" : link;
    }
}
