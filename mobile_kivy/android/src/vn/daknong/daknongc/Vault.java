package vn.daknong.daknongc;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/** A secret in a file, sealed by AES-GCM with a key that never leaves the Keystore. */
public final class Vault {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int LARGEST = 65_536;

    private final Keys keys;
    private final File file;

    public Vault(Keys keys, String path) {
        this.keys = keys;
        this.file = new File(path);
    }

    /** The secret; "" when there is none, or none that can still be opened (another key, a damaged file). */
    public synchronized String load() throws IOException {
        if (!file.exists()) {
            return "";
        }
        try {
            return open(content());
        } catch (GeneralSecurityException lost) {
            // A restored phone or a wiped Keystore: the person logs in again. Keeping the file would help nobody.
            clear();
            return "";
        }
    }

    /** Disk is written before this returns; a crash leaves the old secret or the new one. */
    public synchronized void save(String secret) throws IOException, GeneralSecurityException {
        File fresh = new File(file.getPath() + ".new");
        try (FileOutputStream out = new FileOutputStream(fresh)) {
            out.write(seal(secret));
            out.getFD().sync();
        }
        if (!fresh.renameTo(file)) {
            throw new IOException("cannot replace " + file);
        }
    }

    public synchronized void clear() throws IOException {
        if (file.exists() && !file.delete()) {
            throw new IOException("cannot delete " + file);
        }
    }

    private byte[] content() throws IOException {
        try (FileInputStream in = new FileInputStream(file)) {
            return Pictures.read(in, LARGEST);
        }
    }

    private byte[] seal(String secret) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(Cipher.ENCRYPT_MODE, keys.key()); // the Keystore picks the nonce: ours would be refused
        byte[] sealed = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
        byte[] whole = Arrays.copyOf(cipher.getIV(), NONCE + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
        return whole;
    }

    private String open(byte[] whole) throws GeneralSecurityException {
        if (whole.length < NONCE + TAG_BITS / 8) {
            throw new GeneralSecurityException("cut short");
        }
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(Cipher.DECRYPT_MODE, keys.key(), new GCMParameterSpec(TAG_BITS, whole, 0, NONCE));
        return new String(cipher.doFinal(whole, NONCE, whole.length - NONCE), StandardCharsets.UTF_8);
    }
}
