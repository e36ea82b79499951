package vn.daknong.daknongc;

import android.location.Location;
import android.location.LocationListener;
import android.location.LocationManager;
import android.os.Looper;
import java.util.ArrayList;
import java.util.List;

/** Satellites and masts of a phone: whether they are on, what they know already, and who listens to them. */
public class FakeLocations extends LocationManager {
    public boolean isOn = true;
    public Location last;
    public final List<LocationListener> listening = new ArrayList<>();

    public void know(double latitude, double longitude, long ageMs) {
        last = new Spot(latitude, longitude, System.currentTimeMillis() - ageMs);
    }

    public void tell(double latitude, double longitude) {
        listening.get(0).onLocationChanged(new Spot(latitude, longitude, System.currentTimeMillis()));
    }

    @Override
    public boolean isProviderEnabled(String provider) {
        return isOn;
    }

    @Override
    public Location getLastKnownLocation(String provider) {
        return last;
    }

    @Override
    public void requestLocationUpdates(String provider, long ms, float metres, LocationListener listener, Looper looper) {
        listening.add(listener);
    }

    @Override
    public void removeUpdates(LocationListener listener) {
        while (listening.remove(listener)) {}
    }

    private static final class Spot extends Location {
        private final double latitude;
        private final double longitude;
        private final long time;

        Spot(double latitude, double longitude, long time) {
            this.latitude = latitude;
            this.longitude = longitude;
            this.time = time;
        }

        @Override
        public double getLatitude() {
            return latitude;
        }

        @Override
        public double getLongitude() {
            return longitude;
        }

        @Override
        public float getAccuracy() {
            return 18.4f;
        }

        @Override
        public long getTime() {
            return time;
        }
    }
}
