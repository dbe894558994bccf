package org.jackblockchain.net;

import java.util.List;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;

/** About how long a message is on the wire, without encoding it: to bound a queue, not to frame anything. */
final class MessageSize {
    private static final int SMALL = 32;
    private static final int INV_ITEM = 4 + Hash256.BYTES;
    private static final int ADDRESS = 30;
    private static final int HEADER = BlockHeader.BYTES + 1;
    private static final int SHORT_ID = 6;
    private static final int INDEX = 3;

    private MessageSize() {}

    static long of(Message message) {
        return Codec.HEADER_BYTES + payload(message);
    }

    private static long payload(Message message) {
        return switch (message) {
            case Message.Version version -> 4 * SMALL + version.userAgent().length();
            case Message.Addr(List<NetAddress> addresses) -> addresses(addresses);
            case Message.AddrV2(List<NetAddress> addresses) -> addresses(addresses);
            case Message.Inv(List<InvItem> items) -> (long) items.size() * INV_ITEM;
            case Message.GetData(List<InvItem> items) -> (long) items.size() * INV_ITEM;
            case Message.NotFound(List<InvItem> items) -> (long) items.size() * INV_ITEM;
            case Message.GetHeaders request -> locator(request.locator().size());
            case Message.GetBlocks request -> locator(request.locator().size());
            case Message.Headers(List<BlockHeader> headers) -> (long) headers.size() * HEADER;
            case Message.BlockMessage(Block block) -> block.size();
            case Message.Tx(Transaction transaction) -> transaction.size();
            case Message.CmpctBlock compact -> compact(compact);
            case Message.FilterLoad load -> SMALL + load.filter().length();
            case Message.FilterAdd(Bytes item) -> SMALL + item.length();
            case Message.FilterClear _ -> SMALL;
            case Message.MerkleBlock block -> SMALL + HEADER + (long) block.hashes().size() * Hash256.BYTES;
            case Message.GetBlockTxn request -> SMALL + (long) request.indexes().size() * INDEX;
            case Message.BlockTxn given -> SMALL + given.transactions().stream().mapToLong(Transaction::size).sum();
            case Message.CFilter filter -> 2 * SMALL + filter.filter().length();
            case Message.CFHeaders given -> 3 * SMALL + (long) given.hashes().size() * Hash256.BYTES;
            case Message.CFCheckpoints given -> 2 * SMALL + (long) given.headers().size() * Hash256.BYTES;
            case Message.GetCFilters _ -> 2 * SMALL;
            case Message.GetCFHeaders _ -> 2 * SMALL;
            case Message.GetCFCheckpoints _ -> 2 * SMALL;
            case Message.SendTxRcncl _ -> SMALL;
            case Message.Verack _ -> SMALL;
            case Message.WtxidRelay _ -> SMALL;
            case Message.SendAddrV2 _ -> SMALL;
            case Message.SendHeaders _ -> SMALL;
            case Message.FeeFilter _ -> SMALL;
            case Message.SendCmpct _ -> SMALL;
            case Message.Ping _ -> SMALL;
            case Message.Pong _ -> SMALL;
            case Message.GetAddr _ -> SMALL;
            case Message.Mempool _ -> SMALL;
            case Message.Unknown _ -> SMALL;
        };
    }

    private static long addresses(List<NetAddress> addresses) {
        return addresses.stream().mapToLong(address -> ADDRESS + address.host().length()).sum();
    }

    private static long locator(int hashes) {
        return SMALL + (hashes + 1L) * Hash256.BYTES;
    }

    private static long compact(Message.CmpctBlock compact) {
        long size = SMALL + HEADER + (long) compact.shortIds().size() * SHORT_ID;
        for (Message.Prefilled prefilled : compact.prefilled())
            size += prefilled.transaction().size();
        return size;
    }
}
