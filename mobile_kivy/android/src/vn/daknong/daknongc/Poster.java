package vn.daknong.daknongc;

import android.app.Notification;
import android.app.NotificationManager;
import android.app.PendingIntent;
import android.content.Context;
import android.content.Intent;
import android.graphics.Bitmap;
import android.net.Uri;
import android.os.Build;
import android.os.Bundle;
import android.service.notification.StatusBarNotification;

/** Puts notices on the screen and takes them off. */
final class Poster {
    /** The number that Firebase's own library posts under; the tag tells notices apart. */
    private static final int NUMBER = 0;

    private static final String ID = "vn.daknong.notice_id";

    private Poster() {}

    static void post(Context context, Notice notice) {
        Channels.ensure(context);
        manager(context).notify(notice.tag, NUMBER, build(context, notice, Pictures.fetch(notice.image)));
    }

    static void cancel(Context context, String tag) {
        manager(context).cancel(tag, NUMBER);
    }

    static void cancelAll(Context context) {
        manager(context).cancelAll();
    }

    static NotificationManager manager(Context context) {
        return (NotificationManager) context.getSystemService(Context.NOTIFICATION_SERVICE);
    }

    private static Notification build(Context context, Notice notice, Bitmap picture) {
        Notification.Builder builder = builder(context, notice.kind);
        builder.setSmallIcon(R.drawable.ic_notice);
        builder.setColor(context.getResources().getColor(R.color.brand, null));
        builder.setContentTitle(notice.title);
        builder.setContentText(notice.body);
        builder.setStyle(style(notice, picture));
        builder.setContentIntent(opening(context, notice));
        builder.setAutoCancel(true);
        builder.setOnlyAlertOnce(isUp(context, notice)); // a second copy does not ring; what replaces a notice does
        builder.addExtras(marked(notice));
        builder.setNumber(Push.unread(context) + 1);
        return builder.build();
    }

    /** Whether this very notice stands there already. What replaces one has its tag, but another id. */
    private static boolean isUp(Context context, Notice notice) {
        for (StatusBarNotification posted : manager(context).getActiveNotifications()) {
            boolean isSame = notice.id.equals(posted.getNotification().extras.getString(ID));
            if (notice.tag.equals(posted.getTag()) && isSame) {
                return true;
            }
        }
        return false;
    }

    private static Bundle marked(Notice notice) {
        Bundle extras = new Bundle();
        extras.putString(ID, notice.id);
        return extras;
    }

    private static Notification.Builder builder(Context context, String kind) {
        if (Build.VERSION.SDK_INT >= 26) {
            return new Notification.Builder(context, Channels.of(kind));
        }
        Notification.Builder builder = new Notification.Builder(context);
        builder.setPriority(Channels.isUrgent(kind) ? Notification.PRIORITY_HIGH : Notification.PRIORITY_DEFAULT);
        builder.setDefaults(Notification.DEFAULT_ALL);
        return builder;
    }

    private static Notification.Style style(Notice notice, Bitmap picture) {
        if (picture == null) {
            return new Notification.BigTextStyle().bigText(notice.body);
        }
        return new Notification.BigPictureStyle().bigPicture(picture).setSummaryText(notice.body);
    }

    /** Opens the app at the notice's link, whether it runs or not. */
    private static PendingIntent opening(Context context, Notice notice) {
        Intent intent = context.getPackageManager().getLaunchIntentForPackage(context.getPackageName());
        intent.setAction(Intent.ACTION_VIEW);
        intent.setData(Uri.parse(notice.link));
        intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK | Intent.FLAG_ACTIVITY_CLEAR_TOP);
        int flags = PendingIntent.FLAG_UPDATE_CURRENT | PendingIntent.FLAG_IMMUTABLE;
        return PendingIntent.getActivity(context, notice.tag.hashCode(), intent, flags);
    }
}
