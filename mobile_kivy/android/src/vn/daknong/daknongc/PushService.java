package vn.daknong.daknongc;

import com.google.firebase.messaging.FirebaseMessagingService;
import com.google.firebase.messaging.RemoteMessage;

/**
 * Firebase's door. Runs without Python: the process may have been started for this message alone.
 *
 * <p>A message that is shown comes here while the app is in front. While it is not, Firebase's own library posts it,
 * with the same tag, channel and number, so that either way it stands there once. Recalls have nothing to show and
 * always come here.
 */
public class PushService extends FirebaseMessagingService {
    @Override
    public void onMessageReceived(RemoteMessage message) {
        Notice notice = read(message);
        if (notice.isRecall) {
            Poster.cancel(this, notice.tag);
        } else {
            Poster.post(this, notice);
        }
        Push.tellArrival(notice.id);
    }

    @Override
    public void onNewToken(String token) {
        Push.keepToken(this, token);
    }

    private static Notice read(RemoteMessage message) {
        RemoteMessage.Notification shown = message.getNotification();
        if (shown == null) {
            return new Notice(message.getData(), null, null, null, null);
        }
        String image = shown.getImageUrl() == null ? null : shown.getImageUrl().toString();
        return new Notice(message.getData(), shown.getTag(), shown.getTitle(), shown.getBody(), image);
    }
}
