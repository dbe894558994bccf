package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
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

/** {@code generatetoaddress}: blocks at once, where they cost next to nothing. */
final class Generator {
    private static final int DEFAULT_TRIES = 1_000_000;
    /** Between looks at whether the node stops. */
    private static final int ROUND = 1 << 12;

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
                new Method(Method.HIDDEN, "generate", List.of(), "Is no more.", _ -> {
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
        BlockEntry tip = node.view().tip();
        while (hashes.size() < count) {
            Optional<Block> block = mined(tip, script, engine, budget);
            if (block.isEmpty())
                return hashes;
            tip = switch (node.ask(new Request.Submit(block.get(), "generatetoaddress"))
                    .orElseThrow(RpcError::stopping)) {
                case Outcome.Connected(BlockEntry entry) -> {
                    hashes.add(entry.hash().hex());
                    yield entry;
                }
                // somebody else was faster; once more, on theirs
                case Outcome.Refused(String code) when code.equals("inconclusive") -> node.view().tip();
                case Outcome other -> throw RpcError.misc("the block was not taken: " + other);
            };
        }
        return hashes;
    }

    private static Bytes script(String address, ChainParams params) {
        return switch (Address.parse(address, params.addresses())) {
            case Address.Parsed.Locking(Bytes script) -> script;
            case Address.Parsed.Invalid _ ->
                throw new RpcError(RpcError.Code.NOT_FOUND, "Error: Invalid address");
        };
    }

    private Optional<Block> mined(BlockEntry parent, Bytes script, Engine engine, Budget budget) {
        NodeView now = node.view();
        BlockTemplate template = Templates.next(now.params(), parent, script,
                now.template().map(BlockTemplate::tag).orElse("JBC"));
        long time = Math.max(template.minTime(), clock.instant().getEpochSecond());
        BlockJob job = Draft.of(template).job(ThreadLocalRandom.current().nextLong(), time);
        engine.aim(job.headerBytes(), job.target());
        var hits = new Hits();
        long nonce = 0;
        while (hits.isEmpty() && nonce + ROUND <= Engine.NONCES) {
            int tries = budget.take(ROUND);
            if (tries == 0)
                return Optional.empty();
            engine.search(nonce, tries, hits);
            nonce += tries;
        }
        return hits.isEmpty() ? Optional.empty() : Optional.of(job.solved(hits.nonce(0)));
    }
}
