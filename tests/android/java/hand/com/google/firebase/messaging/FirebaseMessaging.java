package com.google.firebase.messaging;

import com.google.android.gms.tasks.OnSuccessListener;
import com.google.android.gms.tasks.Task;

/** Answers from a thread of its own, as the real one may. */
public class FirebaseMessaging {
    public static String token = "token-of-firebase";

    public static FirebaseMessaging getInstance() {
        return new FirebaseMessaging();
    }

    public Task<String> getToken() {
        return new Task<String>() {
            @Override
            public Task<String> addOnSuccessListener(OnSuccessListener<? super String> listener) {
                new Thread(() -> listener.onSuccess(token)).start();
                return this;
            }
        };
    }
}
