package vn.daknong.daknongc;

import android.content.Context;
import android.net.ConnectivityManager;
import android.net.Network;

/** Tells when the network comes back. */
public final class Net extends ConnectivityManager.NetworkCallback {
    private final Answer returned;
    private boolean wasLost;

    private Net(Answer returned) {
        this.returned = returned;
    }

    /** Answer `returned` each time there is a network again; give what comes back to `stop`. */
    public static Net watch(Context context, Answer returned) {
        Net net = new Net(returned);
        net.wasLost = manager(context).getActiveNetwork() == null;
        manager(context).registerDefaultNetworkCallback(net);
        return net;
    }

    public void stop(Context context) {
        manager(context).unregisterNetworkCallback(this);
    }

    @Override
    public synchronized void onLost(Network network) {
        wasLost = true;
    }

    @Override
    public synchronized void onAvailable(Network network) {
        if (wasLost) {
            wasLost = false;
            returned.answer("returned");
        }
    }

    private static ConnectivityManager manager(Context context) {
        return (ConnectivityManager) context.getSystemService(Context.CONNECTIVITY_SERVICE);
    }
}
