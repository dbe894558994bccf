package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockFilters;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;

/** What REST tells of compact filters (BIP157). */
final class RestFilters {
    private static final int BASIC = 0;

    private final RpcNode node;
    private final Blocks blocks;

    RestFilters(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    /** {@code blockfilter/<filtertype>/<blockhash>}. */
    RestReply filter(RestWish wish) throws InterruptedException {
        List<String> parts = List.of(wish.path().split("/", -1));
        if (parts.size() != 2)
            throw RestError.bad("Invalid URI format. Expected /rest/blockfilter/<filtertype>/<blockhash>");
        BlockHash hash = wish.hash(parts.get(1), BlockHash::of);
        FilterPlaces index = index(parts.getFirst());
        if (blocks.find(hash).isEmpty())
            throw RestError.notFound(hash + " not found");
        boolean ready = index.awaitBlock(node.view().tip());
        Bytes filter = index.filter(hash).orElseThrow(() -> missing(ready));
        return wish.reply(() -> new ByteWriter().u8(BASIC).hash(hash).varBytes(filter).toArray(),
                () -> Json.object().put("filter", filter.hex()));
    }

    /** {@code blockfilterheaders/<filtertype>/<blockhash>}, of blocks of the active chain. */
    RestReply headers(RestWish wish) throws InterruptedException {
        List<String> parts = List.of(wish.path().split("/", -1));
        if (parts.size() < 2 || parts.size() > 3)
            throw RestError.bad("Invalid URI format. Expected /rest/blockfilterheaders/<filtertype>/<blockhash>.<ext>"
                    + "?count=<count>");
        int most = Rest.count(wish, parts.size() == 3 ? Optional.of(parts.get(1)) : Optional.empty());
        BlockHash hash = wish.hash(parts.getLast(), BlockHash::of);
        FilterPlaces index = index(parts.getFirst());
        BlockEntry tip = node.view().tip();
        List<BlockEntry> found = blocks.find(hash).map(first -> Rest.from(first, tip, most)).orElse(List.of());
        boolean ready = index.awaitBlock(tip);
        List<BlockFilters.Commitment> all = found.stream()
                .map(entry -> index.commitment(entry.hash()).orElseThrow(() -> missing(ready))).toList();
        return wish.reply(() -> {
            var bytes = new ByteWriter();
            all.forEach(commitment -> bytes.hash(commitment.header()));
            return bytes.toArray();
        }, () -> {
            ArrayNode json = Json.array();
            all.forEach(commitment -> json.add(commitment.header().hex()));
            return json;
        });
    }

    private FilterPlaces index(String type) {
        String shown = RestWish.safe(type);
        if (!type.equals(FilterMethods.BASIC))
            throw RestError.bad("Unknown filtertype " + shown);
        return node.filters().orElseThrow(() -> RestError.bad("Index is not enabled for filtertype " + shown));
    }

    private static RestError missing(boolean ready) {
        return RestError.notFound("Filter not found." + (ready
                ? " Block was not connected to active chain."
                : " Block filters are still in the process of being indexed."));
    }
}
