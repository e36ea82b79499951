package vn.daknong.daknongc;

import android.Manifest;
import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.net.Uri;
import android.os.Build;
import android.provider.Settings;
import com.google.firebase.FirebaseApp;
import com.google.firebase.messaging.FirebaseMessaging;

/** The running app's side of notices. */
public final class Push {
    private static volatile Answer onToken;
    private static volatile Answer onArrival;

    private Push() {}

    // --- Firebase's name for this installation

    public static String token(Context context) {
        return Memory.read(context, Memory.TOKEN);
    }

    /** Tell each new token; ask Firebase for today's at once. Built without Firebase's values there never is one. */
    public static void watchToken(Context context, Answer changed) {
        onToken = changed;
        if (FirebaseApp.getApps(context).isEmpty()) {
            return;
        }
        FirebaseMessaging.getInstance().getToken().addOnSuccessListener(token -> keepToken(context, token));
    }

    static void keepToken(Context context, String token) {
        boolean isNew = !token.equals(token(context));
        Memory.write(context, Memory.TOKEN, token);
        if (isNew && onToken != null) {
            onToken.answer(token);
        }
    }

    // --- what arrives

    public static void watchArrivals(Answer arrived) {
        onArrival = arrived;
    }

    static void tellArrival(String noticeId) {
        if (onArrival != null) {
            onArrival.answer(noticeId);
        }
    }

    public static void cancel(Context context, String tag) {
        Poster.cancel(context, tag);
    }

    /** Launchers count what is posted, and the number of the newest; with nothing unread nothing stays posted. */
    public static void badge(Context context, int count) {
        Memory.write(context, Memory.UNREAD, Integer.toString(count));
        if (count == 0) {
            Poster.cancelAll(context);
        }
    }

    static int unread(Context context) {
        String count = Memory.read(context, Memory.UNREAD);
        return count.isEmpty() ? 0 : Integer.parseInt(count);
    }

    // --- may we?

    /** `granted`, `ask` while the system's question can be shown, or `denied`. */
    public static String state(Activity activity) {
        if (Poster.manager(activity).areNotificationsEnabled()) {
            return "granted";
        }
        if (Build.VERSION.SDK_INT < 33) {
            return "denied"; // turned off in the settings; there is no question before Android 13
        }
        boolean wasAsked = !Memory.read(activity, Memory.ASKED).isEmpty();
        boolean mayAskAgain = activity.shouldShowRequestPermissionRationale(Manifest.permission.POST_NOTIFICATIONS);
        boolean holds = activity.checkSelfPermission(Manifest.permission.POST_NOTIFICATIONS)
                == PackageManager.PERMISSION_GRANTED;
        return !holds && (!wasAsked || mayAskAgain) ? "ask" : "denied";
    }

    public static void ask(Context context, Answer done) {
        Memory.write(context, Memory.ASKED, "yes");
        AskActivity.ask(context, new String[] {Manifest.permission.POST_NOTIFICATIONS}, done);
    }

    /** The system's page of this app's notifications. */
    public static void openSettings(Context context) {
        context.startActivity(settings(context.getPackageName()).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK));
    }

    private static Intent settings(String name) {
        if (Build.VERSION.SDK_INT < 26) { // Android 7 has one page for all about an app
            return new Intent(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, Uri.fromParts("package", name, null));
        }
        return new Intent(Settings.ACTION_APP_NOTIFICATION_SETTINGS).putExtra(Settings.EXTRA_APP_PACKAGE, name);
    }
}
