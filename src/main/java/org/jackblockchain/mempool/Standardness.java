package org.jackblockchain.mempool;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.script.Limits;
import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.OutputType;
import org.jackblockchain.consensus.script.ScriptReader;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.consensus.script.Sigops;
import org.jackblockchain.consensus.script.Solution;
import org.jackblockchain.consensus.script.Taproot;
import org.jackblockchain.consensus.script.WitnessProgram;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** The forms that are let in where only the usual ones are: what is valid but costs others more than it should. */
final class Standardness {
    static final int MAX_VERSION = 3;
    static final int MAX_WEIGHT = 400_000;
    /** A shorter one could be taken for a node of a merkle tree (CVE-2017-12842). */
    static final int MIN_STRIPPED_SIZE = 65;
    /** The longest that a P2SH multisig of 15 keys needs, and a little. */
    static final int MAX_SCRIPT_SIG = 1_650;
    static final int MAX_P2SH_SIGOPS = 15;
    static final int MAX_SIGOP_COST = 80_000 / 5;
    static final int MAX_MULTISIG_KEYS = 3;
    static final int MAX_P2WSH_ITEMS = 100;
    static final int MAX_P2WSH_ITEM_BYTES = 80;
    static final int MAX_P2WSH_SCRIPT_BYTES = 3_600;
    static final int MAX_TAPSCRIPT_ITEM_BYTES = 80;
    static final int MAX_DUST_OUTPUTS = 1;

    /** What an input takes that spends an output, beside its script: outpoint, length of the script, sequence. */
    private static final int INPUT_BYTES = 32 + 4 + 1 + 4;
    /** A signature and a key. */
    private static final int UNLOCKING_BYTES = 107;
    private static final int WITNESS_SCALE = 4;
    private static final int TAPSCRIPT_LEAF_MASK = 0xfe;

    private Standardness() {}

    /** Core's reason why a transaction is not of a usual form, whatever it spends. */
    static Optional<String> fault(Transaction tx, Policy policy) {
        if (Integer.compareUnsigned(tx.version(), MAX_VERSION) > 0 || tx.version() < 1)
            return Optional.of("version");
        if (tx.weight() > MAX_WEIGHT)
            return Optional.of("tx-size");
        for (TxIn input : tx.inputs()) {
            if (input.scriptSig().length() > MAX_SCRIPT_SIG)
                return Optional.of("scriptsig-size");
            if (!Scripts.isPushOnly(input.scriptSig()))
                return Optional.of("scriptsig-not-pushonly");
        }
        return outputFault(tx, policy);
    }

    private static Optional<String> outputFault(Transaction tx, Policy policy) {
        int data = 0;
        for (TxOut output : tx.outputs()) {
            Solution solution = Solution.of(output.script());
            if (!isStandard(output.script(), solution, policy))
                return Optional.of("scriptpubkey");
            if (solution.type() == OutputType.NULLDATA)
                data++;
            else if (solution.type() == OutputType.MULTISIG && !policy.bareMultisig())
                return Optional.of("bare-multisig");
        }
        if (dust(tx, policy.dustRelay()).size() > MAX_DUST_OUTPUTS)
            return Optional.of("dust");
        return data > 1 ? Optional.of("multi-op-return") : Optional.empty();
    }

    private static boolean isStandard(Bytes script, Solution solution, Policy policy) {
        return switch (solution.type()) {
            case NONSTANDARD -> false;
            case MULTISIG -> solution.parts().size() <= MAX_MULTISIG_KEYS;
            case NULLDATA -> policy.dataCarrierBytes().isPresent()
                    && script.length() <= policy.dataCarrierBytes().getAsInt();
            default -> true;
        };
    }

    /** The places of outputs that cost more to spend than they are worth. */
    static List<Integer> dust(Transaction tx, FeeRate rate) {
        var places = new ArrayList<Integer>();
        for (int i = 0; i < tx.outputs().size(); i++) {
            if (isDust(tx.outputs().get(i), rate))
                places.add(i);
        }
        return places;
    }

    static boolean isDust(TxOut output, FeeRate rate) {
        return output.value() < dustThreshold(output, rate);
    }

    static long dustThreshold(TxOut output, FeeRate rate) {
        Bytes script = output.script();
        if (Scripts.isUnspendable(script))
            return 0;
        int unlocking = WitnessProgram.of(script).isPresent() ? UNLOCKING_BYTES / WITNESS_SCALE : UNLOCKING_BYTES;
        return rate.feeFor(8L + lengthBytes(script.length()) + script.length() + INPUT_BYTES + unlocking);
    }

    private static int lengthBytes(int length) {
        return length < 0xfd ? 1 : length <= 0xffff ? 3 : 5;
    }

    /** Whether what is spent has usual forms, and its scripts behind hashes do not ask for many signatures. */
    static boolean areInputsStandard(Transaction tx, List<Coin> spent) {
        for (int i = 0; i < spent.size(); i++) {
            OutputType type = Solution.of(spent.get(i).output().script()).type();
            if (type == OutputType.NONSTANDARD || type == OutputType.WITNESS_UNKNOWN)
                return false;
            if (type == OutputType.SCRIPTHASH) {
                Optional<Bytes> redeem = lastItem(tx.inputs().get(i).scriptSig());
                if (redeem.isEmpty() || Sigops.count(redeem.get(), true) > MAX_P2SH_SIGOPS)
                    return false;
            }
        }
        return true;
    }

    /** What a script that only pushes leaves on top of the stack; empty if it fails or leaves nothing. */
    private static Optional<Bytes> lastItem(Bytes script) {
        var in = new ScriptReader(script);
        Optional<Bytes> last = Optional.empty();
        int items = 0;
        while (in.hasNext()) {
            if (!in.next() || in.code() > Op.OP_16 || in.code() == Op.OP_RESERVED
                    || in.data().length() > Limits.MAX_ITEM_BYTES || ++items > Limits.MAX_STACK_ITEMS) {
                return Optional.empty();
            }
            last = Optional.of(item(in));
        }
        return last;
    }

    private static Bytes item(ScriptReader in) {
        if (Op.isSmallNumber(in.code()))
            return Bytes.of((byte) Op.smallNumber(in.code()));
        return in.code() == Op.OP_1NEGATE ? Bytes.of((byte) 0x81) : in.data();
    }

    /** Whether witnesses are no longer than usual, and none is where none belongs. */
    static boolean areWitnessesStandard(Transaction tx, List<Coin> spent) {
        for (int i = 0; i < spent.size(); i++) {
            TxIn input = tx.inputs().get(i);
            if (!input.witness().isEmpty() && !isWitnessStandard(input, spent.get(i).output().script()))
                return false;
        }
        return true;
    }

    private static boolean isWitnessStandard(TxIn input, Bytes spentScript) {
        boolean p2sh = Scripts.isPayToScriptHash(spentScript);
        Optional<Bytes> script = p2sh ? lastItem(input.scriptSig()) : Optional.of(spentScript);
        Optional<WitnessProgram> program = script.flatMap(WitnessProgram::of);
        if (program.isEmpty() || (!p2sh && program.get().isAnchor()))
            return false;
        if (program.get().isScriptHash())
            return isScriptWitnessStandard(input.witness());
        return !program.get().isTaproot() || p2sh || isTaprootWitnessStandard(input.witness());
    }

    private static boolean isScriptWitnessStandard(List<Bytes> witness) {
        List<Bytes> items = witness.subList(0, witness.size() - 1);
        return witness.getLast().length() <= MAX_P2WSH_SCRIPT_BYTES && items.size() <= MAX_P2WSH_ITEMS
                && items.stream().allMatch(item -> item.length() <= MAX_P2WSH_ITEM_BYTES);
    }

    private static boolean isTaprootWitnessStandard(List<Bytes> witness) {
        if (witness.size() == 1)
            return true;
        Bytes control = witness.getLast();
        boolean annex = control.length() > 0 && (control.at(0) & 0xff) == Taproot.ANNEX_TAG;
        if (annex || control.length() == 0)
            return false;
        boolean tapscript = (control.at(0) & TAPSCRIPT_LEAF_MASK) == Taproot.TAPSCRIPT;
        return !tapscript || witness.subList(0, witness.size() - 2).stream()
                .allMatch(item -> item.length() <= MAX_TAPSCRIPT_ITEM_BYTES);
    }

    /** In virtual bytes, as the pool counts: by weight, or by signature operations if they are many. */
    static long virtualSize(Transaction tx, long sigopCost, int bytesPerSigop) {
        return (Math.max(tx.weight(), sigopCost * bytesPerSigop) + WITNESS_SCALE - 1) / WITNESS_SCALE;
    }
}
