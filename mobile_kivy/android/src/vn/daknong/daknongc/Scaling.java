package vn.daknong.daknongc;

/** Arithmetic of pictures. */
final class Scaling {
    private Scaling() {}

    /** The power of two by which a picture is read smaller, so that its longer side stays at or above `side`. */
    static int sample(int width, int height, int side) {
        int sample = 1;
        while (Math.max(width, height) / (sample * 2) >= side) {
            sample *= 2;
        }
        return sample;
    }

    /** What its sides are multiplied with so that the longer one is at most `side`; never above 1. */
    static float shrink(int width, int height, int side) {
        return Math.min(1f, (float) side / Math.max(1, Math.max(width, height)));
    }

    /** The degrees to turn a photo by, from its EXIF orientation (1, 3, 6 and 8 are what phones write). */
    static int turn(int orientation) {
        if (orientation == 3) {
            return 180;
        }
        if (orientation == 6) {
            return 90;
        }
        return orientation == 8 ? 270 : 0;
    }
}
