package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.mining.BlockJob;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.mining.Draft;
import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.Hits;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.Templates;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

/** {@code generatetoaddress}: blocks at once, where they cost next to nothing. */
final class Generator {
    private static final int DEFAULT_TRIES = 1_000_000;
    private static final int HASH_DIGITS = 64;
    /** On regtest every other nonce hits. */
    private static final int FIRST_ROUND = 16;
    /** Between looks at whether the node stops. */
    private static final int ROUND = 1 << 12;

    private static final String NOT_ON_TIP = "inconclusive-not-best-prevblk";
    /** Of a block that is good, but not the first one. */
    private static final Set<String> LATE = Set.of("inconclusive", "duplicate", "duplicate-inconclusive");
    /** The tip does not move under a caller so often. */
    private static final int MAX_ATTEMPTS = 1_000;

    private final RpcNode node;
    private final InstantSource clock;

    /** Tries that are left. */
    private static final class Budget {
        private long tries;

        Budget(long tries) {
            this.tries = tries;
        }

        int take(int wanted) {
            int taken = (int) Math.min(wanted, tries);
            tries -= taken;
            return taken;
        }

        /** Of what was taken, so many were not needed. */
        void giveBack(long unused) {
            tries += unused;
        }
    }

    Generator(RpcNode node, InstantSource clock) {
        this.node = node;
        this.clock = clock;
    }

    List<Method> methods() {
        Param count = Param.required("nblocks|num_blocks", Param.Kind.NUMBER, "How many blocks.");
        Param tries = Param.optional("maxtries", Param.Kind.NUMBER, "How many nonces to try. Default: 1000000.");
        return List.of(
                new Method(Method.HIDDEN, "generatetoaddress",
                        List.of(count, Param.required("address", Param.Kind.TEXT, "Who gets their rewards."), tries),
                        "Mines blocks at once, on regtest only, and tells their hashes.",
                        args -> generate(args, script(args.text(1), node.view().params()))),
                new Method(Method.HIDDEN, "generatetodescriptor",
                        List.of(count, Param.required("descriptor", Param.Kind.TEXT, "Who gets their rewards."), tries),
                        "Mines blocks at once, on regtest only, and tells their hashes.",
                        args -> generate(args, DescriptorScript.of(args.text(1), node.view().params()))),
                new Method(Method.HIDDEN, "generateblock",
                        List.of(Param.required("output", Param.Kind.TEXT, "Who gets the reward."),
                                Param.required("transactions", Param.Kind.ARRAY,
                                        "Transactions in hex, or ids of the memory pool's, in their order."),
                                Param.optional("submit", Param.Kind.FLAG, "false to be shown the block only.")),
                        "Mines a block of just these transactions at once, on regtest only.", this::generateBlock),
                new Method(Method.HIDDEN, "generate", List.of(),
                        "has been replaced by the -generate cli option. Refer to -help for more information.\n", _ -> {
                            throw new RpcError(RpcError.Code.METHOD_NOT_FOUND, """
                                    generate

                                    has been replaced by the -generate cli option. Refer to -help for more information.
                                    """);
                        }));
    }

    private JsonNode generate(Args args, Bytes script) throws InterruptedException {
        int count = args.number(0);
        var budget = new Budget(args.number(2, DEFAULT_TRIES));
        if (!node.view().params().isForTests())
            throw RpcError.misc("blocks are made at once on networks without retarget only, such as regtest");
        var engine = new PortableEngine();
        ArrayNode hashes = Json.array();
        while (hashes.size() < count) {
            Optional<Block> block = mined(template(script), engine, budget);
            if (block.isEmpty())
                return hashes;
            submit(block.get()).ifPresent(entry -> hashes.add(entry.hash().hex()));
        }
        return hashes;
    }

    private BlockTemplate template(Bytes script) throws InterruptedException {
        if (!(node.ask(new Request.MakeTemplate(script))
                .orElseThrow(RpcError::stopping) instanceof Outcome.Template(BlockTemplate template)))
            throw new IllegalStateException("an outcome of another request");
        return template;
    }

    /** Empty if somebody else was faster: once more, on theirs. */
    private Optional<BlockEntry> submit(Block block) throws InterruptedException {
        return switch (node.ask(new Request.Submit(block, "generatetoaddress")).orElseThrow(RpcError::stopping)) {
            case Outcome.Connected(BlockEntry entry) -> Optional.of(entry);
            case Outcome.Refused(String code) when LATE.contains(code) -> Optional.empty();
            case Outcome other -> throw RpcError.misc("the block was not taken: " + other);
        };
    }

    /** One block with just these transactions. */
    private JsonNode generateBlock(Args args) throws InterruptedException {
        NodeView now = node.view();
        if (!now.params().isForTests())
            throw RpcError.misc("blocks are made at once on networks without retarget only, such as regtest");
        Bytes script = scriptOrDescriptor(args.text(0), now.params());
        BlockTemplate template = checked(script, args.at(1));
        boolean submits = args.flag(2, true);
        Block block = mined(template, new PortableEngine(), new Budget(DEFAULT_TRIES))
                .orElseThrow(() -> RpcError.misc("Failed to make block."));
        if (submits)
            place(block);
        ObjectNode json = Json.object().put("hash", block.hash().hex());
        return submits ? json : json.put("hex", Hex.of(block.toBytes()));
    }

    /** A template on the tip that keeps all rules; on the next tip if that moves meanwhile. */
    private BlockTemplate checked(Bytes script, JsonNode transactions) throws InterruptedException {
        for (int attempt = 1;; attempt++) {
            NodeView now = node.view();
            String tag = now.template().map(BlockTemplate::tag).orElse("");
            BlockTemplate template = Templates.with(now.params(), now.tip(), script, tag,
                    transactions(transactions, now));
            Outcome outcome = node.ask(new Request.Propose(job(template).solved(0))).orElseThrow(RpcError::stopping);
            // without a search for a nonce it may already be one that somebody else has made alike
            if (!(outcome instanceof Outcome.Refused(String code)) || LATE.contains(code))
                return template;
            if (!code.equals(NOT_ON_TIP) || attempt == MAX_ATTEMPTS)
                throw new RpcError(RpcError.Code.REJECTED, "TestBlockValidity failed: " + code);
        }
    }

    /** Somebody else may have been faster, with another block or, as nothing in them is by chance, with this one. */
    private void place(Block block) throws InterruptedException {
        Outcome outcome = node.ask(new Request.Submit(block, "generateblock")).orElseThrow(RpcError::stopping);
        if (outcome instanceof Outcome.Refused(String code) && !LATE.contains(code))
            throw RpcError.misc("the block was not taken: " + code);
    }

    private static Bytes scriptOrDescriptor(String text, ChainParams params) {
        if (Address.parse(text, params.addresses()) instanceof Address.Parsed.Locking(Bytes script))
            return script;
        DescriptorParser.Parsed parsed;
        try {
            parsed = DescriptorParser.parse(text, params);
        } catch (RpcError _) {
            throw new RpcError(RpcError.Code.NOT_FOUND, "Error: Invalid address or descriptor");
        }
        return DescriptorScript.of(parsed);
    }

    private static List<Transaction> transactions(JsonNode given, NodeView now) {
        var transactions = new ArrayList<Transaction>();
        for (JsonNode one : given) {
            String text = Args.text(one);
            if (text.length() == HASH_DIGITS) {
                Txid txid = RawTransaction.txid(one, "txid");
                transactions.add(now.mempool().find(txid).map(MempoolEntry::transaction)
                        .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND,
                                "Transaction %s not in mempool.".formatted(text))));
            } else {
                transactions.add(RawTransaction.parseOrFail(text, ("Transaction decode failed for %s. Make sure the tx"
                        + " has at least one input.").formatted(text)));
            }
        }
        return transactions;
    }

    private static Bytes script(String address, ChainParams params) {
        return switch (Address.parse(address, params.addresses())) {
            case Address.Parsed.Locking(Bytes script) -> script;
            case Address.Parsed.Invalid _ ->
                throw new RpcError(RpcError.Code.NOT_FOUND, "Error: Invalid address");
        };
    }

    private BlockJob job(BlockTemplate template) {
        long time = Math.max(template.minTime(), clock.instant().getEpochSecond());
        Draft draft = Draft.of(template);
        // who has no words for his blocks gets those of Core, byte by byte
        return template.tag().isEmpty() ? draft.bareJob(time) : draft.job(ThreadLocalRandom.current().nextLong(), time);
    }

    private Optional<Block> mined(BlockTemplate template, Engine engine, Budget budget) {
        BlockJob job = job(template);
        engine.aim(job.headerBytes(), job.target());
        var hits = new Hits();
        long nonce = 0;
        int round = FIRST_ROUND;
        while (hits.isEmpty() && nonce + round <= Engine.NONCES) {
            int tries = budget.take(round);
            if (tries == 0)
                return Optional.empty();
            engine.search(nonce, tries, hits);
            nonce += tries;
            round = Math.min(2 * round, ROUND);
        }
        if (hits.isEmpty())
            return Optional.empty();
        budget.giveBack(nonce - (hits.nonce(0) + 1));
        return Optional.of(job.solved(hits.nonce(0)));
    }
}
