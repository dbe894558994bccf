package org.jackblockchain.sim;

import org.jackblockchain.wire.Message;

/** What a {@link Liar} says, of itself and in answer. */
interface Lie {
    /** Now and then, to each peer that is ready. */
    void act(Liar self, long peer);

    /** Whatever the peer says besides the handshake. */
    default void heard(Liar self, long peer, Message message) {
        if (message instanceof Message.Ping(long nonce))
            self.say(peer, new Message.Pong(nonce));
    }

    default boolean shakesHands() {
        return true;
    }

    default int claimedHeight(Liar self) {
        return self.honestTip().height();
    }
}
