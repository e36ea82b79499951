package org.kivy.android;

import android.content.Intent;
import java.util.ArrayList;
import java.util.List;

/** The part of python-for-android's that the app uses; a test holds each line against the real source. */
public class PythonActivity extends android.app.Activity {
    public static PythonActivity mActivity = null;
    private final List<NewIntentListener> listeners = new ArrayList<>();

    public interface NewIntentListener {
        void onNewIntent(Intent intent);
    }

    public void registerNewIntentListener(NewIntentListener listener) {
        listeners.add(listener);
    }

    protected void onNewIntent(Intent intent) {
        for (NewIntentListener listener : listeners) {
            listener.onNewIntent(intent);
        }
    }
}
