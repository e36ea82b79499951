package vn.daknong.daknongc;

import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A key that is no secret, in the Keystore's place: same cipher, same length. */
public class FakeKeys implements Keys {
    private final byte[] bytes = new byte[32];

    public FakeKeys(int seed) {
        java.util.Arrays.fill(bytes, (byte) seed);
    }

    @Override
    public SecretKey key() {
        return new SecretKeySpec(bytes, "AES");
    }
}
