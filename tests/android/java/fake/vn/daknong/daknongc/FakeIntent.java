package vn.daknong.daknongc;

import android.content.Intent;

/** An intent that keeps what it was made of. */
public class FakeIntent extends Intent {
    private final String address;
    private final String link;
    private final boolean fromHistory;

    /** `address` as our own notice carries it; `link` as Firebase's library puts it into the extras. */
    public FakeIntent(String address, String link, boolean fromHistory) {
        this.address = address;
        this.link = link;
        this.fromHistory = fromHistory;
    }

    @Override
    public String getDataString() {
        return address.isEmpty() ? null : address;
    }

    @Override
    public String getStringExtra(String name) {
        return "link".equals(name) && !link.isEmpty() ? link : null;
    }

    @Override
    public int getFlags() {
        return fromHistory ? Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY : 0;
    }
}
