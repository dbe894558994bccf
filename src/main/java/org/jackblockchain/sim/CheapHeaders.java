package org.jackblockchain.sim;

import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.PlacedHeader;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.MerkleRoot;
import org.jspecify.annotations.Nullable;

/** A valid chain of headers on genesis, so slow that the work never gets hard. */
final class CheapHeaders {
    private static final int LENGTH = 6_000;
    /** Longer than the interval, and few enough seconds for all of them to be in the past. */
    private static final int SPACING_SECONDS = 13;
    private static final int VERSION = 0x2000_0000;
    static final List<BlockHeader> ALL = mine();

    private CheapHeaders() {}

    private record Placed(BlockHeader header, int height, @Nullable PlacedHeader parent) implements PlacedHeader {}

    private static List<BlockHeader> mine() {
        ChainParams params = SimNetworks.fast();
        PlacedHeader at = new Placed(params.genesis().header(), 0, null);
        List<BlockHeader> headers = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            BlockHeader parent = at.header();
            Block block = Forge.worked(new BlockHeader(VERSION, parent.hash(), new MerkleRoot(0, 0, 0, i),
                    parent.time() + SPACING_SECONDS, params.nextBits(at), 0), List.of());
            at = new Placed(block.header(), i + 1, at);
            headers.add(block.header());
        }
        return List.copyOf(headers);
    }
}
