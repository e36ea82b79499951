package vn.daknong.daknongc;

import android.app.Activity;
import android.content.ActivityNotFoundException;
import android.content.Context;
import android.content.Intent;
import android.os.Bundle;

/** Opens the QR reader (zxing-android-embedded, which asks for the camera itself) and tells the text, or "". */
public final class ScanActivity extends Activity {
    private static final String READER = "com.journeyapps.barcodescanner.CaptureActivity";
    private static final String PROMPT = "prompt";
    private static Answer waiting;

    public static void scan(Context context, String prompt, Answer found) {
        waiting = found;
        Intent intent = new Intent(context, ScanActivity.class);
        intent.putExtra(PROMPT, prompt);
        intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
        context.startActivity(intent);
    }

    @Override
    protected void onCreate(Bundle saved) {
        super.onCreate(saved);
        if (saved == null) {
            start();
        }
    }

    @Override
    protected void onActivityResult(int request, int result, Intent data) {
        String text = result == RESULT_OK && data != null ? data.getStringExtra("SCAN_RESULT") : null;
        end(text == null ? "" : text);
    }

    private void start() {
        Intent intent = new Intent("com.google.zxing.client.android.SCAN");
        intent.setClassName(this, READER);
        intent.putExtra("SCAN_FORMATS", "QR_CODE");
        intent.putExtra("PROMPT_MESSAGE", getIntent().getStringExtra(PROMPT));
        intent.putExtra("BEEP_ENABLED", false);
        intent.putExtra("SCAN_ORIENTATION_LOCKED", false);
        try {
            startActivityForResult(intent, 1);
        } catch (ActivityNotFoundException leftOut) {
            end("");
        }
    }

    private void end(String text) {
        finish();
        Answer done = waiting;
        waiting = null;
        if (done != null) {
            done.answer(text);
        }
    }
}
