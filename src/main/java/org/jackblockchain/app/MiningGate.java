package org.jackblockchain.app;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

import org.jackblockchain.mining.BlockTemplate;

/** Stands between node and miner: lets through the templates up to a height, and remembers the newest. */
final class MiningGate {
    private final Consumer<Optional<BlockTemplate>> miner;
    private OptionalInt last;
    private Optional<BlockTemplate> newest = Optional.empty();

    /** @param last the height of the last block to mine; empty for no end */
    MiningGate(Consumer<Optional<BlockTemplate>> miner, OptionalInt last) {
        this.miner = miner;
        this.last = last;
    }

    synchronized void offer(Optional<BlockTemplate> template) {
        newest = template;
        miner.accept(template.filter(this::isWanted));
    }

    synchronized void mineUpTo(int height) {
        last = OptionalInt.of(height);
        miner.accept(newest.filter(this::isWanted));
    }

    private boolean isWanted(BlockTemplate template) {
        return last.isEmpty() || template.height() <= last.getAsInt();
    }
}
