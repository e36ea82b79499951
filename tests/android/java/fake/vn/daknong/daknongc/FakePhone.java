package vn.daknong.daknongc;

import android.app.NotificationManager;
import android.content.Context;
import android.content.Intent;
import android.content.SharedPreferences;
import android.content.pm.PackageManager;
import android.content.res.Configuration;
import android.content.res.Resources;
import android.net.ConnectivityManager;
import android.net.Network;
import android.service.notification.StatusBarNotification;
import java.io.File;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kivy.android.PythonActivity;

/** As much of a phone as a desktop's Java can play: what is remembered, posted, started, allowed and connected. */
public class FakePhone extends PythonActivity {
    public final Map<String, String> remembered = new LinkedHashMap<>();
    public final List<String> posted = new ArrayList<>();
    public final Set<String> allowed = new HashSet<>();
    public final File folder;
    public final FakeLocations locations = new FakeLocations();
    public int started;
    public Intent startedBy;
    public boolean showsNotifications = true;
    public boolean online = true;
    public ConnectivityManager.NetworkCallback network;

    public FakePhone(String folder) {
        this.folder = new File(folder);
        PythonActivity.mActivity = this;
    }

    public void open(Intent intent) {
        onNewIntent(intent);
    }

    @Override
    public Intent getIntent() {
        return startedBy;
    }

    @Override
    public String getPackageName() {
        return "vn.daknong.daknongc";
    }

    @Override
    public File getFilesDir() {
        return folder;
    }

    @Override
    public int checkSelfPermission(String permission) {
        return allowed.contains(permission) ? PackageManager.PERMISSION_GRANTED : PackageManager.PERMISSION_GRANTED - 1;
    }

    @Override
    public void startActivity(Intent intent) {
        started++;
    }

    @Override
    public SharedPreferences getSharedPreferences(String name, int mode) {
        return new Preferences(remembered);
    }

    @Override
    public Object getSystemService(String name) {
        if (Context.NOTIFICATION_SERVICE.equals(name)) {
            return new Manager(this);
        }
        if (Context.LOCATION_SERVICE.equals(name)) {
            return locations;
        }
        return Context.CONNECTIVITY_SERVICE.equals(name) ? new Connectivity(this) : null;
    }

    @Override
    public PackageManager getPackageManager() {
        return new Packages();
    }

    @Override
    public Resources getResources() {
        return new Words();
    }

    @Override
    public Context createConfigurationContext(Configuration configuration) {
        return this;
    }

    /** What Java keeps when nobody waits for a photo any more. */
    public void photoComesLate(String path) {
        Photos.keepForLater(this, path);
    }

    /** The search itself: the permission holds, and Android's main thread is this one. */
    public void look(Answer done) {
        Place.look(this, done);
    }

    public static List<String> cut(String text, int longest) {
        return Speeches.cut(text, longest);
    }

    public static int sample(int width, int height, int side) {
        return Scaling.sample(width, height, side);
    }

    public static String channel(String kind) {
        return Channels.of(kind);
    }

    public static String told(double latitude, double longitude, float metres) {
        return Place.told(latitude, longitude, metres);
    }

    private static final class Preferences implements SharedPreferences, SharedPreferences.Editor {
        private final Map<String, String> words;

        Preferences(Map<String, String> words) {
            this.words = words;
        }

        @Override
        public String getString(String name, String otherwise) {
            return words.getOrDefault(name, otherwise);
        }

        @Override
        public SharedPreferences.Editor edit() {
            return this;
        }

        @Override
        public SharedPreferences.Editor putString(String name, String text) {
            words.put(name, text);
            return this;
        }

        @Override
        public void apply() {}
    }

    private static final class Manager extends NotificationManager {
        private final FakePhone phone;

        Manager(FakePhone phone) {
            this.phone = phone;
        }

        @Override
        public void notify(String tag, int number, android.app.Notification notice) {
            phone.posted.remove(tag + "/" + number);
            phone.posted.add(tag + "/" + number);
        }

        @Override
        public void cancel(String tag, int number) {
            phone.posted.remove(tag + "/" + number);
        }

        @Override
        public StatusBarNotification[] getActiveNotifications() {
            return new StatusBarNotification[0];
        }

        @Override
        public void cancelAll() {
            phone.posted.clear();
        }

        @Override
        public boolean areNotificationsEnabled() {
            return phone.showsNotifications;
        }
    }

    private static final class Connectivity extends ConnectivityManager {
        private final FakePhone phone;

        Connectivity(FakePhone phone) {
            this.phone = phone;
        }

        @Override
        public Network getActiveNetwork() {
            return phone.online ? new SomeNetwork() : null;
        }

        @Override
        public void registerDefaultNetworkCallback(ConnectivityManager.NetworkCallback callback) {
            phone.network = callback;
        }

        @Override
        public void unregisterNetworkCallback(ConnectivityManager.NetworkCallback callback) {
            phone.network = null;
        }
    }

    private static final class SomeNetwork extends Network {}

    private static final class Packages extends PackageManager {
        @Override
        public Intent getLaunchIntentForPackage(String name) {
            return new Intent();
        }
    }

    private static final class Words extends Resources {
        @Override
        public Configuration getConfiguration() {
            return new Configuration();
        }

        @Override
        public String getString(int id) {
            return "text " + id;
        }
    }
}
