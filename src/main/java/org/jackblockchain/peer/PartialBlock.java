package org.jackblockchain.peer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jackblockchain.consensus.PartialMerkleTree;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.LittleEndian;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.primitives.SipHash;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Wtxid;
import org.jackblockchain.wire.Message;
import org.jspecify.annotations.Nullable;

/** A block that came in short (BIP152), and the transactions of it that are here. */
final class PartialBlock {
    private static final long SHORT_ID = 0xffff_ffff_ffffL;

    private final BlockHeader header;
    private final @Nullable Transaction[] transactions;

    private PartialBlock(BlockHeader header, int size) {
        this.header = header;
        this.transactions = new Transaction[size];
    }

    /** What came of a short block. */
    sealed interface Outcome {
        record Begun(PartialBlock block) implements Outcome {}

        /** No honest peer makes such a one. */
        record Invalid() implements Outcome {}

        /** Two of its short ids are the same: by chance, so the whole block is needed. */
        record Ambiguous() implements Outcome {}
    }

    /** The short block that names all but the coinbase by short ids. */
    static Message.CmpctBlock shortened(Block block, long nonce) {
        var ids = new ShortIds(block.header(), nonce);
        List<Transaction> transactions = block.transactions();
        List<Long> shortIds = transactions.stream().skip(1).map(tx -> ids.of(tx.wtxid())).toList();
        return new Message.CmpctBlock(block.header(), nonce, shortIds,
                List.of(new Message.Prefilled(0, transactions.getFirst())));
    }

    static Outcome begin(Message.CmpctBlock compact, KnownTransactions known) {
        if (compact.size() == 0 || compact.size() > PartialMerkleTree.MAX_TRANSACTIONS)
            return new Outcome.Invalid();
        var block = new PartialBlock(compact.header(), compact.size());
        if (!block.prefill(compact))
            return new Outcome.Invalid();
        Map<Long, Integer> places = block.places(compact);
        if (places.size() != compact.shortIds().size())
            return new Outcome.Ambiguous();
        if (!places.isEmpty())
            block.fillFrom(known, places, new ShortIds(compact.header(), compact.nonce()));
        return new Outcome.Begun(block);
    }

    private boolean prefill(Message.CmpctBlock compact) {
        List<Message.Prefilled> prefilled = compact.prefilled();
        for (int i = 0; i < prefilled.size(); i++) {
            int index = prefilled.get(i).index();
            // Behind what the short ids and those before can fill, nothing would stand.
            if (index > Message.MAX_BLOCK_INDEX || index > compact.shortIds().size() + i)
                return false;
            transactions[index] = prefilled.get(i).transaction();
        }
        return true;
    }

    private Map<Long, Integer> places(Message.CmpctBlock compact) {
        var places = new HashMap<Long, Integer>();
        int at = 0;
        for (long id : compact.shortIds()) {
            while (transactions[at] != null)
                at++;
            places.put(id, at++);
        }
        return places;
    }

    private void fillFrom(KnownTransactions known, Map<Long, Integer> places, ShortIds ids) {
        var filled = new boolean[transactions.length];
        known.forEach(tx -> {
            Integer place = places.get(ids.of(tx.wtxid()));
            if (place == null)
                return;
            Transaction other = transactions[place];
            // Of two that fit, neither is believed; the same one again is no second.
            if (!filled[place])
                transactions[place] = tx;
            else if (other != null && !other.wtxid().equals(tx.wtxid()))
                transactions[place] = null;
            filled[place] = true;
        });
    }

    /** The places of those that are not here, ascending. */
    List<Integer> missing() {
        var missing = new ArrayList<Integer>();
        for (int i = 0; i < transactions.length; i++) {
            if (transactions[i] == null)
                missing.add(i);
        }
        return missing;
    }

    /** The block with these in the places that were missing; empty unless they are as many. */
    Optional<Block> filled(List<Transaction> others) {
        var all = new ArrayList<Transaction>(transactions.length);
        int next = 0;
        for (Transaction known : transactions) {
            if (known != null)
                all.add(known);
            else if (next < others.size())
                all.add(others.get(next++));
            else
                return Optional.empty();
        }
        return next == others.size() ? Optional.of(new Block(header, all)) : Optional.empty();
    }

    /** Short ids of one block: nobody can make two transactions with one id before its key is known. */
    private static final class ShortIds {
        private final SipHash hash;

        ShortIds(BlockHeader header, long nonce) {
            var out = new ByteWriter(BlockHeader.BYTES + Long.BYTES);
            header.write(out);
            byte[] key = Sha256.once(out.i64(nonce).toArray());
            hash = new SipHash(LittleEndian.getLong(key, 0), LittleEndian.getLong(key, Long.BYTES));
        }

        long of(Wtxid wtxid) {
            return hash.of(wtxid) & SHORT_ID;
        }
    }
}
