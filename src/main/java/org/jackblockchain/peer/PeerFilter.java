package org.jackblockchain.peer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.consensus.PartialMerkleTree;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.wire.Message;
import org.jspecify.annotations.Nullable;

/** What one peer wants to hear of: all, unless it gave us a filter (BIP37). */
final class PeerFilter {
    private @Nullable BloomFilter filter;
    private boolean askedForAll;

    /** Whether it is told of this transaction. */
    boolean lets(Transaction transaction) {
        BloomFilter known = filter;
        return known == null || known.takes(transaction);
    }

    /** Whether the peer asked for transactions by a filter or by taking one back, whatever its version message said. */
    boolean asksForTransactions() {
        return askedForAll || filter != null;
    }

    /** The block as the filter lets it through, and the transactions that go with it; empty without a filter. */
    List<Message> filtered(Block block) {
        BloomFilter known = filter;
        if (known == null)
            return List.of();
        List<Transaction> all = block.transactions();
        var taken = new BitSet();
        for (int place = 0; place < all.size(); place++)
            taken.set(place, known.takes(all.get(place)));
        var tree = PartialMerkleTree.of(all.stream().map(Transaction::txid).toList(), taken::get);
        var messages = new ArrayList<Message>();
        messages.add(new Message.MerkleBlock(block.header(), tree.transactions(), tree.hashes(), tree.flagBytes()));
        taken.stream().forEach(place -> messages.add(new Message.Tx(all.get(place).stripped())));
        return messages;
    }

    /** @return what is wrong with the message, for which the peer pays; empty if nothing is */
    Optional<String> on(Message message) {
        switch (message) {
            case Message.FilterLoad load when !BloomFilter.isWithinLimits(load) -> {
                return Optional.of("too-large bloom filter");
            }
            case Message.FilterLoad load -> filter = new BloomFilter(load);
            case Message.FilterAdd(Bytes item) -> {
                BloomFilter known = filter;
                if (known == null || item.length() > BloomFilter.MAX_ITEM)
                    return Optional.of("bad filteradd message");
                known.add(item.toArray());
            }
            default -> {
                filter = null;
                askedForAll = true;
            }
        }
        return Optional.empty();
    }
}
