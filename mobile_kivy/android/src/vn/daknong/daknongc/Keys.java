package vn.daknong.daknongc;

import java.security.GeneralSecurityException;
import javax.crypto.SecretKey;

/** Where a key rests. */
public interface Keys {
    SecretKey key() throws GeneralSecurityException;
}
