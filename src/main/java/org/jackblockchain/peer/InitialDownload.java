package org.jackblockchain.peer;

import java.time.Instant;

import org.jackblockchain.chain.Chain;
import org.jackblockchain.consensus.ChainParams;

/**
 * Whether the node still has most of its network's chain to fetch, as Core tells it: until its tip has the work that
 * the network is known to have, and is young. Once over, it stays over. Where the operator set no age for that, a node
 * is never in it.
 */
final class InitialDownload {
    private final ChainParams params;
    private final Chain chain;
    private final PeerTerms terms;
    private boolean over;

    InitialDownload(ChainParams params, Chain chain, PeerTerms terms) {
        this.params = params;
        this.chain = chain;
        this.terms = terms;
    }

    boolean isOver(Instant now) {
        over |= isNearEnd(now);
        return over;
    }

    private boolean isNearEnd(Instant now) {
        if (terms.maxTipAge().isEmpty())
            return true;
        return chain.tip().chainWork().compareTo(params.minimumChainWork()) >= 0
                && !chain.tip().header().instant().isBefore(now.minus(terms.maxTipAge().get()));
    }
}
