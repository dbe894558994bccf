package org.jackblockchain.rpc.zmq;

/**
 * A wish to publish something somewhere.
 *
 * @param address as ZeroMQ writes it: {@code tcp://127.0.0.1:28332} or
 *        {@code ipc:///run/jbc}, a Unix domain socket
 * @param highWaterMark how many messages wait for a slow subscriber before it misses some; 0 for any number
 */
public record ZmqNotification(ZmqTopic topic, String address, int highWaterMark) {
    /** Core's. */
    public static final int DEFAULT_HIGH_WATER_MARK = 1_000;
    static final String IPC = "ipc://";
    private static final String UNIX = "unix:";

    /** @throws IllegalArgumentException for a mark below zero */
    public ZmqNotification {
        if (highWaterMark < 0)
            throw new IllegalArgumentException("a high water mark of " + highWaterMark + " is below zero");
        if (address.startsWith(UNIX))
            address = IPC + address.substring(UNIX.length());
    }
}
