package org.jackblockchain.peer;

import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;
import org.jackblockchain.primitives.Wtxid;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Services;

/**
 * What a transaction is called by: its txid or, by peers that know those, its wtxid (BIP339). Without witnesses both
 * are the same number.
 */
record TxName(boolean isWtxid, Wtxid hash) {
    static TxName of(Txid txid) {
        return new TxName(false, sameNumber(txid));
    }

    static TxName of(Wtxid wtxid) {
        return new TxName(true, wtxid);
    }

    /** Of an item of kind {@link InvItem#TX} or {@link InvItem#WTX}. */
    static TxName of(InvItem item) {
        return new TxName(item.kind() == InvItem.WTX, new Wtxid(item.w0(), item.w1(), item.w2(), item.w3()));
    }

    /** As this peer calls it. */
    static TxName of(Transaction transaction, Peer peer) {
        return peer.session().wishes().wtxidRelay() ? of(transaction.wtxid()) : of(transaction.txid());
    }

    static Wtxid sameNumber(Hash256 hash) {
        return new Wtxid(hash.w0(), hash.w1(), hash.w2(), hash.w3());
    }

    Txid txid() {
        return new Txid(hash.w0(), hash.w1(), hash.w2(), hash.w3());
    }

    /** To ask this peer for it, with its witness if the peer has one to give. */
    InvItem asked(Peer peer) {
        if (isWtxid)
            return InvItem.wtx(hash);
        return Services.has(peer.services(), Services.WITNESS) ? InvItem.witnessTx(txid()) : InvItem.tx(txid());
    }

    /** To announce it. */
    InvItem announced() {
        return isWtxid ? InvItem.wtx(hash) : InvItem.tx(txid());
    }
}
