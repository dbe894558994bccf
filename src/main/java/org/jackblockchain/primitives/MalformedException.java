package org.jackblockchain.primitives;

/** Bytes that are not what they claim to be. Whoever reads a stranger's bytes catches it at the door. */
public final class MalformedException extends RuntimeException {
    public MalformedException(String why) {
        super(why);
    }
}
