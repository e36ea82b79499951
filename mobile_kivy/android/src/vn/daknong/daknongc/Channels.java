package vn.daknong.daknongc;

import android.app.NotificationChannel;
import android.app.NotificationManager;
import android.content.Context;
import android.content.res.Configuration;
import android.content.res.Resources;
import android.os.Build;
import java.util.Locale;

/** The channels of notices, one for each kind that the server sends, named in the app's language. */
public final class Channels {
    static final String EMERGENCY = "emergency";
    static final String WARNING = "warning";
    static final String PERSONAL = "personal";
    static final String INFORMATION = "information";
    static final String REMINDER = "reminder";

    private Channels() {}

    /** Create or rename them. What the person changed (sound, importance, off) stays as they left it. */
    public static void name(Context context, String language) {
        Memory.write(context, Memory.LANGUAGE, language);
        if (Build.VERSION.SDK_INT < 26) {
            return; // there are no channels before Android 8
        }
        Resources words = wordsIn(context, language);
        create(context, EMERGENCY, words.getString(R.string.channel_emergency), NotificationManager.IMPORTANCE_HIGH);
        create(context, WARNING, words.getString(R.string.channel_warning), NotificationManager.IMPORTANCE_HIGH);
        create(context, PERSONAL, words.getString(R.string.channel_personal), NotificationManager.IMPORTANCE_DEFAULT);
        create(context, INFORMATION, words.getString(R.string.channel_information), NotificationManager.IMPORTANCE_LOW);
        create(context, REMINDER, words.getString(R.string.channel_reminder), NotificationManager.IMPORTANCE_DEFAULT);
    }

    /** For a push that comes first of all: the channels in the language that was last chosen, or Vietnamese. */
    static void ensure(Context context) {
        String language = Memory.read(context, Memory.LANGUAGE);
        name(context, language.isEmpty() ? "vi" : language);
    }

    /** The channel of a kind; one that this version does not know is information. */
    static String of(String kind) {
        boolean known = EMERGENCY.equals(kind) || WARNING.equals(kind) || PERSONAL.equals(kind) || REMINDER.equals(kind);
        return known ? kind : INFORMATION;
    }

    /** Whether a notice of this kind rings out on a phone without channels. */
    static boolean isUrgent(String kind) {
        return EMERGENCY.equals(kind) || WARNING.equals(kind);
    }

    private static void create(Context context, String id, String name, int importance) {
        NotificationChannel channel = new NotificationChannel(id, name, importance);
        channel.setShowBadge(true);
        channel.enableVibration(isUrgent(id));
        NotificationManager manager = (NotificationManager) context.getSystemService(Context.NOTIFICATION_SERVICE);
        manager.createNotificationChannel(channel);
    }

    private static Resources wordsIn(Context context, String language) {
        Configuration configuration = new Configuration(context.getResources().getConfiguration());
        configuration.setLocale(new Locale(language));
        return context.createConfigurationContext(configuration).getResources();
    }
}
