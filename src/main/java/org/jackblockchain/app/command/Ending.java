package org.jackblockchain.app.command;

import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a node's life ended: because it was told to, or because something broke. */
final class Ending {
    private static final Logger LOG = LoggerFactory.getLogger(Ending.class);

    private Ending() {}

    /** @return the exit code */
    static int of(RunningNode node) {
        if (!node.ended().isCompletedExceptionally()) {
            LOG.info("stopping");
            return 0;
        }
        switch (node.ended().exceptionNow()) {
            // the message says it all
            case StoreException failure -> LOG.error("the node stops: {}", failure.getMessage());
            case UserError failure -> LOG.error("the node stops: {}", failure.getMessage());
            case Throwable bug -> LOG.error("the node stops because of a bug, please report it", bug);
        }
        return 1;
    }
}
