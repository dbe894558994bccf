package org.jackblockchain.app.metrics;

import org.jackblockchain.miner.TimeCounts;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.Request;
import org.jackblockchain.peer.PeerEvent;
import org.jackblockchain.wire.Message;

/** What is counted while a node runs; the rest is looked up when somebody asks. */
public final class NodeMeters {
    final PeerTraffic traffic = new PeerTraffic();
    final TimeCounts blocks = new TimeCounts();
    final TimeCounts headers = new TimeCounts();
    final TimeCounts writes = new TimeCounts();

    /** The node has taken so long to say what follows from an event. */
    public void processed(Event event, long nanos) {
        switch (event) {
            case Event.Mined _ -> blocks.add(nanos);
            case Event.Submitted _ -> blocks.add(nanos);
            case Event.Asked(_, Request.Submit _) -> blocks.add(nanos);
            case Event.Network(PeerEvent.Received(_, Message.BlockMessage _, _)) -> blocks.add(nanos);
            case Event.Network(PeerEvent.Received(_, Message.CmpctBlock _, _)) -> blocks.add(nanos);
            case Event.Network(PeerEvent.Received(_, Message.BlockTxn _, _)) -> blocks.add(nanos);
            case Event.Network(PeerEvent.Received(_, Message.Headers _, _)) -> headers.add(nanos);
            default -> {
                // brings nothing to validate
            }
        }
    }

    /** A batch is in the store. */
    public void written(long nanos) {
        writes.add(nanos);
    }

    public PeerTraffic traffic() {
        return traffic;
    }
}
