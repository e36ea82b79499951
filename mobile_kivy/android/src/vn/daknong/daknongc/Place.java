package vn.daknong.daknongc;

import android.Manifest;
import android.content.Context;
import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Bundle;
import android.os.Handler;
import android.os.Looper;
import java.util.Locale;

/** Where the phone is, once: `latitude,longitude,metres`, or `denied`, `off`, `timeout`. */
public final class Place {
    private static final String[] PERMISSIONS = {
        Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION,
    };
    private static final long PATIENCE_MS = 20_000;
    private static final long FRESH_MS = 60_000;

    private Place() {}

    public static boolean mustAsk(Context context) {
        return !AskActivity.holdsAny(context, PERMISSIONS);
    }

    public static void here(Context context, Answer done) {
        AskActivity.ask(context, PERMISSIONS, answer -> {
            if ("granted".equals(answer)) {
                new Handler(Looper.getMainLooper()).post(() -> look(context, done));
            } else {
                done.answer("denied");
            }
        });
    }

    static void look(Context context, Answer done) {
        LocationManager manager = (LocationManager) context.getSystemService(Context.LOCATION_SERVICE);
        Search search = new Search(manager, done);
        boolean satellites = search.begin(LocationManager.GPS_PROVIDER);
        boolean masts = search.begin(LocationManager.NETWORK_PROVIDER);
        if (!satellites && !masts) {
            search.end("off");
        }
    }

    static String told(double latitude, double longitude, float metres) {
        return String.format(Locale.ROOT, "%.6f,%.6f,%.0f", latitude, longitude, metres);
    }

    /** One question to satellites and masts at once; the first answer counts. */
    private static final class Search implements LocationListener {
        private final LocationManager manager;
        private final Handler handler = new Handler(Looper.getMainLooper());
        private Answer done;

        Search(LocationManager manager, Answer done) {
            this.manager = manager;
            this.done = done;
            handler.postDelayed(() -> end("timeout"), PATIENCE_MS);
        }

        /** False when this way of locating is off, missing, or finer than what the person allowed. */
        boolean begin(String provider) {
            if (done == null) {
                return true; // answered already: what were begun now would never be stopped
            }
            try {
                if (!manager.isProviderEnabled(provider)) {
                    return false;
                }
                Location last = manager.getLastKnownLocation(provider);
                if (last != null && System.currentTimeMillis() - last.getTime() < FRESH_MS) {
                    onLocationChanged(last);
                } else {
                    manager.requestLocationUpdates(provider, 0L, 0f, this, Looper.getMainLooper());
                }
                return true;
            } catch (SecurityException tooFine) {
                return false;
            } catch (IllegalArgumentException noSuchProvider) {
                return false;
            }
        }

        void end(String answer) {
            manager.removeUpdates(this);
            handler.removeCallbacksAndMessages(null);
            Answer waiting = done;
            done = null;
            if (waiting != null) {
                waiting.answer(answer);
            }
        }

        @Override
        public void onLocationChanged(Location place) {
            end(told(place.getLatitude(), place.getLongitude(), place.getAccuracy()));
        }

        // Abstract before Android 11: without bodies an older phone ends the app with AbstractMethodError.
        @Override
        public void onProviderEnabled(String provider) {}

        @Override
        public void onProviderDisabled(String provider) {}

        @Override
        public void onStatusChanged(String provider, int status, Bundle extras) {}
    }
}
