package org.jackblockchain.store;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

class RocksStoreContractTest extends ChainStoreContract {
    @TempDir
    private Path folder;

    @Override
    ChainStore open() {
        return RocksStore.open(folder, Samples.NETWORK);
    }
}
