package vn.daknong.daknongc;

import android.content.Context;
import android.content.pm.PackageManager;
import android.graphics.Bitmap;
import android.graphics.BitmapFactory;
import android.graphics.Matrix;
import android.media.ExifInterface;
import android.net.Uri;
import android.util.Log;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;

/** The app's own copies of photos: upright, small enough for a weak network, and without the place in them. */
public final class Photos {
    private static final int SIDE = 1600;
    private static final int QUALITY = 85;

    private Photos() {}

    public static boolean canTake(Context context) {
        return context.getPackageManager().hasSystemFeature(PackageManager.FEATURE_CAMERA_ANY);
    }

    public static void take(Context context, Answer done) {
        PhotoActivity.open(context, 0, done);
    }

    public static void pick(Context context, int limit, Answer done) {
        PhotoActivity.open(context, limit, done);
    }

    /** Paths, a line each, of photos that nobody waited for any more; told once. */
    public static String leftovers(Context context) {
        String paths = Memory.read(context, Memory.PHOTOS);
        Memory.write(context, Memory.PHOTOS, "");
        return paths;
    }

    static void keepForLater(Context context, String paths) {
        String before = Memory.read(context, Memory.PHOTOS);
        Memory.write(context, Memory.PHOTOS, before.isEmpty() ? paths : before + "\n" + paths);
    }

    /** Where the camera writes; the FileProvider shares this folder alone (res/xml/photo_paths.xml). */
    static File freshRaw(Context context) {
        return new File(folder(context.getCacheDir(), "camera"), UUID.randomUUID() + ".jpg");
    }

    static void discard(File file) {
        if (!file.delete()) {
            file.deleteOnExit();
        }
    }

    /** Copy each that can be read; one that cannot (a broken file, a cloud without network) is left out. */
    static String copyAll(Context context, List<Uri> photos) {
        StringBuilder paths = new StringBuilder();
        for (Uri photo : photos) {
            try {
                paths.append(paths.length() == 0 ? "" : "\n").append(copy(context, photo).getPath());
            } catch (IOException unreadable) {
                Log.w("daknong", "a photo could not be read", unreadable);
            }
        }
        return paths.toString();
    }

    private static File copy(Context context, Uri photo) throws IOException {
        Bitmap upright = upright(decode(context, photo), orientation(context, photo));
        File file = new File(folder(context.getFilesDir(), "photos"), UUID.randomUUID() + ".jpg");
        try (FileOutputStream out = new FileOutputStream(file)) {
            upright.compress(Bitmap.CompressFormat.JPEG, QUALITY, out);
        }
        return file;
    }

    private static Bitmap decode(Context context, Uri photo) throws IOException {
        BitmapFactory.Options options = new BitmapFactory.Options();
        options.inJustDecodeBounds = true;
        read(context, photo, options);
        options.inSampleSize = Scaling.sample(options.outWidth, options.outHeight, SIDE);
        options.inJustDecodeBounds = false;
        Bitmap found = read(context, photo, options);
        if (found == null) {
            throw new IOException("no picture");
        }
        return found;
    }

    private static Bitmap read(Context context, Uri photo, BitmapFactory.Options options) throws IOException {
        try (InputStream in = context.getContentResolver().openInputStream(photo)) {
            return BitmapFactory.decodeStream(in, null, options);
        }
    }

    private static int orientation(Context context, Uri photo) throws IOException {
        try (InputStream in = context.getContentResolver().openInputStream(photo)) {
            return new ExifInterface(in).getAttributeInt(ExifInterface.TAG_ORIENTATION, 1);
        }
    }

    private static Bitmap upright(Bitmap picture, int orientation) {
        float shrink = Scaling.shrink(picture.getWidth(), picture.getHeight(), SIDE);
        Matrix matrix = new Matrix();
        matrix.postScale(shrink, shrink);
        matrix.postRotate(Scaling.turn(orientation));
        return Bitmap.createBitmap(picture, 0, 0, picture.getWidth(), picture.getHeight(), matrix, true);
    }

    private static File folder(File parent, String name) {
        File folder = new File(parent, name);
        folder.mkdirs();
        return folder;
    }
}
