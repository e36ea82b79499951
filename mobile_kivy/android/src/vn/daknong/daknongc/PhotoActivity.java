package vn.daknong.daknongc;

import android.Manifest;
import android.app.Activity;
import android.content.ActivityNotFoundException;
import android.content.ClipData;
import android.content.Context;
import android.content.Intent;
import android.content.pm.PackageManager;
import android.net.Uri;
import android.os.Build;
import android.os.Bundle;
import android.provider.MediaStore;
import androidx.core.content.FileProvider;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * Photos from the camera or the gallery, for a report: tells the paths of the app's own copies, a line each.
 *
 * <p>A window of its own, not the game-like one of Python: Android may end the process behind the camera, and brings
 * this one back with what it was about. The photo is then kept for the app's next start (Photos.leftovers).
 */
public final class PhotoActivity extends Activity {
    private static final int CAMERA = 1;
    private static final int GALLERY = 2;
    private static final String LIMIT = "limit";
    private static final String RAW = "raw";
    private static Answer waiting;
    private File raw;

    /** `limit` 0: one from the camera; else up to so many from the gallery. */
    static void open(Context context, int limit, Answer done) {
        waiting = done;
        Intent intent = new Intent(context, PhotoActivity.class);
        intent.putExtra(LIMIT, limit);
        intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK);
        context.startActivity(intent);
    }

    @Override
    protected void onCreate(Bundle saved) {
        super.onCreate(saved);
        if (saved != null) {
            raw = saved.getString(RAW) == null ? null : new File(saved.getString(RAW));
        } else if (limit() > 0) {
            start(gallery(), GALLERY);
        } else if (AskActivity.holdsAny(this, new String[] {Manifest.permission.CAMERA})) {
            start(camera(), CAMERA);
        } else {
            // Another app takes the photo, but since the QR scanner's manifest names the permission we must hold it.
            requestPermissions(new String[] {Manifest.permission.CAMERA}, CAMERA);
        }
    }

    @Override
    protected void onSaveInstanceState(Bundle state) {
        super.onSaveInstanceState(state);
        state.putString(RAW, raw == null ? null : raw.getPath());
    }

    @Override
    public void onRequestPermissionsResult(int request, String[] permissions, int[] results) {
        if (results.length > 0 && results[0] == PackageManager.PERMISSION_GRANTED) {
            start(camera(), CAMERA);
        } else {
            end("");
        }
    }

    @Override
    protected void onActivityResult(int request, int result, Intent data) {
        if (result != RESULT_OK) {
            end("");
        } else if (request == CAMERA) {
            copy(listOf(Uri.fromFile(raw)));
        } else {
            copy(chosen(data));
        }
    }

    private int limit() {
        return getIntent().getIntExtra(LIMIT, 0);
    }

    private void start(Intent intent, int request) {
        try {
            startActivityForResult(intent, request);
        } catch (ActivityNotFoundException none) {
            end("");
        }
    }

    private Intent camera() {
        raw = Photos.freshRaw(this);
        Uri place = FileProvider.getUriForFile(this, getPackageName() + ".photos", raw);
        Intent intent = new Intent(MediaStore.ACTION_IMAGE_CAPTURE);
        intent.putExtra(MediaStore.EXTRA_OUTPUT, place);
        intent.setClipData(ClipData.newRawUri("", place)); // carries the grant on Android 7
        intent.addFlags(Intent.FLAG_GRANT_WRITE_URI_PERMISSION | Intent.FLAG_GRANT_READ_URI_PERMISSION);
        return intent;
    }

    /** Android's own picker needs no permission: the person hands over just what they choose. */
    private Intent gallery() {
        if (Build.VERSION.SDK_INT >= 33) {
            Intent intent = new Intent(MediaStore.ACTION_PICK_IMAGES);
            intent.setType("image/*");
            if (limit() > 1) { // 1 is refused here
                intent.putExtra(MediaStore.EXTRA_PICK_IMAGES_MAX, Math.min(limit(), MediaStore.getPickImagesMaxLimit()));
            }
            return intent;
        }
        Intent intent = new Intent(Intent.ACTION_GET_CONTENT);
        intent.setType("image/*");
        intent.addCategory(Intent.CATEGORY_OPENABLE);
        intent.putExtra(Intent.EXTRA_ALLOW_MULTIPLE, limit() > 1);
        return intent;
    }

    private List<Uri> chosen(Intent data) {
        List<Uri> found = new ArrayList<>();
        ClipData many = data == null ? null : data.getClipData();
        for (int i = 0; many != null && i < Math.min(many.getItemCount(), limit()); i++) {
            found.add(many.getItemAt(i).getUri());
        }
        if (many == null && data != null && data.getData() != null) {
            found.add(data.getData());
        }
        return found;
    }

    private static List<Uri> listOf(Uri one) {
        List<Uri> found = new ArrayList<>();
        found.add(one);
        return found;
    }

    /** Decoding takes a second on an old phone: beside the UI thread. */
    private void copy(List<Uri> found) {
        Thread work = new Thread(() -> {
            String paths = Photos.copyAll(this, found);
            if (raw != null) {
                Photos.discard(raw);
            }
            runOnUiThread(() -> end(paths));
        }, "photos");
        work.start();
    }

    private void end(String paths) {
        finish();
        Answer done = waiting;
        waiting = null;
        if (done != null) {
            done.answer(paths);
        } else {
            Photos.keepForLater(this, paths);
        }
    }
}
