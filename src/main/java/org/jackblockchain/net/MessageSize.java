package org.jackblockchain.net;

import java.util.List;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
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
    /** Outpoint, sequence and length of the script. */
    private static final int INPUT = 41;
    /** Value and length of the script. */
    private static final int OUTPUT = 9;

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
            case Message.BlockMessage(Block block) -> block(block);
            case Message.Tx(Transaction transaction) -> transaction(transaction);
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

    private static long block(Block block) {
        long size = HEADER;
        for (Transaction transaction : block.transactions())
            size += transaction(transaction);
        return size;
    }

    private static long transaction(Transaction transaction) {
        long size = Transaction.MIN_BYTES;
        for (TxIn input : transaction.inputs()) {
            size += INPUT + input.scriptSig().length();
            for (Bytes item : input.witness())
                size += 1 + item.length();
        }
        for (TxOut output : transaction.outputs())
            size += OUTPUT + output.script().length();
        return size;
    }
}
