package org.jackblockchain.peer;

/**
 * What a node passes on.
 *
 * @param transactions whether it takes transactions from peers; a node that does not, tells them so
 *     ({@code -blocksonly})
 * @param filters whether light clients may tell it what they want to hear of (BIP37), and ask for its whole pool
 */
public record Relaying(boolean transactions, boolean filters) {
    public static final Relaying ALL = new Relaying(true, true);
    public static final Relaying NO_FILTERS = new Relaying(true, false);
}
