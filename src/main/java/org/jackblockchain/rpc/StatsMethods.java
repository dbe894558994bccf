package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Numbers of the chain and of blocks, and whether what is stored is right. */
final class StatsMethods {
    private static final Logger LOG = LoggerFactory.getLogger(StatsMethods.class);
    private static final String GROUP = "blockchain";
    private static final Duration USUAL_WINDOW = Duration.ofDays(30);
    private static final int USUAL_LEVEL = 3;
    private static final int USUAL_BLOCKS = 6;
    private static final int MAX_LEVEL = 4;

    private final RpcNode node;
    private final Blocks blocks;
    private final TransactionCounts counts;

    StatsMethods(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
        this.counts = new TransactionCounts(blocks);
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "getchaintxstats",
                        List.of(Param.optional("nblocks", Param.Kind.NUMBER,
                                "The last so many blocks. Default: those of a month."),
                                Param.optional("blockhash", Param.Kind.TEXT, "The last of them. Default: the tip.")),
                        "How many transactions there are, and how many came lately.", this::chain),
                new Method(GROUP, "getblockstats",
                        List.of(Param.required("hash_or_height", Param.Kind.ANY, "The block."),
                                Param.optional("stats", Param.Kind.ARRAY, "Names of those wanted. Default: all.")),
                        "Numbers of a block. Amounts are in the smallest unit, rates per virtual byte.", this::block),
                new Method(GROUP, "verifychain",
                        List.of(Param.optional("checklevel", Param.Kind.NUMBER,
                                "0: bodies can be read; 1: and keep the rules that need no coins; 2: and what undoes"
                                        + " them can be read; 3: and fits the coins; 4: and they connect again."
                                        + " Default: 3."),
                                Param.optional("nblocks", Param.Kind.NUMBER, "0 for all. Default: 6.")),
                        "Tells whether the last blocks are stored as they should be.", this::verify));
    }

    // --- The chain ---------------------------------------------------------------------------------------------

    private JsonNode chain(Args args) {
        NodeView now = node.view();
        BlockEntry last = args.isGiven(1) ? named(now, args) : now.tip();
        int count = window(now, args, last);
        BlockEntry first = last.ancestor(last.height() - count);
        ObjectNode json = Json.object().put("time", last.header().time());
        OptionalLong all = counts.upTo(now, last);
        all.ifPresent(number -> json.put("txcount", number));
        json.put("window_final_block_hash", last.hash().hex()).put("window_final_block_height", last.height())
                .put("window_block_count", count);
        if (count == 0)
            return json;
        long seconds = MedianTime.past(last) - MedianTime.past(first);
        json.put("window_interval", seconds);
        OptionalLong before = counts.upTo(now, first);
        if (all.isPresent() && before.isPresent()) {
            long number = all.getAsLong() - before.getAsLong();
            json.put("window_tx_count", number);
            if (seconds > 0)
                json.set("txrate", Json.number((double) number / seconds));
        }
        return json;
    }

    private BlockEntry named(NodeView now, Args args) {
        BlockEntry entry = blocks.header(args.hash(1, "blockhash"));
        if (entry.height() > now.tip().height() || now.tip().ancestor(entry.height()) != entry)
            throw RpcError.invalid("Block is not in main chain");
        return entry;
    }

    private static int window(NodeView now, Args args, BlockEntry last) {
        if (!args.isGiven(0)) {
            long month = USUAL_WINDOW.dividedBy(now.params().interval());
            return (int) Math.max(0, Math.min(month, last.height() - 1));
        }
        int count = args.number(0);
        if (count < 0 || (count > 0 && count >= last.height()))
            throw RpcError.invalid("Invalid block count: should be between 0 and the block's height - 1");
        return count;
    }

    // --- A block -----------------------------------------------------------------------------------------------

    private JsonNode block(Args args) {
        NodeView now = node.view();
        BlockEntry entry = blocks.hashOrHeight(now, args, 0);
        Block body = blocks.body(now, entry)
                .orElseThrow(() -> RpcError.misc("Block not available (not fully downloaded)"));
        BlockUndo undo = blocks.undo(entry).orElseThrow(() -> RpcError.misc("Undo data not available"));
        ObjectNode all = BlockStats.of(body, undo, entry, now.params());
        if (args.at(1).isEmpty())
            return all;
        ObjectNode some = Json.object();
        for (JsonNode wanted : args.at(1)) {
            JsonNode value = all.get(Args.text(wanted));
            if (value == null)
                throw RpcError.invalid("Invalid selected statistic '%s'".formatted(Args.text(wanted)));
            some.set(Args.text(wanted), value);
        }
        return some;
    }

    // --- What is stored ----------------------------------------------------------------------------------------

    private JsonNode verify(Args args) throws InterruptedException {
        int level = Math.clamp(args.number(0, USUAL_LEVEL), 0, MAX_LEVEL);
        int wanted = args.number(1, USUAL_BLOCKS);
        NodeView now = node.view();
        int count = wanted <= 0 ? now.tip().height() : Math.min(wanted, now.tip().height());
        for (int i = 0; i < count; i++) {
            if (!isStored(now, now.tip().ancestor(now.tip().height() - i), level))
                return Json.bool(false);
        }
        boolean fits = level < 3 || node.ask(new Request.Recheck(count, level >= MAX_LEVEL))
                .orElseThrow(RpcError::stopping) instanceof Outcome.Done;
        return Json.bool(fits);
    }

    /** As far as can be told without the coins. */
    private boolean isStored(NodeView now, BlockEntry entry, int level) {
        try {
            Optional<Block> body = blocks.body(now, entry).filter(block -> block.hash().equals(entry.hash()));
            BlockEntry parent = entry.parent();
            if (body.isEmpty() || parent == null)
                return false;
            boolean good = level < 1 || BlockRules.firstFault(body.get(), parent, now.params()).isEmpty();
            return good && (level < 2 || blocks.undo(entry)
                    .filter(undo -> undo.spent().size() == body.get().transactions().size() - 1).isPresent());
        } catch (RuntimeException e) {
            LOG.error("block {} cannot be read", entry, e);
            return false;
        }
    }
}
