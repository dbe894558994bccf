package org.jackblockchain.rpc.zmq;

import java.util.Locale;

/** What can be published; in the order in which Core lists them. */
public enum ZmqTopic {
    /** The hash of each new tip. */
    HASHBLOCK,
    /** The id of each transaction that comes to the memory pool, or is in a block that joins or leaves the chain. */
    HASHTX,
    /** Each new tip, whole. */
    RAWBLOCK,
    /** Each such transaction, whole. */
    RAWTX,
    /**
     * The hash of each block that joins the chain ("C") or leaves it ("D"), and of each transaction that comes to the
     * memory pool ("A") or leaves it other than by a block ("R"), with the pool's count of changes.
     */
    SEQUENCE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The first frame of its messages. */
    public String text() {
        return text;
    }

    /** As {@code getzmqnotifications} calls it: {@code pubhashblock}. */
    public String type() {
        return "pub" + text;
    }

    /** The flag that asks for it: {@code zmqpubhashblock}. */
    public String flag() {
        return "zmq" + type();
    }
}
