package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockUndo;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.consensus.script.ScriptText;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;

/** Headers, blocks and transactions with Core's fields, in Core's order. */
final class BlockJson {
    private static final int WITNESS_SCALE = 4;

    private BlockJson() {}

    /** @param body for the number of transactions, 0 while it is not here */
    static ObjectNode header(BlockEntry entry, BlockEntry tip, Optional<Block> body) {
        BlockHeader header = entry.header();
        Optional<BlockEntry> next = next(entry, tip);
        ObjectNode json = Json.object().put("hash", entry.hash().hex())
                .put("confirmations", confirmations(entry, tip, next.isPresent()))
                .put("height", entry.height())
                .put("version", header.version())
                .put("versionHex", "%08x".formatted(header.version()))
                .put("merkleroot", header.merkleRoot().hex())
                .put("time", header.time())
                .put("mediantime", MedianTime.past(entry))
                .put("nonce", Integer.toUnsignedLong(header.nonce()))
                .put("bits", header.bits().hex())
                .put("target", target(header.bits()));
        json.set("difficulty", Json.number(difficulty(header.bits())));
        json.put("chainwork", entry.chainWork().hex())
                .put("nTx", body.map(block -> block.transactions().size()).orElse(0));
        BlockEntry parent = entry.parent();
        if (parent != null)
            json.put("previousblockhash", parent.hash().hex());
        next.ifPresent(child -> json.put("nextblockhash", child.hash().hex()));
        return json;
    }

    /** The block above this one in the active chain. */
    private static Optional<BlockEntry> next(BlockEntry entry, BlockEntry tip) {
        if (entry.height() >= tip.height())
            return Optional.empty();
        BlockEntry above = tip.ancestor(entry.height() + 1);
        return above.parent() == entry ? Optional.of(above) : Optional.empty();
    }

    private static int confirmations(BlockEntry entry, BlockEntry tip, boolean below) {
        if (below)
            return tip.height() - entry.height() + 1;
        return entry == tip ? 1 : -1;
    }

    static String target(CompactTarget bits) {
        return bits.target().orElseThrow().hex();
    }

    /** From the compact form as Core computes it, so that the last digits are the same. */
    static double difficulty(CompactTarget bits) {
        int exponent = bits.bits() >>> 24;
        double difficulty = (double) 0xffff / (bits.bits() & 0xff_ffff);
        for (; exponent < 29; exponent++)
            difficulty *= 256;
        for (; exponent > 29; exponent--)
            difficulty /= 256;
        return difficulty;
    }

    /** How much is shown of the transactions of a block. */
    enum Detail {
        IDS, TRANSACTIONS, PREVIOUS
    }

    /** @param undo what the block spent, where it is known */
    static ObjectNode block(Block block, BlockEntry entry, BlockEntry tip, Detail detail, AddressFormat format,
            Optional<BlockUndo> undo) {
        ObjectNode json = header(entry, tip, Optional.of(block));
        int stripped = block.strippedSize();
        int size = block.size();
        json.put("strippedsize", stripped).put("size", size).put("weight", (WITNESS_SCALE - 1) * stripped + size);
        ArrayNode transactions = json.putArray("tx");
        for (int i = 0; i < block.transactions().size(); i++) {
            Transaction transaction = block.transactions().get(i);
            int at = i;
            if (detail == Detail.IDS)
                transactions.add(transaction.txid().hex());
            else
                transactions.add(withHex(transaction, format, undo.filter(known -> at > 0
                        && at <= known.spent().size()).map(known -> known.spent().get(at - 1)), detail));
        }
        return json;
    }

    static ObjectNode withHex(Transaction transaction, AddressFormat format) {
        return withHex(transaction, format, Optional.empty(), Detail.TRANSACTIONS);
    }

    /** @param spent what the inputs spend, for the fee */
    static ObjectNode withHex(Transaction transaction, AddressFormat format, Optional<List<Coin>> spent,
            Detail detail) {
        ObjectNode json = transaction(transaction, format, spent.filter(_ -> detail == Detail.PREVIOUS));
        spent.ifPresent(coins -> {
            long in = coins.stream().mapToLong(coin -> coin.output().value()).sum();
            long out = transaction.outputs().stream().mapToLong(TxOut::value).sum();
            json.set("fee", Json.coins(in - out));
        });
        return json.put("hex", Hex.of(transaction.toBytes()));
    }

    static ObjectNode transaction(Transaction transaction, AddressFormat format) {
        return transaction(transaction, format, Optional.empty());
    }

    private static ObjectNode transaction(Transaction transaction, AddressFormat format,
            Optional<List<Coin>> spent) {
        int weight = transaction.weight();
        ObjectNode json = Json.object().put("txid", transaction.txid().hex())
                .put("hash", transaction.wtxid().hex())
                .put("version", Integer.toUnsignedLong(transaction.version()))
                .put("size", transaction.size())
                .put("vsize", (weight + WITNESS_SCALE - 1) / WITNESS_SCALE)
                .put("weight", weight)
                .put("locktime", Integer.toUnsignedLong(transaction.lockTime()));
        ArrayNode inputs = json.putArray("vin");
        for (int i = 0; i < transaction.inputs().size(); i++) {
            int at = i;
            inputs.add(input(transaction.inputs().get(i), transaction.isCoinbase(),
                    spent.map(coins -> previous(coins.get(at), format))));
        }
        ArrayNode outputs = json.putArray("vout");
        for (TxOut output : transaction.outputs()) {
            ObjectNode out = outputs.addObject();
            out.set("value", Json.coins(output.value()));
            out.put("n", outputs.size() - 1).set("scriptPubKey", ScriptJson.of(output.script(), format));
        }
        return json;
    }

    private static ObjectNode previous(Coin coin, AddressFormat format) {
        ObjectNode json = Json.object().put("generated", coin.coinbase()).put("height", coin.height());
        json.set("value", Json.coins(coin.output().value()));
        json.set("scriptPubKey", ScriptJson.of(coin.output().script(), format));
        return json;
    }

    private static ObjectNode input(TxIn input, boolean coinbase, Optional<ObjectNode> previous) {
        ObjectNode json = Json.object();
        if (coinbase) {
            json.put("coinbase", input.scriptSig().hex());
        } else {
            json.put("txid", input.previous().txid().hex())
                    .put("vout", Integer.toUnsignedLong(input.previous().index()));
            json.putObject("scriptSig").put("asm", ScriptText.ofScriptSig(input.scriptSig()))
                    .put("hex", input.scriptSig().hex());
        }
        if (!input.witness().isEmpty()) {
            ArrayNode items = json.putArray("txinwitness");
            input.witness().forEach(item -> items.add(item.hex()));
        }
        previous.ifPresent(spent -> json.set("prevout", spent));
        return json.put("sequence", Integer.toUnsignedLong(input.sequence()));
    }
}
