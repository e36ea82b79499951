package com.google.firebase;

import android.content.Context;
import java.util.ArrayList;
import java.util.List;

/** Written by hand after Firebase's documentation: it proves that we call what is documented there, not what it does. */
public class FirebaseApp {
    public static final List<FirebaseApp> APPS = new ArrayList<>();

    public static List<FirebaseApp> getApps(Context context) {
        return APPS;
    }
}
