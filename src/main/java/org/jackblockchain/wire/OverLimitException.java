package org.jackblockchain.wire;

/** More of something than the protocol allows in one message: unlike broken bytes, it costs the peer its good name. */
final class OverLimitException extends RuntimeException {
    OverLimitException(String why) {
        super(why);
    }
}
