package org.jackblockchain.store;

class MemoryStoreTest extends ChainStoreContract {
    @Override
    ChainStore open() {
        return new MemoryStore();
    }
}
