package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.mining.NetworkHashRate;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.MalformedException;

/** What miners call. */
final class MiningMethods {
    private static final String GROUP = "mining";
    private static final int DEFAULT_LOOKUP = 120;
    /** Blocks between changes of the target, where Core's regtest would make them. */
    private static final int REGTEST_PERIOD = 144;

    private final RpcNode node;
    private final TemplateMethod template;
    private final Generator generator;

    MiningMethods(RpcNode node, TemplateMethod template, InstantSource clock) {
        this.node = node;
        this.template = template;
        this.generator = new Generator(node, clock);
    }

    List<Method> methods() {
        var methods = new ArrayList<Method>(generator.methods());
        methods.addAll(List.of(template.method(),
                new Method(GROUP, "submitblock",
                        List.of(Param.required("hexdata", Param.Kind.TEXT, "The block in hex."),
                                Param.optional("dummy", Param.Kind.TEXT, "Means nothing (BIP22).")),
                        "Hands in a block: null if it is good, else why it is not (BIP22).", this::submitBlock),
                new Method(GROUP, "submitheader",
                        List.of(Param.required("hexdata", Param.Kind.TEXT, "The header in hex.")),
                        "Hands in a header.", this::submitHeader),
                new Method(GROUP, "getmininginfo", List.of(), "Tells of mining.", _ -> info()),
                new Method(GROUP, "getnetworkhashps",
                        List.of(Param.optional("nblocks", Param.Kind.NUMBER,
                                "How many blocks to look back; -1: to the last change of the target. Default: 120."),
                                Param.optional("height", Param.Kind.NUMBER, "From where. Default: the tip.")),
                        "Estimates the hashes per second of all miners.",
                        args -> hashRate(args.number(0, DEFAULT_LOOKUP), args.number(1, -1)))));
        return methods;
    }

    private JsonNode submitBlock(Args args) throws InterruptedException {
        var request = new Request.Submit(TemplateMethod.block(args.text(0)), "submitblock");
        return node.ask(request).orElseThrow(RpcError::stopping) instanceof Outcome.Refused(String code)
                ? Json.text(code)
                : Json.none();
    }

    private JsonNode submitHeader(Args args) throws InterruptedException {
        return switch (node.ask(new Request.SubmitHeader(header(args.text(0)))).orElseThrow(RpcError::stopping)) {
            case Outcome.ParentUnknown(var parent) -> throw new RpcError(RpcError.Code.REJECTED,
                    "Must submit previous header (" + parent.hex() + ") first");
            case Outcome.Refused(String code) -> throw new RpcError(RpcError.Code.REJECTED, code);
            default -> Json.none();
        };
    }

    private static BlockHeader header(String hex) {
        Bytes bytes = Args.hex(hex, "Block header decode failed");
        try {
            return BlockHeader.read(new ByteReader(bytes.toArray()));
        } catch (MalformedException _) {
            throw new RpcError(RpcError.Code.UNREADABLE, "Block header decode failed");
        }
    }

    private JsonNode info() {
        NodeView now = node.view();
        BlockEntry tip = now.tip();
        ObjectNode json = Json.object().put("blocks", tip.height());
        addTarget(json, tip.header().bits());
        json.set("networkhashps", hashRate(DEFAULT_LOOKUP, -1));
        json.put("pooledtx", now.mempool().size()).put("chain", now.params().name());
        addTarget(json.putObject("next").put("height", tip.height() + 1), now.params().nextBits(tip));
        json.set("warnings", Json.array(now.warnings().toArray(String[]::new)));
        return json;
    }

    private static void addTarget(ObjectNode json, CompactTarget bits) {
        json.put("bits", bits.hex()).set("difficulty", Json.number(BlockJson.difficulty(bits)));
        json.put("target", BlockJson.target(bits));
    }

    private JsonNode hashRate(int lookup, int height) {
        NodeView now = node.view();
        if (lookup < -1 || lookup == 0)
            throw RpcError.invalid("Invalid nblocks. Must be a positive number or -1.");
        if (height < -1 || height > now.tip().height())
            throw RpcError.invalid("Block does not exist at specified height");
        BlockEntry last = height < 0 ? now.tip() : now.tip().ancestor(height);
        int wanted = lookup == -1 ? last.height() % period(now.params()) + 1 : lookup;
        return Json.number(NetworkHashRate.over(last, Math.min(wanted, last.height())));
    }

    private static int period(ChainParams params) {
        return params.isForTests() ? REGTEST_PERIOD : 1;
    }
}
