package org.jackblockchain.wire;

/** A question about headers or blocks that names too many: Core hangs up on who asks it, and thinks no worse of it. */
final class TooLongLocatorException extends RuntimeException {
    TooLongLocatorException(String why) {
        super(why);
    }
}
