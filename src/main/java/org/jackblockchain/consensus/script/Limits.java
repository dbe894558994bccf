package org.jackblockchain.consensus.script;

/** What a script may grow to. */
public final class Limits {
    /** Of a script before taproot, in bytes. */
    public static final int MAX_SCRIPT_BYTES = 10_000;
    /** Of an item that is pushed, or given by a witness. */
    public static final int MAX_ITEM_BYTES = 520;
    /** Of operations that are no push, each key of a multisig counted; before taproot. */
    public static final int MAX_OPS = 201;
    /** Of items on both stacks together. */
    public static final int MAX_STACK_ITEMS = 1_000;
    public static final int MAX_MULTISIG_KEYS = 20;

    /** What each signature that a tapscript checks takes from its budget (BIP342). */
    static final int SIGNATURE_WEIGHT = 50;
    /** What the budget is more than the size of the input's witness (BIP342). */
    static final int FREE_WEIGHT = 50;

    private Limits() {}
}
