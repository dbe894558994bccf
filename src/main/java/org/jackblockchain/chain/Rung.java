package org.jackblockchain.chain;

/** The ladder of a block's validity; each rung includes those below. Stored by ordinal: only add at the end. */
public enum Rung {
    /** The header keeps its rules in its place in the tree. */
    HEADER,
    /** The body is stored and keeps the rules that need no coins. */
    BODY,
    /** Was connected to the active chain at least once: all rules hold. */
    CONNECTED
}
