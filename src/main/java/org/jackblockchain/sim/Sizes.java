package org.jackblockchain.sim;

import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;

/** About how long a message is, where it is not encoded. */
final class Sizes {
    private static final int SMALL = 32;
    private static final int INV_ITEM = 36;
    private static final int ADDRESS = 30;
    private static final int COINBASE_BLOCK = 300;

    private Sizes() {}

    static int of(Message message) {
        return Codec.HEADER_BYTES + switch (message) {
            case Message.Headers(var headers) -> headers.size() * (BlockHeader.BYTES + 1);
            case Message.Inv(var items) -> items.size() * INV_ITEM;
            case Message.GetData(var items) -> items.size() * INV_ITEM;
            case Message.NotFound(var items) -> items.size() * INV_ITEM;
            case Message.Addr(var addresses) -> addresses.size() * ADDRESS;
            case Message.AddrV2(var addresses) -> addresses.size() * ADDRESS;
            case Message.GetHeaders request -> SMALL + request.locator().size() * SMALL;
            case Message.GetBlocks request -> SMALL + request.locator().size() * SMALL;
            case Message.BlockMessage _ -> COINBASE_BLOCK;
            default -> SMALL;
        };
    }
}
