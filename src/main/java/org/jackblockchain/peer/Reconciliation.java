package org.jackblockchain.peer;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

import org.jackblockchain.wire.Message;

/**
 * Whether two peers agree to reconcile which transactions they know, instead of announcing each (BIP330). Only the
 * agreement: nothing is reconciled yet, as in Core.
 */
final class Reconciliation {
    private static final int VERSION = 1;

    private enum State {
        /** We did not offer it to this peer. */
        NONE,
        OFFERED,
        AGREED
    }

    private final boolean enabled;
    private final boolean weOffer;
    private State state = State.NONE;

    /**
     * @param enabled whether the operator wants it
     * @param weOffer whether, if the peer takes transactions, this is a connection to do it on
     */
    Reconciliation(boolean enabled, boolean weOffer) {
        this.enabled = enabled;
        this.weOffer = weOffer;
    }

    /** For a node that does not do it. */
    static Reconciliation none() {
        return new Reconciliation(false, false);
    }

    /** What to say before the verack to a peer that can announce by wtxid. */
    Optional<Message> offer(Message.Version theirs, RandomGenerator chance) {
        if (!enabled || !weOffer || !theirs.relay())
            return Optional.empty();
        state = State.OFFERED;
        return Optional.of(new Message.SendTxRcncl(VERSION, chance.nextLong()));
    }

    /** The peer offers it before its verack. */
    List<PeerSession.Step> on(Message.SendTxRcncl offer, Message.Version ours, Message.Version theirs) {
        if (!enabled)
            return tell("sendtxrcncl from peer=%d ignored, as our node does not have txreconciliation enabled");
        if (!ours.relay())
            return leave("sendtxrcncl received to which we indicated no tx relay");
        if (!theirs.relay())
            return leave("sendtxrcncl received which indicated no tx relay to us");
        return switch (state) {
            case NONE -> tell("Ignore unexpected txreconciliation signal from peer=%d");
            case AGREED -> leave("txreconciliation protocol violation (sendtxrcncl received from already registered"
                    + " peer)");
            case OFFERED -> agree(offer);
        };
    }

    private List<PeerSession.Step> agree(Message.SendTxRcncl offer) {
        if (offer.version() == 0)
            return leave("txreconciliation protocol violation");
        state = State.AGREED;
        return tell("Register peer=%d");
    }

    /** It offers it when it is too late. */
    List<PeerSession.Step> tooLate() {
        return enabled
                ? leave("sendtxrcncl received after verack")
                : tell("sendtxrcncl from peer=%d ignored, as our node does not have txreconciliation enabled");
    }

    /** The handshake is over: what is not agreed by then never is. */
    List<PeerSession.Step> opened(boolean byWtxid) {
        if (state == State.NONE || (state == State.AGREED && byWtxid))
            return List.of();
        state = State.NONE;
        return tell("Forget txreconciliation state of peer=%d");
    }

    private static List<PeerSession.Step> tell(String what) {
        return List.of(new PeerSession.Step.Tell(what));
    }

    private static List<PeerSession.Step> leave(String why) {
        return List.of(new PeerSession.Step.Leave(why));
    }
}
