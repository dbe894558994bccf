package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import org.jackblockchain.consensus.script.Scripts;
import org.jackblockchain.mempool.Acceptance;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.mempool.PackageAcceptance;
import org.jackblockchain.mempool.Packages;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Wtxid;
import org.jspecify.annotations.Nullable;

/** Hands transactions to the memory pool, or asks what it would say of them. */
final class SubmitMethods {
    private static final String GROUP = "rawtransactions";
    private static final Param MAX_RATE = Param.optional("maxfeerate", Param.Kind.ANY,
            "Refuses what pays more per 1,000 virtual bytes, in coins; 0 for any fee. Default: 0.10.");
    private static final Param MAX_BURN = Param.optional("maxburnamount", Param.Kind.ANY,
            "Refuses outputs that nobody can spend and that are worth more, in coins. Default: 0.");

    private final RpcNode node;

    SubmitMethods(RpcNode node) {
        this.node = node;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "sendrawtransaction",
                        List.of(Param.required("hexstring", Param.Kind.TEXT, "The transaction in hex."), MAX_RATE,
                                MAX_BURN),
                        "Hands in a transaction, and announces it to peers.", this::send),
                new Method(GROUP, "testmempoolaccept",
                        List.of(Param.required("rawtxs", Param.Kind.ARRAY, "Transactions in hex, parents first."),
                                MAX_RATE),
                        "Tells whether the memory pool would take transactions.", this::test),
                new Method(GROUP, "submitpackage",
                        List.of(Param.required("package", Param.Kind.ARRAY,
                                "Transactions in hex: parents, and the child of all of them last."), MAX_RATE,
                                MAX_BURN),
                        "Hands in transactions together: the child may pay for its parents.", this::submitPackage));
    }

    private JsonNode send(Args args) throws InterruptedException {
        long burn = args.isGiven(2) ? RawTransaction.amount(args.at(2)) : 0;
        Transaction tx = RawTransaction.parseOrFail(args.text(0),
                "TX decode failed. Make sure the tx has at least one input.");
        checkBurn(tx, burn);
        long most = RawTransaction.maximumRate(args.at(1)).feeFor(tx.virtualSize());
        var request = new Request.SubmitTransaction(tx, most == 0 ? OptionalLong.empty() : OptionalLong.of(most));
        return switch (node.ask(request).orElseThrow(RpcError::stopping)) {
            case Outcome.AlreadyMined _ -> throw new RpcError(RpcError.Code.ALREADY_MINED,
                    "Transaction outputs already in utxo set");
            case Outcome.TooDear _ -> throw new RpcError(RpcError.Code.REJECTED,
                    "Fee exceeds maximum configured by user (e.g. -maxtxfee, maxfeerate)");
            case Outcome.OfTransaction(Acceptance.Refused refused) -> throw new RpcError(
                    refused.kind() == Acceptance.Kind.MISSING_INPUTS
                            ? RpcError.Code.REJECTED
                            : RpcError.Code.NOT_TAKEN,
                    refused.text());
            default -> Json.text(tx.txid().hex());
        };
    }

    private static void checkBurn(Transaction tx, long most) {
        for (TxOut output : tx.outputs()) {
            boolean burns = Scripts.isUnspendable(output.script()) || RawTransaction.isBroken(output.script());
            if (burns && output.value() > most)
                throw new RpcError(RpcError.Code.REJECTED,
                        "Unspendable output exceeds maximum configured by user (maxburnamount)");
        }
    }

    private static List<Transaction> transactions(JsonNode array) {
        if (array.isEmpty() || array.size() > Packages.MAX_COUNT)
            throw RpcError.invalid("Array must contain between 1 and " + Packages.MAX_COUNT + " transactions.");
        var transactions = new ArrayList<Transaction>();
        for (JsonNode item : array) {
            String hex = Args.text(item);
            transactions.add(RawTransaction.parseOrFail(hex,
                    "TX decode failed: " + hex + " Make sure the tx has at least one input."));
        }
        return transactions;
    }

    // --- Trying ------------------------------------------------------------------------------------------------

    private JsonNode test(Args args) throws InterruptedException {
        if (args.at(0).isEmpty() || args.at(0).size() > Packages.MAX_COUNT)
            throw RpcError.invalid("Array must contain between 1 and " + Packages.MAX_COUNT + " transactions.");
        FeeRate maximum = RawTransaction.maximumRate(args.at(1));
        List<Transaction> transactions = transactions(args.at(0));
        PackageAcceptance acceptance = switch (node.ask(new Request.TryTransactions(transactions))
                .orElseThrow(RpcError::stopping)) {
            case Outcome.OfTransaction(Acceptance one) -> new PackageAcceptance(Optional.empty(),
                    Map.of(transactions.getFirst().wtxid(), one));
            case Outcome.OfPackage(PackageAcceptance all) -> all;
            case Outcome other -> throw new IllegalStateException("an outcome of another request: " + other);
        };
        ArrayNode json = Json.array();
        boolean over = false;
        for (Transaction tx : transactions) {
            ObjectNode one = json.addObject().put("txid", tx.txid().hex()).put("wtxid", tx.wtxid().hex());
            acceptance.fault().filter(PackageAcceptance.Fault::ofPolicy)
                    .ifPresent(fault -> one.put("package-error", fault.text()));
            @Nullable
            Acceptance result = acceptance.results().get(tx.wtxid());
            if (!over && result != null)
                over = !addTried(one, result, maximum);
        }
        return json;
    }

    /** @return whether what comes after it is of interest */
    private static boolean addTried(ObjectNode json, Acceptance result, FeeRate maximum) {
        switch (result) {
            case Acceptance.Accepted accepted -> {
                long size = accepted.entry().virtualSize();
                long most = maximum.feeFor(size);
                if (most != 0 && accepted.entry().fee() > most) {
                    json.put("allowed", false).put("reject-reason", "max-fee-exceeded");
                    return false;
                }
                json.put("allowed", true).put("vsize", size);
                json.set("fees", fees(accepted));
            }
            case Acceptance.Refused refused when refused.kind() == Acceptance.Kind.MISSING_INPUTS ->
                json.put("allowed", false).put("reject-reason", "missing-inputs");
            case Acceptance.Refused refused -> json.put("allowed", false).put("reject-reason", refused.code())
                    .put("reject-details", refused.text());
            case Acceptance.Present _, Acceptance.OtherWitness _ ->
                throw new IllegalStateException("transactions that are only tried are not looked for in the pool");
        }
        return true;
    }

    private static ObjectNode fees(Acceptance.Accepted accepted) {
        ObjectNode fees = Json.object();
        fees.set("base", Json.coins(accepted.entry().fee()));
        fees.set("effective-feerate", MempoolMethods.rate(accepted.effective()));
        ArrayNode counted = fees.putArray("effective-includes");
        accepted.counted().stream().map(Wtxid::hex).forEach(counted::add);
        return fees;
    }

    // --- Packages ----------------------------------------------------------------------------------------------

    private JsonNode submitPackage(Args args) throws InterruptedException {
        if (args.at(0).isEmpty() || args.at(0).size() > Packages.MAX_COUNT)
            throw RpcError.invalid("Array must contain between 1 and " + Packages.MAX_COUNT + " transactions.");
        FeeRate maximum = RawTransaction.maximumRate(args.at(1));
        long burn = args.isGiven(2) ? RawTransaction.amount(args.at(2)) : 0;
        List<Transaction> transactions = transactions(args.at(0));
        transactions.forEach(tx -> checkBurn(tx, burn));
        if (transactions.size() > 1 && !Packages.isChildWithUnrelatedParents(transactions)) {
            throw new RpcError(RpcError.Code.REJECTED,
                    "package topology disallowed. not child-with-parents or parents depend on each other.");
        }
        var request = new Request.SubmitPackage(transactions,
                maximum.equals(FeeRate.ZERO) ? Optional.empty() : Optional.of(maximum));
        if (!(node.ask(request).orElseThrow(RpcError::stopping) instanceof Outcome.OfPackage(var acceptance)))
            throw new IllegalStateException("an outcome of another request");
        ObjectNode json = Json.object()
                .put("package_msg", acceptance.fault().map(PackageAcceptance.Fault::text).orElse("success"));
        ObjectNode results = json.putObject("tx-results");
        Set<String> replaced = new LinkedHashSet<>();
        for (Transaction tx : transactions) {
            // what was not looked at is left out, as Core does
            Optional.ofNullable(acceptance.results().get(tx.wtxid())).ifPresent(result -> addResult(
                    results.putObject(tx.wtxid().hex()).put("txid", tx.txid().hex()), result, replaced));
        }
        ArrayNode gone = json.putArray("replaced-transactions");
        replaced.forEach(gone::add);
        return json;
    }

    private static void addResult(ObjectNode json, Acceptance result, Set<String> replaced) {
        switch (result) {
            case Acceptance.Accepted accepted -> {
                json.put("vsize", accepted.entry().virtualSize()).set("fees", fees(accepted));
                accepted.replaced().forEach(tx -> replaced.add(tx.txid().hex()));
            }
            case Acceptance.Present(var entry) -> json.put("vsize", entry.virtualSize()).putObject("fees")
                    .set("base", Json.coins(entry.fee()));
            case Acceptance.OtherWitness(var entry) -> json.put("other-wtxid", entry.wtxid().hex());
            case Acceptance.Refused refused -> json.put("error", refused.text());
        }
    }
}
