package org.jackblockchain.http;

import io.javalin.http.BadRequestResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Function;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Branch;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.BlockHash;

/**
 * The latest blocks of the tree, stale branches and all: the highest first, and of one height in the order of their
 * hashes. Blocks whose bodies are not here are left out.
 *
 * @param blocks at most {@link #MAX_LIMIT}
 * @param last after which the list goes on; empty when it is at its end
 */
record BlockList(List<Listed> blocks, Optional<BlockHash> last) {
    static final int MAX_LIMIT = 10_000;
    static final int DEFAULT_LIMIT = 100;
    /** Headers without bodies that are passed over for one answer. */
    private static final int MAX_PASSED_OVER = 10_000;

    private static final Comparator<BlockHash> BY_HASH = Comparator.comparing(BlockHash::hex);
    private static final Comparator<BlockEntry> ORDER = Comparator.comparingInt(BlockEntry::height).reversed()
            .thenComparing(BlockEntry::hash, BY_HASH);

    record Listed(BlockEntry entry, BlockFacts facts) {}

    /** Only what comes after this block in the order; or, without one, below the height. */
    record Start(int height, Optional<BlockHash> after) {
        static final Start TOP = new Start(Integer.MAX_VALUE, Optional.empty());

        boolean isBefore(BlockEntry entry) {
            if (entry.height() != height)
                return entry.height() < height;
            return after.isPresent() && BY_HASH.compare(entry.hash(), after.get()) > 0;
        }

        /**
         * @param text 64 hex digits of a hash, or a height
         * @throws BadRequestResponse if it is neither
         */
        static Start of(String text, Function<BlockHash, Optional<BlockEntry>> headers) {
            if (text.length() == 2 * BlockHash.BYTES) {
                BlockEntry entry = Hashes.parse(text).flatMap(headers).orElseThrow(
                        () -> new BadRequestResponse("\"before\" names no block that is known here"));
                return new Start(entry.height(), Optional.of(entry.hash()));
            }
            return new Start(Numbers.parse(text).orElseThrow(
                    () -> new BadRequestResponse("\"before\" is the hash of a block, or a height")), Optional.empty());
        }
    }

    static BlockList of(NodeView view, Start start, int limit, Function<BlockEntry, Optional<BlockFacts>> facts) {
        var open = new PriorityQueue<BlockEntry>(ORDER);
        open.addAll(ends(view, start.height()));
        var blocks = new ArrayList<Listed>();
        int passedOver = 0;
        BlockEntry last = null;
        while (!open.isEmpty() && blocks.size() < limit && passedOver < MAX_PASSED_OVER) {
            BlockEntry entry = open.remove();
            if (entry == last)
                continue;
            last = entry;
            BlockEntry parent = entry.parent();
            if (parent != null)
                open.add(parent);
            if (!start.isBefore(entry))
                continue;
            Optional<BlockFacts> known = facts.apply(entry);
            known.ifPresent(found -> blocks.add(new Listed(entry, found)));
            passedOver += known.isPresent() ? 0 : 1;
        }
        BlockEntry seen = last;
        open.removeIf(entry -> entry == seen);
        return new BlockList(blocks,
                open.isEmpty() ? Optional.empty() : Optional.ofNullable(seen).map(BlockEntry::hash));
    }

    /** Where to begin: at the end of each branch, or where it is at the height to start from. */
    private static Set<BlockEntry> ends(NodeView view, int height) {
        Set<BlockEntry> ends = Collections.newSetFromMap(new IdentityHashMap<>());
        ends.add(cut(view.tip(), height));
        for (Branch branch : view.branches()) {
            boolean isOnItsWay = branch.standing() == Branch.Standing.HEADERS_ONLY
                    && branch.end().descendsFrom(view.tip());
            if (!isOnItsWay)
                ends.add(cut(branch.end(), height));
        }
        return ends;
    }

    private static BlockEntry cut(BlockEntry end, int height) {
        return end.height() > height ? end.ancestor(height) : end;
    }
}
