package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockFilter;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.TxOut;
import org.jspecify.annotations.Nullable;

/** Which blocks concern a wallet, by their compact filters. */
final class ScanMethod {
    private static final int PERCENT = 100;

    private final RpcNode node;
    private final Blocks blocks;
    /** One at a time: a scan may read all filters. */
    private final AtomicReference<@Nullable Scan> running = new AtomicReference<>();

    /** A scan under way. */
    private static final class Scan {
        private final int from;
        private final int to;
        private volatile int at;
        private volatile boolean aborted;

        Scan(int from, int to) {
            this.from = from;
            this.to = to;
            this.at = from;
        }

        ObjectNode json() {
            int done = to == from ? PERCENT : (int) ((long) PERCENT * (at - from) / (to - from));
            return Json.object().put("progress", done).put("current_height", at);
        }
    }

    ScanMethod(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    Method method() {
        return new Method("blockchain", "scanblocks",
                List.of(Param.required("action", Param.Kind.TEXT, "start, status or abort."),
                        Param.optional("scanobjects", Param.Kind.ARRAY, "Descriptors, or objects with a \"desc\"."),
                        Param.optional("start_height", Param.Kind.NUMBER, "The first block. Default: 0."),
                        Param.optional("stop_height", Param.Kind.NUMBER, "The last block. Default: the tip."),
                        Param.optional("filtertype", Param.Kind.TEXT, "Of which kind; there is only basic."),
                        Param.optional("options", Param.Kind.OBJECT,
                                "filter_false_positives: whether the blocks themselves are looked at as well.")),
                "Looks through the compact filters of blocks for those that concern descriptors.", this::scan);
    }

    private JsonNode scan(Args args) throws InterruptedException {
        @Nullable
        Scan other = running.get();
        return switch (args.text(0)) {
            case "status" -> other == null ? Json.none() : other.json();
            case "abort" -> {
                if (other != null)
                    other.aborted = true;
                yield Json.bool(other != null);
            }
            case "start" -> start(args);
            default -> throw RpcError.invalid("Invalid action '%s'".formatted(args.text(0)));
        };
    }

    private JsonNode start(Args args) throws InterruptedException {
        FilterPlaces filters = FilterMethods.index(node, args.isGiven(4) ? args.text(4) : FilterMethods.BASIC);
        NodeView now = node.view();
        int tip = now.tip().height();
        int from = args.number(2, 0);
        if (from < 0 || from > tip)
            throw RpcError.misc("Invalid start_height");
        int to = args.number(3, tip);
        if (to < from || to > tip)
            throw RpcError.misc("Invalid stop_height");
        if (!args.isGiven(1))
            throw RpcError.misc("scanobjects argument is required for the start action");
        Set<Bytes> needles = ScriptsWanted.of(args.at(1), now.params());
        boolean exactly = Args.flag(args.at(5), "filter_false_positives", false);
        var scan = new Scan(from, to);
        if (!running.compareAndSet(null, scan))
            throw RpcError.invalid("Scan already in progress, use action \"abort\" or \"status\"");
        try {
            filters.awaitBlock(now.tip());
            return run(scan, filters, needles, exactly, now);
        } finally {
            running.set(null);
        }
    }

    private ObjectNode run(Scan scan, FilterPlaces filters, Set<Bytes> needles, boolean exactly, NodeView now)
            throws InterruptedException {
        ArrayNode relevant = Json.array();
        for (int height = scan.from; height <= scan.to && !scan.aborted; height++) {
            if (Thread.interrupted())
                throw new InterruptedException();
            scan.at = height;
            BlockEntry entry = now.tip().ancestor(height);
            boolean matches = filters.filter(entry.hash())
                    .filter(bytes -> new BlockFilter(entry.hash(), bytes).matchesAny(needles)).isPresent();
            if (matches && (!exactly || scripts(entry, now).anyMatch(needles::contains)))
                relevant.add(entry.hash().hex());
        }
        ObjectNode json = Json.object().put("from_height", scan.from).put("to_height", scan.at);
        json.set("relevant_blocks", relevant);
        return json.put("completed", !scan.aborted);
    }

    /** What a block pays to and spends from. */
    private Stream<Bytes> scripts(BlockEntry entry, NodeView now) {
        Stream<TxOut> made = blocks.body(now, entry).stream().flatMap(block -> block.transactions().stream())
                .flatMap(transaction -> transaction.outputs().stream());
        Stream<TxOut> spent = blocks.undo(entry).stream().flatMap(undo -> undo.spent().stream()).flatMap(List::stream)
                .map(Coin::output);
        return Stream.concat(made, spent).map(TxOut::script);
    }
}
