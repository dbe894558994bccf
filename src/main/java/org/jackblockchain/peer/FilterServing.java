package org.jackblockchain.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockFilters;
import org.jackblockchain.chain.Chain;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;
import org.jackblockchain.wire.Message;

/** Gives light clients the compact filters of blocks (BIP157). What is asked for but not made yet is not answered. */
final class FilterServing {
    private static final int BASIC = 0;

    private final Chain chain;
    private final Optional<BlockFilters> filters;
    private final Serving serving;
    private final Outbox out;

    FilterServing(Chain chain, Optional<BlockFilters> filters, Serving serving, Outbox out) {
        this.chain = chain;
        this.filters = filters;
        this.serving = serving;
        this.out = out;
    }

    /** One of the three questions. */
    void on(Peer peer, Message question) {
        switch (question) {
            case Message.GetCFilters(int type, int start, BlockHash stop) ->
                last(peer, type, stop).filter(last -> isShort(peer, start, last, Message.MAX_FILTERS))
                        .ifPresent(last -> filters(peer, start, last));
            case Message.GetCFHeaders(int type, int start, BlockHash stop) ->
                last(peer, type, stop).filter(last -> isShort(peer, start, last, Message.MAX_FILTER_HEADERS))
                        .ifPresent(last -> hashes(peer, start, last));
            case Message.GetCFCheckpoints(int type, BlockHash stop) ->
                last(peer, type, stop).ifPresent(last -> checkpoints(peer, last));
            default -> throw new IllegalArgumentException("not about filters: " + question);
        }
    }

    private Optional<BlockEntry> last(Peer peer, int type, BlockHash stop) {
        if (type != BASIC || filters.isEmpty()) {
            out.disconnect(peer, "peer requested unsupported block filter type: " + type);
            return Optional.empty();
        }
        Optional<BlockEntry> last = chain.find(stop).filter(serving::mayServe);
        if (last.isEmpty())
            out.disconnect(peer, "peer requested invalid block hash: " + stop);
        return last;
    }

    private boolean isShort(Peer peer, int start, BlockEntry last, int most) {
        long first = Integer.toUnsignedLong(start);
        if (first > last.height()) {
            out.disconnect(peer, "peer sent invalid getcfilters/getcfheaders with start height %d and stop height %d"
                    .formatted(first, last.height()));
            return false;
        }
        long count = last.height() - first + 1;
        if (count > most)
            out.disconnect(peer, "peer requested too many cfilters/cfheaders: %d / %d".formatted(count, most));
        return count <= most;
    }

    private static List<BlockEntry> path(int start, BlockEntry last) {
        var newestFirst = new ArrayList<BlockEntry>();
        BlockEntry at = last;
        while (at != null && at.height() >= start) {
            newestFirst.add(at);
            at = at.parent();
        }
        return newestFirst.reversed();
    }

    /** A thousand of them may be much: they are read when the peer takes them. */
    private void filters(Peer peer, int start, BlockEntry last) {
        List<Supplier<Optional<Message>>> all = new ArrayList<>();
        path(start, last).forEach(entry -> all.add(() -> filter(entry)));
        serving.give(peer, all);
    }

    private Optional<Message> filter(BlockEntry entry) {
        Optional<Bytes> filter = filters.orElseThrow().filter(entry.hash());
        if (filter.isEmpty())
            missing(entry);
        return filter.map(bytes -> new Message.CFilter(BASIC, entry.hash(), bytes));
    }

    private void hashes(Peer peer, int start, BlockEntry last) {
        List<BlockEntry> path = path(start, last);
        BlockEntry before = path.getFirst().parent();
        Optional<FilterHash> previous = before == null
                ? Optional.of(FilterHash.ZERO)
                : commitment(before).map(BlockFilters.Commitment::header);
        var hashes = new ArrayList<FilterHash>();
        for (BlockEntry entry : path)
            commitment(entry).ifPresent(found -> hashes.add(found.hash()));
        if (previous.isPresent() && hashes.size() == path.size())
            out.send(peer, new Message.CFHeaders(BASIC, last.hash(), previous.get(), hashes));
    }

    private void checkpoints(Peer peer, BlockEntry last) {
        var headers = new ArrayList<FilterHash>();
        int interval = Message.CFCheckpoints.INTERVAL;
        for (int height = interval; height <= last.height(); height += interval) {
            Optional<BlockFilters.Commitment> found = commitment(last.ancestor(height));
            if (found.isEmpty())
                return;
            headers.add(found.get().header());
        }
        out.send(peer, new Message.CFCheckpoints(BASIC, last.hash(), headers));
    }

    private Optional<BlockFilters.Commitment> commitment(BlockEntry entry) {
        Optional<BlockFilters.Commitment> found = filters.orElseThrow().commitment(entry.hash());
        if (found.isEmpty())
            missing(entry);
        return found;
    }

    private void missing(BlockEntry entry) {
        out.debug("Failed to find block filter in index: filter_type=basic, block " + entry);
    }
}
