package org.jackblockchain.wire;

import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Transaction;

/** Payloads of BIP152. Places are written as their distance from the one before, less one. */
final class CompactBytes {
    private static final int SHORT_ID_BYTES = 6;
    private static final int MIN_PREFILLED_BYTES = 1 + Transaction.MIN_BYTES;

    private CompactBytes() {}

    static void write(Message.CmpctBlock compact, ByteWriter out) {
        compact.header().write(out);
        out.i64(compact.nonce()).list(compact.shortIds(), CompactBytes::writeShortId);
        out.compactSize(compact.prefilled().size());
        int last = -1;
        for (Message.Prefilled prefilled : compact.prefilled()) {
            out.compactSize(prefilled.index() - last - 1L);
            prefilled.transaction().write(out);
            last = prefilled.index();
        }
    }

    private static void writeShortId(Long id, ByteWriter out) {
        out.u32(id).u16((int) (id >>> Integer.SIZE));
    }

    static Message.CmpctBlock read(ByteReader in) {
        BlockHeader header = BlockHeader.read(in);
        long nonce = in.i64();
        List<Long> shortIds = in.list(SHORT_ID_BYTES, from -> from.u32() | (long) from.u16() << Integer.SIZE);
        int count = in.count(MIN_PREFILLED_BYTES);
        var prefilled = new ArrayList<Message.Prefilled>(count);
        int last = -1;
        for (int i = 0; i < count; i++) {
            last += distance(in) + 1;
            prefilled.add(new Message.Prefilled(last, Transaction.read(in)));
        }
        if (shortIds.size() + prefilled.size() > Message.MAX_BLOCK_INDEX)
            throw new MalformedException("indexes overflowed 16 bits");
        return new Message.CmpctBlock(header, nonce, shortIds, prefilled);
    }

    private static int distance(ByteReader in) {
        long distance = in.compactSize();
        if (distance > Message.MAX_BLOCK_INDEX)
            throw new MalformedException("CompactSize exceeds limit of type");
        return (int) distance;
    }

    static void writeIndexes(List<Integer> indexes, ByteWriter out) {
        out.compactSize(indexes.size());
        int last = -1;
        for (int index : indexes) {
            out.compactSize(index - last - 1L);
            last = index;
        }
    }

    static List<Integer> indexes(ByteReader in) {
        int count = in.count(1);
        var indexes = new ArrayList<Integer>(Math.min(count, Message.MAX_BLOCK_INDEX));
        int last = -1;
        for (int i = 0; i < count; i++) {
            last += distance(in) + 1;
            if (last > Message.MAX_BLOCK_INDEX)
                throw new MalformedException("differential value overflow");
            indexes.add(last);
        }
        return indexes;
    }
}
