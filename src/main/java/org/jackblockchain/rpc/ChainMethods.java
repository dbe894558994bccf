package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.Branch;
import org.jackblockchain.consensus.MedianTime;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.Hex;

/** What there is to know of the chain, and the operator's word on it. */
final class ChainMethods {
    private static final String GROUP = "blockchain";
    private static final Param BLOCK = Param.required("blockhash", Param.Kind.TEXT, "The block's hash.");

    private final RpcNode node;
    private final Blocks blocks;

    ChainMethods(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "getblockchaininfo", List.of(), "Tells how far the chain is.", _ -> info()),
                new Method(GROUP, "getblockcount", List.of(), "The height of the tip.",
                        _ -> Json.number(node.view().tip().height())),
                new Method(GROUP, "getbestblockhash", List.of(), "The hash of the tip.",
                        _ -> Json.text(node.view().tip().hash().hex())),
                new Method(GROUP, "getdifficulty", List.of(),
                        "How much harder the tip's target is than the easiest one of Bitcoin.",
                        _ -> Json.number(BlockJson.difficulty(node.view().tip().header().bits()))),
                new Method(GROUP, "getblockhash",
                        List.of(Param.required("height", Param.Kind.NUMBER, "From 0 to the tip's.")),
                        "The hash of the active chain's block at a height.", this::hashAt),
                new Method(GROUP, "getblockheader",
                        List.of(BLOCK, Param.optional("verbose", Param.Kind.FLAG, "false for its bytes in hex.")),
                        "A block's header.", this::header),
                new Method(GROUP, "getblock",
                        List.of(BLOCK, Param.optional("verbosity|verbose", Param.Kind.ANY,
                                "0: its bytes in hex; 1: an object with the ids of its transactions; 2: with the"
                                        + " transactions themselves and their fees; 3: and what they spend."
                                        + " Default: 1.")),
                        "A block.", this::block),
                new Method(GROUP, "getchaintips", List.of(), "The ends of all branches, the active chain's among them.",
                        _ -> tips()),
                new Method(GROUP, "preciousblock", List.of(BLOCK),
                        "Treats a block as if it had come before others with the same work. Forgotten at a restart.",
                        args -> operator(new Request.Prefer(args.hash(0, "blockhash")))),
                new Method(Method.HIDDEN, "invalidateblock", List.of(BLOCK),
                        "Declares a block invalid, whatever the rules say.",
                        args -> operator(new Request.Invalidate(args.hash(0, "blockhash")))),
                new Method(Method.HIDDEN, "reconsiderblock", List.of(BLOCK),
                        "Takes every doubt about a block, its ancestors and descendants back.",
                        args -> operator(new Request.Reconsider(args.hash(0, "blockhash")))));
    }

    private JsonNode info() {
        NodeView now = node.view();
        BlockEntry tip = now.tip();
        ObjectNode json = Json.object().put("chain", now.params().name())
                .put("blocks", tip.height())
                .put("headers", now.bestHeader().height())
                .put("bestblockhash", tip.hash().hex())
                .put("bits", tip.header().bits().hex())
                .put("target", BlockJson.target(tip.header().bits()));
        json.set("difficulty", Json.number(BlockJson.difficulty(tip.header().bits())));
        json.put("time", tip.header().time()).put("mediantime", MedianTime.past(tip));
        json.set("verificationprogress", Json.number(progress(now)));
        json.put("initialblockdownload", now.initialDownload())
                .put("chainwork", tip.chainWork().hex())
                .put("size_on_disk", node.bytesOnDisk())
                .put("pruned", false);
        json.set("warnings", Json.array(now.warnings().toArray(String[]::new)));
        return json;
    }

    private static double progress(NodeView now) {
        int known = now.bestHeader().height();
        return known <= now.tip().height() ? 1 : (double) now.tip().height() / known;
    }

    private JsonNode hashAt(Args args) {
        BlockEntry tip = node.view().tip();
        int height = args.number(0);
        if (height < 0 || height > tip.height())
            throw RpcError.invalid("Block height out of range");
        return Json.text(tip.ancestor(height).hash().hex());
    }

    private JsonNode header(Args args) {
        BlockHash hash = args.hash(0, "hash");
        boolean verbose = args.flag(1, true);
        BlockEntry entry = blocks.header(hash);
        NodeView now = node.view();
        return verbose
                ? BlockJson.header(entry, now.tip(), blocks.body(now, entry))
                : Json.text(Hex.of(entry.header().toBytes()));
    }

    private JsonNode block(Args args) {
        BlockHash hash = args.hash(0, "blockhash");
        int verbosity = RawMethods.verbosity(args, 1, 1);
        BlockEntry entry = blocks.header(hash);
        NodeView now = node.view();
        Block body = blocks.body(now, entry)
                .orElseThrow(() -> RpcError.misc("Block not available (not fully downloaded)"));
        if (verbosity <= 0)
            return Json.text(Hex.of(body.toBytes()));
        BlockJson.Detail detail = switch (verbosity) {
            case 1 -> BlockJson.Detail.IDS;
            case 2 -> BlockJson.Detail.TRANSACTIONS;
            default -> BlockJson.Detail.PREVIOUS;
        };
        return BlockJson.block(body, entry, now.tip(), detail, now.params().addresses(),
                detail == BlockJson.Detail.IDS ? Optional.empty() : blocks.undo(entry));
    }

    private JsonNode tips() {
        NodeView now = node.view();
        var ends = new ArrayList<Branch>();
        ends.add(new Branch(now.tip(), Branch.Standing.VALID));
        now.branches().stream().filter(branch -> branch.end() != now.tip()).forEach(ends::add);
        ends.sort(Comparator.comparingInt((Branch branch) -> branch.end().height()).reversed());
        ArrayNode json = Json.array();
        for (Branch branch : ends) {
            BlockEntry end = branch.end();
            json.addObject().put("height", end.height()).put("hash", end.hash().hex())
                    .put("branchlen", end.height() - end.forkWith(now.tip()).height())
                    .put("status", end == now.tip() ? "active" : status(branch.standing()));
        }
        return json;
    }

    private static String status(Branch.Standing standing) {
        return switch (standing) {
            case INVALID -> "invalid";
            case HEADERS_ONLY -> "headers-only";
            case UNPROVEN -> "valid-headers";
            case VALID -> "valid-fork";
        };
    }

    private JsonNode operator(Request request) throws InterruptedException {
        if (node.ask(request).orElseThrow(RpcError::stopping) instanceof Outcome.NotFound)
            throw new RpcError(RpcError.Code.NOT_FOUND, "Block not found");
        return Json.none();
    }
}
