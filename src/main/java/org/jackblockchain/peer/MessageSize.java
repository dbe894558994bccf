package org.jackblockchain.peer;

import java.util.List;

import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;

/** Length of a message's frame in bytes: what serving is paced by, and what an operator reads of a peer's traffic. */
final class MessageSize {
    private static final int INV_ITEM = 36;
    /** A header travels with an empty list of transactions. */
    private static final int HEADER = BlockHeader.BYTES + 1;
    private static final Codec CODEC = new Codec(0);

    private MessageSize() {}

    /** Exact; the large messages are counted without being written. */
    static int of(Message message) {
        return switch (message) {
            case Message.BlockMessage(var block) -> Codec.HEADER_BYTES + block.size();
            case Message.Tx(var transaction) -> Codec.HEADER_BYTES + transaction.size();
            case Message.Headers(var headers) -> ofList(headers, HEADER);
            case Message.Inv(var items) -> ofList(items, INV_ITEM);
            case Message.GetData(var items) -> ofList(items, INV_ITEM);
            case Message.NotFound(var items) -> ofList(items, INV_ITEM);
            default -> CODEC.encode(message).length;
        };
    }

    private static int ofList(List<?> items, int each) {
        int count = items.size() < 0xfd ? 1 : 3;
        return Codec.HEADER_BYTES + count + items.size() * each;
    }
}
