package org.jackblockchain.peer;

import java.util.Optional;

/** What a connection is for, in Core's words. */
public enum ConnectionType {
    INBOUND("inbound"),
    /** The operator asked for it. */
    MANUAL("manual"),
    OUTBOUND_FULL_RELAY("outbound-full-relay"),
    /** Blocks only: neither transactions nor addresses are exchanged. */
    BLOCK_RELAY_ONLY("block-relay-only"),
    /** Only to see whether there is a node. */
    FEELER("feeler"),
    /** Only to hear of addresses. */
    ADDR_FETCH("addr-fetch");

    private final String word;

    ConnectionType(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** The type of this name, or empty. */
    public static Optional<ConnectionType> of(String word) {
        for (ConnectionType type : values()) {
            if (type.word.equals(word))
                return Optional.of(type);
        }
        return Optional.empty();
    }

    boolean relaysTransactions() {
        return this != BLOCK_RELAY_ONLY && this != FEELER;
    }
}
