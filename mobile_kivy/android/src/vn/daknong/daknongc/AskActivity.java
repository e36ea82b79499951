package vn.daknong.daknongc;

import android.app.Activity;
import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.os.Bundle;

/** Shows the system's question for permissions over the app and tells the answer: `granted` if any was, or `denied`. */
public final class AskActivity extends Activity {
    private static final String PERMISSIONS = "permissions";
    private static Answer waiting;

    static void ask(Context context, String[] permissions, Answer done) {
        if (holdsAny(context, permissions)) {
            done.answer("granted");
            return;
        }
        waiting = done;
        Intent intent = new Intent(context, AskActivity.class);
        intent.putExtra(PERMISSIONS, permissions);
        intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
        context.startActivity(intent);
    }

    static boolean holdsAny(Context context, String[] permissions) {
        for (String permission : permissions) {
            if (context.checkSelfPermission(permission) == PackageManager.PERMISSION_GRANTED) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected void onCreate(Bundle saved) {
        super.onCreate(saved);
        if (saved == null) {
            requestPermissions(getIntent().getStringArrayExtra(PERMISSIONS), 1);
        }
    }

    @Override
    public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
        finish();
        Answer done = waiting;
        waiting = null;
        if (done != null) { // null: the process was ended meanwhile, and nobody waits any more
            done.answer(holdsAny(this, getIntent().getStringArrayExtra(PERMISSIONS)) ? "granted" : "denied");
        }
    }
}
