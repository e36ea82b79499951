package vn.daknong.daknongc;

import android.content.Context;
import android.content.SharedPreferences;
import android.content.pm.PackageManager;
import android.content.res.Configuration;
import android.content.res.Resources;
import org.kivy.android.PythonActivity;

/** The service as Android would start it: with the phone's services behind it. */
public class FakeService extends PushService {
    @Override
    public SharedPreferences getSharedPreferences(String name, int mode) {
        return PythonActivity.mActivity.getSharedPreferences(name, mode);
    }

    @Override
    public Object getSystemService(String name) {
        return PythonActivity.mActivity.getSystemService(name);
    }

    @Override
    public PackageManager getPackageManager() {
        return PythonActivity.mActivity.getPackageManager();
    }

    @Override
    public Resources getResources() {
        return PythonActivity.mActivity.getResources();
    }

    @Override
    public Context createConfigurationContext(Configuration configuration) {
        return PythonActivity.mActivity;
    }
}
