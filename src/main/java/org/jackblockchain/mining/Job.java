package org.jackblockchain.mining;

import org.jackblockchain.primitives.Target;

/** A header of which only the nonce is open. */
public interface Job {
    /** 80 bytes for {@link Engine#aim}. */
    byte[] headerBytes();

    /** What a hit's hash must not exceed. */
    Target target();
}
