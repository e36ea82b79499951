package vn.daknong.daknongc;

import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.net.Uri;

/** Hands something to another app. */
public final class Outside {
    private Outside() {}

    /** Open an address by what handles it: the dialler, the message app, maps, a browser. False when nothing does. */
    public static boolean open(Context context, String address) {
        Uri uri = Uri.parse(address);
        return start(context, new Intent(action(uri.getScheme()), uri));
    }

    public static boolean share(Context context, String text, String title) {
        Intent intent = new Intent(Intent.ACTION_SEND);
        intent.setType("text/plain");
        intent.putExtra(Intent.EXTRA_TEXT, text);
        intent.putExtra(Intent.EXTRA_SUBJECT, title);
        return start(context, Intent.createChooser(intent, title));
    }

    /** The dialler, not a call: the person presses the button themselves. */
    private static String action(String scheme) {
        if ("tel".equals(scheme)) {
            return Intent.ACTION_DIAL;
        }
        return "smsto".equals(scheme) ? Intent.ACTION_SENDTO : Intent.ACTION_VIEW;
    }

    private static boolean start(Context context, Intent intent) {
        try {
            context.startActivity(intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
            return true;
        } catch (ActivityNotFoundException nobody) {
            return false;
        }
    }
}
