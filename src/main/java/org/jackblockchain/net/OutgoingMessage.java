package org.jackblockchain.net;

import java.util.concurrent.locks.ReentrantLock;

import org.jackblockchain.wire.Codec;
import org.jackblockchain.wire.Message;
import org.jspecify.annotations.Nullable;

/** A message on its way to one peer or to many; encoded once, by the first writer that comes to it. */
final class OutgoingMessage {
    private final ReentrantLock lock = new ReentrantLock();
    private final Message message;
    private byte @Nullable [] frame;

    OutgoingMessage(Message message) {
        this.message = message;
    }

    Message message() {
        return message;
    }

    /** The caller leaves the bytes as they are. */
    byte[] frame(Codec codec) {
        lock.lock();
        try {
            byte[] bytes = frame;
            if (bytes == null) {
                bytes = codec.encode(message);
                frame = bytes;
            }
            return bytes;
        } finally {
            lock.unlock();
        }
    }
}
