package com.google.firebase.messaging;

public abstract class FirebaseMessagingService extends android.app.Service {
    public void onMessageReceived(RemoteMessage message) {}

    public void onNewToken(String token) {}

    @Override
    public android.os.IBinder onBind(android.content.Intent intent) {
        return null;
    }
}
