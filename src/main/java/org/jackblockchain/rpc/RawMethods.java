package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.script.Op;
import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** Transactions as bytes and as objects. */
final class RawMethods {
    private static final String GROUP = "rawtransactions";
    private static final int VERSION = 2;
    private static final int REPLACEABLE = 0xffff_fffd;
    private static final int LOCKING = 0xffff_fffe;
    private static final long MAX_U32 = 0xffff_ffffL;

    private final RpcNode node;
    private final Blocks blocks;

    RawMethods(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "decoderawtransaction",
                        List.of(Param.required("hexstring", Param.Kind.TEXT, "The transaction in hex."),
                                Param.optional("iswitness", Param.Kind.FLAG,
                                        "Only with witnesses, or only without. Default: both forms are tried.")),
                        "Shows a transaction as an object.", this::decode),
                new Method(GROUP, "decodescript",
                        List.of(Param.required("hexstring", Param.Kind.TEXT, "The script in hex.")),
                        "Shows a script in words.", this::decodeScript),
                new Method(GROUP, "createrawtransaction",
                        List.of(Param.required("inputs", Param.Kind.ARRAY,
                                "Objects with \"txid\", \"vout\" and maybe \"sequence\"."),
                                Param.required("outputs", Param.Kind.ANY,
                                        "Addresses and amounts, and \"data\" in hex."),
                                Param.optional("locktime", Param.Kind.NUMBER, "Default: 0."),
                                Param.optional("replaceable", Param.Kind.FLAG, "Default: true.")),
                        "Makes a transaction without signatures.", this::create),
                new Method(GROUP, "getrawtransaction",
                        List.of(Param.required("txid", Param.Kind.TEXT, "The transaction."),
                                Param.optional("verbosity|verbose", Param.Kind.ANY,
                                        "0: its bytes in hex; 1: an object; 2: with the fee, and what it spends."
                                                + " Default: 0."),
                                Param.optional("blockhash", Param.Kind.TEXT, "The block that holds it.")),
                        "A transaction of the memory pool, of a block that is named, or, with an index, of any block.",
                        this::get));
    }

    private JsonNode decode(Args args) {
        Optional<Transaction> read = args.isGiven(1)
                ? RawTransaction.parse(args.text(0), args.flag(1, true))
                : RawTransaction.parse(args.text(0));
        Transaction tx = read.orElseThrow(() -> new RpcError(RpcError.Code.UNREADABLE, "TX decode failed"));
        return BlockJson.transaction(tx, node.view().params().addresses());
    }

    private JsonNode decodeScript(Args args) {
        Bytes script = args.text(0).isEmpty()
                ? Bytes.EMPTY
                : Args.hex(args.text(0), "argument must be hexadecimal string (not '%s')".formatted(args.text(0)));
        ObjectNode json = ScriptJson.of(script, node.view().params().addresses());
        json.remove("hex");
        Wrapped.addTo(json, script, node.view().params().addresses());
        return json;
    }

    // --- Making ------------------------------------------------------------------------------------------------

    private JsonNode create(Args args) {
        long lockTime = args.isGiven(2) ? args.longNumber(2) : 0;
        if (lockTime < 0 || lockTime > MAX_U32)
            throw RpcError.invalid("Invalid parameter, locktime out of range");
        boolean replaceable = args.flag(3, true);
        int otherwise = replaceable ? REPLACEABLE : lockTime != 0 ? LOCKING : TxIn.FINAL;
        var inputs = new ArrayList<TxIn>();
        for (JsonNode input : args.at(0)) {
            if (!input.isObject())
                throw new RpcError(RpcError.Code.WRONG_TYPE, Args.mismatch(input, Param.Kind.OBJECT));
            inputs.add(new TxIn(place(input), Bytes.EMPTY, sequence(input.path("sequence"), otherwise), List.of()));
        }
        var tx = new Transaction(VERSION, inputs, outputs(args.at(1)), (int) lockTime);
        boolean signals = inputs.stream()
                .anyMatch(input -> Integer.compareUnsigned(input.sequence(), REPLACEABLE) <= 0);
        if (args.flag(3, false) && !inputs.isEmpty() && !signals)
            throw RpcError.invalid(
                    "Invalid parameter combination: Sequence number(s) contradict replaceable option");
        return Json.text(Hex.of(tx.toBytes()));
    }

    private static OutPoint place(JsonNode input) {
        Txid txid = RawTransaction.txid(input.path("txid"), "txid");
        JsonNode index = input.path("vout");
        if (!index.isNumber())
            throw RpcError.invalid("Invalid parameter, missing vout key");
        if (index.longValue() < 0)
            throw RpcError.invalid("Invalid parameter, vout cannot be negative");
        return new OutPoint(txid, index.intValue());
    }

    private static int sequence(JsonNode value, int otherwise) {
        if (!value.isNumber())
            return otherwise;
        if (value.longValue() < 0 || value.longValue() > MAX_U32)
            throw RpcError.invalid("Invalid parameter, sequence number is out of range");
        return (int) value.longValue();
    }

    private List<TxOut> outputs(JsonNode given) {
        if (given.isNull())
            throw RpcError.invalid("Invalid parameter, output argument must be non-null");
        if (!given.isObject() && !given.isArray())
            throw new RpcError(RpcError.Code.WRONG_TYPE, Args.mismatch(given, Param.Kind.ARRAY));
        var outputs = new ArrayList<TxOut>();
        Set<String> seen = new HashSet<>();
        if (given instanceof ObjectNode all) {
            Repeating.members(all).forEach(entry -> outputs.add(output(entry, seen)));
            return outputs;
        }
        for (JsonNode one : given) {
            if (!one.isObject())
                throw RpcError.invalid("Invalid parameter, key-value pair not an object as expected");
            if (one.size() != 1)
                throw RpcError.invalid("Invalid parameter, key-value pair must contain exactly one key");
            one.properties().forEach(entry -> outputs.add(output(entry, seen)));
        }
        return outputs;
    }

    private TxOut output(Map.Entry<String, JsonNode> entry, Set<String> seen) {
        String name = entry.getKey();
        if (name.equals("data")) {
            if (!seen.add(name))
                throw RpcError.invalid("Invalid parameter, duplicate key: data");
            String hex = entry.getValue().asText();
            Bytes data;
            try {
                data = Bytes.ofHex(hex);
            } catch (IllegalArgumentException _) {
                throw RpcError.invalid("Data must be hexadecimal string (not '%s')".formatted(hex));
            }
            return new TxOut(0, new ByteWriter().u8(Op.OP_RETURN).bytes(Scripts.pushData(data)).toBytes());
        }
        AddressFormat format = node.view().params().addresses();
        if (!(Address.parse(name, format) instanceof Address.Parsed.Locking(Bytes script)))
            throw new RpcError(RpcError.Code.NOT_FOUND, "Invalid Bitcoin address: " + name);
        if (!seen.add(name))
            throw RpcError.invalid("Invalid parameter, duplicated address: " + name);
        return new TxOut(RawTransaction.amount(entry.getValue()), script);
    }

    // --- Finding -----------------------------------------------------------------------------------------------

    private JsonNode get(Args args) throws InterruptedException {
        NodeView now = node.view();
        Txid txid = RawTransaction.txid(args.at(0), "parameter 1");
        if (now.params().genesis().transactions().getFirst().txid().equals(txid)) {
            throw new RpcError(RpcError.Code.NOT_FOUND, "The genesis block coinbase is not considered an ordinary"
                    + " transaction and cannot be retrieved");
        }
        int verbosity = verbosity(args, 1, 0);
        if (args.isGiven(2))
            return fromBlock(now, txid, args.hash(2, "parameter 3"), verbosity);
        Optional<MempoolEntry> waiting = now.mempool().find(txid);
        if (waiting.isPresent())
            return verbosity <= 0
                    ? Json.text(Hex.of(waiting.get().transaction().toBytes()))
                    : BlockJson.withHex(waiting.get().transaction(), now.params().addresses());
        Finder.Found found = new Finder(node, blocks).find(now, txid);
        return json(now, found, verbosity, false);
    }

    /** A number, or a word for 0 or 1. */
    static int verbosity(Args args, int index, int otherwise) {
        return args.at(index).isBoolean() ? (args.flag(index, false) ? 1 : 0) : args.number(index, otherwise);
    }

    private JsonNode fromBlock(NodeView now, Txid txid, BlockHash hash, int verbosity) {
        BlockEntry block = blocks.find(hash)
                .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Block hash not found"));
        Block body = blocks.body(now, block).orElseThrow(() -> RpcError.misc("Block not available"));
        int position = Finder.position(body, txid).orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND,
                "No such transaction found in the provided block. Use gettransaction for wallet transactions."));
        return json(now, new Finder.Found(block, body, position), verbosity, true);
    }

    private JsonNode json(NodeView now, Finder.Found found, int verbosity, boolean namesBlock) {
        Transaction tx = found.transaction();
        if (verbosity <= 0)
            return Json.text(Hex.of(tx.toBytes()));
        BlockEntry block = found.block();
        boolean active = block.height() <= now.tip().height() && now.tip().ancestor(block.height()) == block;
        ObjectNode json = Json.object();
        if (namesBlock)
            json.put("in_active_chain", active);
        Optional<List<Coin>> spent = verbosity < 2 ? Optional.empty() : blocks.spent(block, found.position());
        json.setAll(BlockJson.withHex(tx, now.params().addresses(), spent, BlockJson.Detail.PREVIOUS));
        json.put("blockhash", block.hash().hex())
                .put("confirmations", active ? now.tip().height() - block.height() + 1 : 0);
        if (active)
            json.put("time", block.header().time()).put("blocktime", block.header().time());
        return json;
    }
}
