package org.jackblockchain.consensus.script;

/** Remembers signatures that were found good, so that a block does not check again what the mempool has checked. */
public interface SignatureCache {
    /** Remembers nothing. */
    SignatureCache NONE = new SignatureCache() {
        @Override
        public boolean contains(byte[] hash, byte[] key, byte[] signature) {
            return false;
        }

        @Override
        public void put(byte[] hash, byte[] key, byte[] signature) {
            // nothing is kept
        }
    };

    /** Whether exactly this was put; false is always a right answer. May be called by several threads. */
    boolean contains(byte[] hash, byte[] key, byte[] signature);

    /** @param key of 32 bytes for a Schnorr signature, otherwise for ECDSA */
    void put(byte[] hash, byte[] key, byte[] signature);
}
