package org.jackblockchain.miner;

/** Which engine an operator wants: {@code --engine}. */
public enum EngineWish {
    /** The fastest one that computes right. */
    AUTO,
    PORTABLE,
    /** Also where it is slower; the portable one mines until it is warm. */
    VECTOR
}
