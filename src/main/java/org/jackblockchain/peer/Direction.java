package org.jackblockchain.peer;

/** Who called whom. */
public enum Direction {
    INBOUND, OUTBOUND
}
