package vn.daknong.daknongc;

import android.security.keystore.KeyGenParameterSpec;
import android.security.keystore.KeyProperties;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/** Android's Keystore: the key is made there, in hardware where there is some, and cannot be read out. */
public final class KeystoreKeys implements Keys {
    private static final String STORE = "AndroidKeyStore";
    private static final String ALIAS = "daknong.session";

    @Override
    public SecretKey key() throws GeneralSecurityException {
        Key known = store().getKey(ALIAS, null);
        return known == null ? made() : (SecretKey) known;
    }

    private static KeyStore store() throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(STORE);
        try {
            store.load(null);
        } catch (IOException impossible) {
            throw new GeneralSecurityException(impossible); // nothing is read from a stream here
        }
        return store;
    }

    private static SecretKey made() throws GeneralSecurityException {
        int purposes = KeyProperties.PURPOSE_ENCRYPT | KeyProperties.PURPOSE_DECRYPT;
        KeyGenParameterSpec.Builder spec = new KeyGenParameterSpec.Builder(ALIAS, purposes);
        spec.setBlockModes(KeyProperties.BLOCK_MODE_GCM);
        spec.setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE);
        spec.setKeySize(256);
        KeyGenerator generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE);
        generator.init(spec.build());
        return generator.generateKey();
    }
}
