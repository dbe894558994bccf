package org.jackblockchain.rpc;

import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.wire.NetAddress;

/** Places of peers as callers write them: the network's usual port need not be said. */
final class Places {
    private final RpcNode node;

    Places(RpcNode node) {
        this.node = node;
    }

    /** @throws RpcError if there is no such place */
    NetAddress address(String text) {
        int port = usualPort();
        return node.resolve(text).or(() -> node.resolve(text + ":" + port))
                .or(() -> node.resolve("[" + text + "]:" + port))
                .orElseThrow(() -> RpcError.invalid("Error: there is no address \"" + text + "\""));
    }

    String text(NetAddress place) {
        return place.port() == usualPort() ? place.hostText() : place.toString();
    }

    private int usualPort() {
        ChainParams params = node.view().params();
        return params.p2pPort(params.httpPort());
    }
}
