package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.Txid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What there is to know of transactions that wait for a block. */
final class MempoolMethods {
    private static final Logger LOG = LoggerFactory.getLogger(MempoolMethods.class);
    private static final String GROUP = "blockchain";
    private static final int LAST_NON_REPLACEABLE = 0xffff_fffe;
    private static final Param TXID = Param.required("txid", Param.Kind.TEXT, "A transaction in the pool.");
    private static final Param VERBOSE = Param.optional("verbose", Param.Kind.FLAG,
            "true for an object by transaction id.");

    private final RpcNode node;

    MempoolMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "getmempoolinfo", List.of(), "Tells of the memory pool.",
                        _ -> info(node.view().mempool())),
                new Method(GROUP, "getrawmempool",
                        List.of(VERBOSE, Param.optional("mempool_sequence", Param.Kind.FLAG,
                                "true to tell its count of changes.")),
                        "The transactions in the memory pool.", this::all),
                new Method(GROUP, "getmempoolentry", List.of(TXID), "A transaction in the memory pool.",
                        args -> {
                            MempoolSnapshot pool = node.view().mempool();
                            return json(pool, entry(pool, args));
                        }),
                new Method(GROUP, "getmempoolancestors", List.of(TXID, VERBOSE),
                        "What a transaction in the pool descends from there.", args -> relatives(args, true)),
                new Method(GROUP, "getmempooldescendants", List.of(TXID, VERBOSE),
                        "What descends from a transaction in the pool there.", args -> relatives(args, false)),
                new Method(GROUP, "gettxspendingprevout",
                        List.of(Param.required("outputs", Param.Kind.ARRAY,
                                "Objects with the \"txid\" and \"vout\" of outputs.")),
                        "Which transactions of the pool spend these outputs.", this::spenders),
                new Method(GROUP, "savemempool", List.of(),
                        "Writes the memory pool to its file, as is done when the node stops.", _ -> save()),
                new Method(GROUP, "importmempool",
                        List.of(Param.required("filepath", Param.Kind.TEXT, "A file as savemempool writes it."),
                                Param.optional("options", Param.Kind.OBJECT,
                                        "use_current_time (true), apply_fee_delta_priority (false),"
                                                + " apply_unbroadcast_set (false).")),
                        "Takes in the transactions of a file.", this::importFile),
                new Method("mining", "prioritisetransaction",
                        List.of(Param.required("txid", Param.Kind.TEXT, "The transaction."),
                                Param.optional("dummy", Param.Kind.NUMBER, "0 or nothing."),
                                Param.required("fee_delta", Param.Kind.NUMBER, "In the smallest unit.")),
                        "Counts a transaction's fee as more or less when blocks are made.", this::prioritise),
                new Method("mining", "getprioritisedtransactions", List.of(),
                        "What prioritisetransaction was used for.", _ -> prioritised()));
    }

    private JsonNode save() {
        if (!node.view().mempool().loaded())
            throw RpcError.misc("The mempool was not loaded yet");
        try {
            return Json.object().put("filename", node.savePool().toString());
        } catch (IOException e) {
            LOG.warn("the memory pool cannot be kept: {}", e.toString());
            throw RpcError.misc("Unable to dump mempool to disk");
        }
    }

    private JsonNode importFile(Args args) throws InterruptedException {
        if (node.view().initialDownload())
            throw new RpcError(RpcError.Code.SYNCING,
                    "Can only import the mempool after the block download and sync is done.");
        JsonNode options = args.at(1);
        var how = new PoolImport(Args.flag(options, "use_current_time", true),
                Args.flag(options, "apply_fee_delta_priority", false),
                Args.flag(options, "apply_unbroadcast_set", false));
        Path file;
        try {
            file = Path.of(args.text(0));
        } catch (InvalidPathException _) {
            throw RpcError.misc("Unable to import mempool file, see debug log for details.");
        }
        if (!node.importPool(file, how))
            throw RpcError.misc("Unable to import mempool file, see debug log for details.");
        return Json.object();
    }

    private static ObjectNode info(MempoolSnapshot pool) {
        ObjectNode json = Json.object().put("loaded", pool.loaded()).put("size", pool.size())
                .put("bytes", pool.virtualSize()).put("usage", pool.memory());
        json.set("total_fee", Json.coins(pool.fees()));
        json.put("maxmempool", pool.policy().maxBytes());
        json.set("mempoolminfee", rate(pool.minimum()));
        json.set("minrelaytxfee", rate(pool.policy().minimumRelay()));
        json.set("incrementalrelayfee", rate(pool.policy().incrementalRelay()));
        return json.put("unbroadcastcount", pool.unbroadcast().size()).put("fullrbf", true);
    }

    static JsonNode rate(FeeRate rate) {
        return Json.coins(rate.perKilobyte());
    }

    private JsonNode all(Args args) {
        MempoolSnapshot pool = node.view().mempool();
        boolean sequence = args.flag(1, false);
        List<MempoolEntry> entries = pool.byDepth();
        if (args.flag(0, false)) {
            if (sequence)
                throw RpcError.invalid("Verbose results cannot contain mempool sequence values.");
            return verbose(pool, entries);
        }
        if (!sequence)
            return ids(entries);
        ObjectNode json = Json.object();
        json.set("txids", ids(entries));
        return json.put("mempool_sequence", pool.sequence());
    }

    private static ArrayNode ids(List<MempoolEntry> entries) {
        ArrayNode ids = Json.array();
        entries.forEach(entry -> ids.add(entry.txid().hex()));
        return ids;
    }

    private static ObjectNode verbose(MempoolSnapshot pool, List<MempoolEntry> entries) {
        ObjectNode json = Json.object();
        entries.forEach(entry -> json.set(entry.txid().hex(), json(pool, entry)));
        return json;
    }

    private static MempoolEntry entry(MempoolSnapshot pool, Args args) {
        return pool.find(RawTransaction.txid(args.at(0), "parameter 1"))
                .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Transaction not in mempool"));
    }

    private JsonNode relatives(Args args, boolean up) {
        MempoolSnapshot pool = node.view().mempool();
        MempoolEntry entry = entry(pool, args);
        List<MempoolEntry> found = up ? pool.ancestors(entry) : pool.descendants(entry);
        return args.flag(1, false) ? verbose(pool, found) : ids(found);
    }

    private static ObjectNode json(MempoolSnapshot pool, MempoolEntry entry) {
        ObjectNode json = Json.object().put("vsize", entry.virtualSize())
                .put("weight", entry.transaction().weight())
                .put("time", entry.time())
                .put("height", entry.height())
                .put("descendantcount", entry.withDescendants().count())
                .put("descendantsize", entry.withDescendants().virtualSize())
                .put("ancestorcount", entry.withAncestors().count())
                .put("ancestorsize", entry.withAncestors().virtualSize())
                .put("wtxid", entry.wtxid().hex());
        ObjectNode fees = json.putObject("fees");
        fees.set("base", Json.coins(entry.fee()));
        fees.set("modified", Json.coins(entry.modifiedFee()));
        fees.set("ancestor", Json.coins(entry.withAncestors().fees()));
        fees.set("descendant", Json.coins(entry.withDescendants().fees()));
        addSorted(json.putArray("depends"), entry.parents());
        addSorted(json.putArray("spentby"), entry.children());
        return json.put("bip125-replaceable", signalsReplacement(pool, entry))
                .put("unbroadcast", pool.isUnbroadcast(entry.txid()));
    }

    private static void addSorted(ArrayNode array, Set<Txid> ids) {
        ids.stream().map(Txid::hex).sorted().forEach(array::add);
    }

    /** It or one that it descends from (BIP125). */
    private static boolean signalsReplacement(MempoolSnapshot pool, MempoolEntry entry) {
        return Stream.concat(Stream.of(entry), pool.ancestors(entry).stream())
                .flatMap(one -> one.transaction().inputs().stream()).mapToInt(TxIn::sequence)
                .anyMatch(sequence -> Integer.compareUnsigned(sequence, LAST_NON_REPLACEABLE) < 0);
    }

    private JsonNode spenders(Args args) {
        if (args.at(0).isEmpty())
            throw RpcError.invalid("Invalid parameter, outputs are missing");
        var places = new ArrayList<OutPoint>();
        args.at(0).forEach(output -> places.add(RawTransaction.place(output)));
        MempoolSnapshot pool = node.view().mempool();
        ArrayNode json = Json.array();
        for (OutPoint place : places) {
            ObjectNode one = json.addObject().put("txid", place.txid().hex()).put("vout", place.index());
            pool.spender(place).ifPresent(spender -> one.put("spendingtxid", spender.hex()));
        }
        return json;
    }

    private JsonNode prioritise(Args args) throws InterruptedException {
        Txid txid = RawTransaction.txid(args.at(0), "txid");
        JsonNode dummy = args.at(1);
        if (!dummy.isNull() && (!dummy.isNumber() || dummy.doubleValue() != 0))
            throw RpcError.invalid("Priority is no longer supported, dummy argument to prioritisetransaction must be"
                    + " 0.");
        long delta = args.longNumber(2);
        MempoolSnapshot pool = node.view().mempool();
        if (pool.find(txid).filter(pool::makesDust).isPresent())
            throw RpcError.invalid("Priority is not supported for transactions with dust outputs.");
        var _ = node.ask(new Request.Prioritise(txid, delta)).orElseThrow(RpcError::stopping);
        return Json.bool(true);
    }

    private JsonNode prioritised() {
        MempoolSnapshot pool = node.view().mempool();
        ObjectNode json = Json.object();
        pool.deltas().forEach((txid, delta) -> {
            ObjectNode one = json.putObject(txid.hex()).put("fee_delta", delta).put("in_mempool", pool.has(txid));
            pool.find(txid).ifPresent(entry -> one.put("modified_fee", entry.modifiedFee()));
        });
        return json;
    }
}
