package org.jackblockchain.consensus;

import org.jackblockchain.consensus.script.ScriptCheck;
import org.jackblockchain.consensus.script.ScriptError;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

/** Why a block with a good header breaks consensus. Codes are Core's. */
public sealed interface BlockFault extends Fault {
    @Override
    default String code() {
        return switch (this) {
            case WrongMerkleRoot _ -> "bad-txnmrklroot";
            case DuplicateTransactions _ -> "bad-txns-duplicate";
            case WrongLength _ -> "bad-blk-length";
            case NoCoinbase _ -> "bad-cb-missing";
            case SecondCoinbase _ -> "bad-cb-multiple";
            case BadTransaction(_, TransactionFault fault) -> fault.code();
            case BadSpend(_, TransactionFault fault, _) -> fault.code();
            case TooManyLegacySigops _ -> "bad-blk-sigops";
            case TooManySigops _ -> "bad-blk-sigops";
            case NotFinal _ -> "bad-txns-nonfinal";
            case SequenceLocked _ -> "bad-txns-nonfinal";
            case WrongHeight _ -> "bad-cb-height";
            case WitnessNonceSize _ -> "bad-witness-nonce-size";
            case WrongWitnessCommitment _ -> "bad-witness-merkle-match";
            case UnexpectedWitness _ -> "unexpected-witness";
            case TooHeavy _ -> "bad-blk-weight";
            case OverwritesCoin _ -> "bad-txns-BIP30";
            case FeesOutOfRange _ -> "bad-txns-accumulated-fee-outofrange";
            case TooHighReward _ -> "bad-cb-amount";
            case ScriptFailed(_, _, ScriptError error) ->
                "mandatory-script-verify-flag-failed (%s)".formatted(error.text());
        };
    }

    @Override
    default String detail() {
        return switch (this) {
            case WrongMerkleRoot _ -> "hashMerkleRoot mismatch";
            case DuplicateTransactions _ -> "duplicate transaction";
            case WrongLength _ -> "size limits failed";
            case NoCoinbase _ -> "first tx is not coinbase";
            case SecondCoinbase _ -> "more than one coinbase";
            case BadTransaction(Txid txid, _) -> "Transaction check failed (tx hash %s)".formatted(txid);
            case BadSpend(Txid txid, _, String why) -> "%s in transaction %s".formatted(why, txid);
            case TooManyLegacySigops _ -> "out-of-bounds SigOpCount";
            case TooManySigops _ -> "too many sigops";
            case NotFinal _ -> "non-final transaction";
            case SequenceLocked(Txid txid) -> "contains a non-BIP68-final transaction " + txid;
            case WrongHeight _ -> "block height mismatch in coinbase";
            case WitnessNonceSize _ -> "CheckWitnessMalleation : invalid witness reserved value size";
            case WrongWitnessCommitment _ -> "CheckWitnessMalleation : witness merkle commitment mismatch";
            case UnexpectedWitness _ -> "CheckWitnessMalleation : unexpected witness data found";
            case TooHeavy _ -> "ContextualCheckBlock : weight limit failed";
            case OverwritesCoin _ -> "tried to overwrite transaction";
            case FeesOutOfRange _ -> "accumulated fee in the block out of range";
            case TooHighReward(long paid, long allowed) ->
                "coinbase pays too much (actual=%d vs limit=%d)".formatted(paid, allowed);
            case ScriptFailed(Transaction tx, int input, _) -> ScriptCheck.place(tx, input);
        };
    }

    @Override
    default boolean isFinal() {
        return switch (this) {
            // Another body may fit the header.
            case WrongMerkleRoot _ -> false;
            case DuplicateTransactions _ -> false;
            case WitnessNonceSize _ -> false;
            case WrongWitnessCommitment _ -> false;
            case UnexpectedWitness _ -> false;
            default -> true;
        };
    }

    /** The transactions are not those that the header commits to. */
    record WrongMerkleRoot(MerkleRoot stated, MerkleRoot computed) implements BlockFault {}

    /** Transactions repeated so that the merkle root stays the same (CVE-2012-2459). */
    record DuplicateTransactions() implements BlockFault {}

    /** No transactions, or too many bytes without witnesses. */
    record WrongLength(int transactions, int strippedSize) implements BlockFault {}

    /** The first transaction is not a coinbase. */
    record NoCoinbase() implements BlockFault {}

    /** A coinbase stands elsewhere than first. */
    record SecondCoinbase(int index) implements BlockFault {}

    /** A transaction is wrong whatever it spends. */
    record BadTransaction(Txid txid, TransactionFault fault) implements BlockFault {}

    /** A transaction is wrong towards the coins that it spends. */
    record BadSpend(Txid txid, TransactionFault fault, String why) implements BlockFault {}

    /** Those that are seen without the coins cost too much already; each counted as four (BIP141). */
    record TooManyLegacySigops(long cost, int limit) implements BlockFault {}

    /** Cost of all signature operations (BIP141). */
    record TooManySigops(long cost, int limit) implements BlockFault {}

    /** A transaction's lock time has not come. */
    record NotFinal(Txid txid) implements BlockFault {}

    /** A relative lock of an input (BIP68) is not open. */
    record SequenceLocked(Txid txid) implements BlockFault {}

    /** The coinbase does not begin with the height (BIP34). */
    record WrongHeight(int required) implements BlockFault {}

    /** The coinbase's witness is not one item of 32 bytes, as a commitment needs (BIP141). */
    record WitnessNonceSize() implements BlockFault {}

    record WrongWitnessCommitment() implements BlockFault {}

    /** Witnesses that nothing in the coinbase commits to. */
    record UnexpectedWitness() implements BlockFault {}

    record TooHeavy(int weight, int limit) implements BlockFault {}

    /** Makes a transaction again whose outputs are not all spent (BIP30). */
    record OverwritesCoin(Txid txid) implements BlockFault {}

    /** All fees together are more than there can be. */
    record FeesOutOfRange(long fees) implements BlockFault {}

    /** An input's scripts do not end as they must. */
    record ScriptFailed(Transaction transaction, int input, ScriptError error) implements BlockFault {}

    /** The coinbase pays more than subsidy and fees. */
    record TooHighReward(long paid, long allowed) implements BlockFault {}
}
