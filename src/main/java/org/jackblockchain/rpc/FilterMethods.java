package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockFilters;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;

/** The compact filters of blocks (BIP157, BIP158). */
final class FilterMethods {
    static final String BASIC = "basic";
    private static final String GROUP = "blockchain";

    private final RpcNode node;
    private final Blocks blocks;

    FilterMethods(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    List<Method> methods() {
        return List.of(new Method(GROUP, "getblockfilter",
                List.of(Param.required("blockhash", Param.Kind.TEXT, "The block."),
                        Param.optional("filtertype", Param.Kind.TEXT, "Of which kind; there is only basic.")),
                "The compact filter of a block, and what commits to all filters up to it.", this::filter));
    }

    private JsonNode filter(Args args) throws InterruptedException {
        BlockHash hash = args.hash(0, "blockhash");
        String type = args.isGiven(1) ? args.text(1) : BASIC;
        FilterPlaces filters = index(node, type);
        NodeView now = node.view();
        BlockEntry block = blocks.find(hash)
                .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Block not found"));
        boolean ready = filters.awaitBlock(now.tip());
        Optional<Bytes> filter = filters.filter(hash);
        Optional<BlockFilters.Commitment> commitment = filters.commitment(hash);
        if (filter.isEmpty() || commitment.isEmpty())
            throw missing(block, ready);
        return Json.object().put("filter", filter.get().hex()).put("header", commitment.get().header().hex());
    }

    /** @throws RpcError if there is no such kind of filters, or they are not made here */
    static FilterPlaces index(RpcNode node, String type) {
        if (!type.equals(BASIC))
            throw new RpcError(RpcError.Code.NOT_FOUND, "Unknown filtertype");
        return node.filters().orElseThrow(() -> RpcError.misc("Index is not enabled for filtertype " + type));
    }

    private RpcError missing(BlockEntry block, boolean ready) {
        boolean connected = block.height() == 0 || node.blocks().undo(block.hash()).isPresent();
        if (!connected)
            return new RpcError(RpcError.Code.NOT_FOUND,
                    "Filter not found. Block was not connected to active chain.");
        return ready
                ? new RpcError(RpcError.Code.INTERNAL,
                        "Filter not found. This error is unexpected and indicates index corruption.")
                : RpcError.misc("Filter not found. Block filters are still in the process of being indexed.");
    }
}
