package com.google.firebase.messaging;

import android.net.Uri;
import java.util.HashMap;
import java.util.Map;

public final class RemoteMessage {
    private final Map<String, String> data;
    private final Notification notification;

    public RemoteMessage(Map<String, String> data, Notification notification) {
        this.data = new HashMap<>(data);
        this.notification = notification;
    }

    public Map<String, String> getData() {
        return data;
    }

    public Notification getNotification() {
        return notification;
    }

    public static class Notification {
        private final String title;
        private final String body;
        private final String tag;

        public Notification(String title, String body, String tag) {
            this.title = title;
            this.body = body;
            this.tag = tag;
        }

        public String getTitle() {
            return title;
        }

        public String getBody() {
            return body;
        }

        public String getTag() {
            return tag;
        }

        public Uri getImageUrl() {
            return null;
        }
    }
}
