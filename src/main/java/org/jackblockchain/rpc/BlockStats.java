package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;

/** Numbers of one block, as {@code getblockstats} tells them: counted transaction by transaction. */
final class BlockStats {
    /** What Core counts for a coin besides its output: its place, its height and whether it is a coinbase's. */
    private static final int COIN_OVERHEAD = 36 + 4 + 1;
    private static final int WITNESS_SCALE = 4;

    /** @param rate in the smallest unit per virtual byte */
    private record Rated(long rate, int weight) {}

    private final boolean genesis;
    private final List<Long> fees = new ArrayList<>();
    private final List<Rated> rates = new ArrayList<>();
    private final List<Long> sizes = new ArrayList<>();
    private long inputs;
    private long outputs;
    private long unspentOutputs;
    private long sizeIncrease;
    private long actualSizeIncrease;
    private long paid;
    private long size;
    private long weight;
    private long witnessed;
    private long witnessedSize;
    private long witnessedWeight;

    private BlockStats(boolean genesis) {
        this.genesis = genesis;
    }

    /** @param undo what the block spent */
    static ObjectNode of(Block block, BlockUndo undo, BlockEntry entry, ChainParams params) {
        var stats = new BlockStats(entry.height() == 0);
        List<Transaction> all = block.transactions();
        stats.outputs(all.getFirst());
        for (int i = 1; i < all.size(); i++) {
            long out = stats.outputs(all.get(i));
            stats.add(all.get(i), out, undo.spent().get(i - 1));
        }
        return stats.json(entry, all.size(), params);
    }

    /** @return what they are worth */
    private long outputs(Transaction tx) {
        outputs += tx.outputs().size();
        long worth = 0;
        for (TxOut output : tx.outputs()) {
            worth += output.value();
            sizeIncrease += coinSize(output);
            // genesis makes no coins, and what nobody can spend is none
            if (!genesis && !Scripts.isUnspendable(output.script())) {
                unspentOutputs++;
                actualSizeIncrease += coinSize(output);
            }
        }
        return worth;
    }

    private static long coinSize(TxOut output) {
        int length = output.script().length();
        return (long) Long.BYTES + ByteWriter.compactSizeLength(length) + length + COIN_OVERHEAD;
    }

    private void add(Transaction tx, long out, List<Coin> spent) {
        inputs += tx.inputs().size();
        paid += out;
        long bytes = tx.size();
        int heavy = tx.weight();
        sizes.add(bytes);
        size += bytes;
        weight += heavy;
        if (tx.hasWitness()) {
            witnessed++;
            witnessedSize += bytes;
            witnessedWeight += heavy;
        }
        long in = 0;
        for (Coin coin : spent) {
            in += coin.output().value();
            sizeIncrease -= coinSize(coin.output());
            actualSizeIncrease -= coinSize(coin.output());
        }
        fees.add(in - out);
        rates.add(new Rated((in - out) * WITNESS_SCALE / heavy, heavy));
    }

    // --- The numbers -------------------------------------------------------------------------------------------

    private ObjectNode json(BlockEntry entry, int transactions, ChainParams params) {
        long fee = sum(fees);
        List<Long> perByte = rates.stream().map(Rated::rate).toList();
        int others = transactions - 1;
        ObjectNode json = Json.object().put("avgfee", others > 0 ? fee / others : 0)
                .put("avgfeerate", weight > 0 ? fee * WITNESS_SCALE / weight : 0)
                .put("avgtxsize", others > 0 ? size / others : 0)
                .put("blockhash", entry.hash().hex());
        json.set("feerate_percentiles", percentiles());
        json.put("height", entry.height())
                .put("ins", inputs)
                .put("maxfee", most(fees))
                .put("maxfeerate", most(perByte))
                .put("maxtxsize", most(sizes))
                .put("medianfee", median(fees))
                .put("mediantime", MedianTime.past(entry))
                .put("mediantxsize", median(sizes))
                .put("minfee", least(fees))
                .put("minfeerate", least(perByte))
                .put("mintxsize", least(sizes))
                .put("outs", outputs)
                .put("subsidy", params.subsidy().at(entry.height()))
                .put("swtotal_size", witnessedSize)
                .put("swtotal_weight", witnessedWeight)
                .put("swtxs", witnessed)
                .put("time", entry.header().time());
        return json.put("total_out", paid)
                .put("total_size", size)
                .put("total_weight", weight)
                .put("totalfee", fee)
                .put("txs", transactions)
                .put("utxo_increase", outputs - inputs)
                .put("utxo_size_inc", sizeIncrease)
                .put("utxo_increase_actual", unspentOutputs - inputs)
                .put("utxo_size_inc_actual", actualSizeIncrease);
    }

    /** What those pay who stand at these parts of the weight. */
    private ArrayNode percentiles() {
        List<Rated> sorted = new ArrayList<>(rates);
        sorted.sort(Comparator.comparingLong(Rated::rate).thenComparingInt(Rated::weight));
        ArrayNode json = Json.array();
        long below = 0;
        int at = 0;
        for (double part : List.of(weight / 10.0, weight / 4.0, weight / 2.0, weight * 3.0 / 4.0,
                weight * 9.0 / 10.0)) {
            while (at < sorted.size() && below + sorted.get(at).weight() < part)
                below += sorted.get(at++).weight();
            json.add(sorted.isEmpty() ? 0 : sorted.get(Math.min(at, sorted.size() - 1)).rate());
        }
        return json;
    }

    private static long sum(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).sum();
    }

    private static long most(List<Long> numbers) {
        return Math.max(0, numbers.stream().mapToLong(Long::longValue).max().orElse(0));
    }

    private static long least(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).min().orElse(0);
    }

    /** Of an even number, half way between the two in the middle, rounded down. */
    private static long median(List<Long> numbers) {
        if (numbers.isEmpty())
            return 0;
        List<Long> sorted = new ArrayList<>(numbers);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 0 ? (sorted.get(middle - 1) + sorted.get(middle)) / 2 : sorted.get(middle);
    }
}
