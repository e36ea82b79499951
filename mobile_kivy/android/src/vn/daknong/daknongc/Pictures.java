package vn.daknong.daknongc;

import android.graphics.Bitmap;
import android.graphics.BitmapFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;

/** The picture of a notice. A notice without its picture is better than a late one: little time, little room. */
final class Pictures {
    private static final int PATIENCE_MS = 5_000;
    private static final int LIMIT_BYTES = 1_000_000;
    private static final int WIDTH = 1024;

    private Pictures() {}

    /** The picture, or null when there is none, or none in time. */
    static Bitmap fetch(String address) {
        if (!address.startsWith("https://")) {
            return null;
        }
        try {
            byte[] content = download(new URL(address));
            BitmapFactory.Options options = new BitmapFactory.Options();
            options.inJustDecodeBounds = true;
            BitmapFactory.decodeByteArray(content, 0, content.length, options);
            options.inSampleSize = Scaling.sample(options.outWidth, options.outHeight, WIDTH);
            options.inJustDecodeBounds = false;
            return BitmapFactory.decodeByteArray(content, 0, content.length, options);
        } catch (IOException unreachable) {
            return null;
        }
    }

    private static byte[] download(URL address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.openConnection();
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        try (InputStream in = connection.getInputStream()) {
            return read(in, LIMIT_BYTES);
        } finally {
            connection.disconnect();
        }
    }

    /** All that `in` has; more than `limit` bytes is an error. */
    static byte[] read(InputStream in, int limit) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        byte[] some = new byte[16_384];
        for (int count = in.read(some); count >= 0; count = in.read(some)) {
            content.write(some, 0, count);
            if (content.size() > limit) {
                throw new IOException("larger than " + limit + " bytes");
            }
        }
        return content.toByteArray();
    }
}
