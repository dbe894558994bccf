package org.jackblockchain.sim;

import org.jackblockchain.node.Effect;
import org.jackblockchain.node.Event;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.Message;

/** Events and effects as a trace shows them: short. */
final class Words {
    private Words() {}

    static String of(Event event) {
        return switch (event) {
            case Event.Network(PeerEvent.Received(long peer, Message message, _)) -> peer + " says " + of(message);
            case Event.Network(PeerEvent what) -> what.toString();
            case Event.Mined(Block block) -> "mined " + of(block);
            case Event.Submitted(Block block, String origin) -> origin + " submits " + of(block);
            default -> event.toString();
        };
    }

    static String of(Effect effect) {
        return switch (effect) {
            case Effect.Network(PeerEffect.Send(long peer, Message message)) -> "to " + peer + ": " + of(message);
            case Effect.Network(PeerEffect what) -> what.toString();
            case Effect.Store(var batch) -> "store " + batch.headers().size() + " headers, " + batch.blocks().size()
                    + " blocks, " + batch.coins().size() + " coins, tip " + batch.tip().map(Words::of);
            case Effect.Mine(var template) -> "mine on " + template.map(given -> of(given.parent().hash()));
            case Effect.SaveFees(var memory) -> "keep " + memory.length() + " bytes on fees";
            case Effect.Stored(var stored) -> "stored " + of(stored.block());
            case Effect.TipMoved(var change) -> "tip moved: " + change.disconnected() + " -> " + change.connected();
            default -> effect.toString();
        };
    }

    static String of(Message message) {
        return switch (message) {
            case Message.Headers(var headers) when !headers.isEmpty() -> headers.size() + " headers from "
                    + of(headers.getFirst()) + " to " + of(headers.getLast());
            case Message.BlockMessage(Block block) -> of(block);
            case Message.Inv(var items) when items.size() > 3 -> "inv of " + items.size();
            case Message.Addr(var addresses) -> "addr of " + addresses.size();
            case Message.AddrV2(var addresses) -> "addrv2 of " + addresses.size();
            case Message.GetHeaders(_, var locator, _) -> "getheaders after " + of(locator.getFirst());
            default -> message.toString();
        };
    }

    private static String of(Block block) {
        return "block " + of(block.header());
    }

    private static String of(BlockHeader header) {
        return of(header.hash()) + " on " + of(header.previous());
    }

    private static String of(BlockHash hash) {
        return hash.hex().substring(48);
    }
}
