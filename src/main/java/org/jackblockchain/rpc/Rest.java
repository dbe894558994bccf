package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.mempool.MempoolEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

/**
 * Core's REST: what anybody may read, without a password, as JSON, hex or bytes. What JSON-RPC answers as well comes
 * from its methods.
 */
public final class Rest {
    private static final String PREFIX = "/rest";
    private static final int MAX_HEADERS = 2_000;
    private static final String USUAL_HEADERS = "5";

    private final RpcNode node;
    private final Blocks blocks;
    private final MethodTable methods;
    private final Slots slots;
    private final RestOutputs outputs;
    private final RestFilters filters;

    /** @param rpc whose limits hold here too */
    public Rest(RpcServer rpc) {
        this.node = rpc.node();
        this.blocks = new Blocks(node);
        this.methods = rpc.methods();
        this.slots = rpc.slots();
        this.outputs = new RestOutputs(node);
        this.filters = new RestFilters(node, blocks);
    }

    public void addTo(RoutesConfig routes) {
        get(routes, "/tx/", this::transaction);
        get(routes, "/block/notxdetails/", wish -> block(wish, 1));
        get(routes, "/block/", wish -> block(wish, 3));
        get(routes, "/headers/", this::headers);
        get(routes, "/blockhashbyheight/", this::hashAt);
        get(routes, "/blockfilter/", filters::filter);
        get(routes, "/blockfilterheaders/", filters::headers);
        get(routes, "/mempool/", this::mempool);
        get(routes, "/deploymentinfo/", this::deployments);
        for (String name : List.of("/chaininfo", "/deploymentinfo")) {
            routes.get(PREFIX + name + ".<ext>", context -> answer(context, name.substring(1) + ".",
                    name.equals("/chaininfo") ? this::chain : this::deployments));
        }
        for (String path : List.of("/getutxos.<ext>", "/getutxos/<rest>")) {
            routes.get(PREFIX + path, context -> answer(context, "getutxos", outputs::find));
            routes.post(PREFIX + path, context -> answer(context, "getutxos", outputs::find));
        }
    }

    /** What is asked for below a path. */
    private interface Answer {
        RestReply of(RestWish wish) throws IOException, InterruptedException;
    }

    private void get(RoutesConfig routes, String path, Answer answer) {
        routes.get(PREFIX + path + "<rest>", context -> answer(context, path.substring(1), answer));
        // with nothing behind it
        routes.get(PREFIX + path, context -> answer(context, path.substring(1), answer));
    }

    private void answer(Context context, String path, Answer answer) throws IOException {
        if (!slots.enter()) {
            context.status(HttpStatus.SERVICE_UNAVAILABLE).result("Work queue depth exceeded");
            return;
        }
        try {
            answer.of(RestWish.of(context, PREFIX + "/" + path)).writeTo(context);
        } catch (RestError e) {
            context.status(e.status()).contentType(RestReply.TEXT).result(e.getMessage() + "\r\n");
        } catch (RpcError e) {
            context.status(HttpStatus.BAD_REQUEST).contentType(RestReply.TEXT).result(e.getMessage() + "\r\n");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            context.status(HttpStatus.SERVICE_UNAVAILABLE).result("interrupted");
        } finally {
            slots.leave();
        }
    }

    private JsonNode call(String method, JsonNode... params) throws InterruptedException {
        ArrayNode all = Json.array();
        for (JsonNode param : params)
            all.add(param);
        return methods.call(method, all, "");
    }

    // --- Transactions and blocks -------------------------------------------------------------------------------

    private RestReply transaction(RestWish wish) throws InterruptedException {
        Txid txid = wish.hash(wish.path(), Txid::of);
        NodeView now = node.view();
        Optional<MempoolEntry> waiting = now.mempool().find(txid);
        if (waiting.isPresent())
            return transaction(wish, now, waiting.get().transaction(), Optional.empty());
        try {
            Finder.Found found = new Finder(node, blocks).find(now, txid);
            return transaction(wish, now, found.transaction(), Optional.of(found.block()));
        } catch (RpcError _) {
            throw RestError.notFound(wish.path() + " not found");
        }
    }

    private static RestReply transaction(RestWish wish, NodeView now, Transaction tx, Optional<BlockEntry> block) {
        return wish.reply(tx::toBytes, () -> {
            ObjectNode json = BlockJson.withHex(tx, now.params().addresses());
            block.ifPresent(entry -> json.put("blockhash", entry.hash().hex()));
            return json;
        });
    }

    private RestReply block(RestWish wish, int verbosity) {
        BlockHash hash = wish.hash(wish.path(), BlockHash::of);
        NodeView now = node.view();
        BlockEntry entry = blocks.find(hash).orElseThrow(() -> RestError.notFound(wish.path() + " not found"));
        Block body = blocks.body(now, entry).orElseThrow(
                () -> RestError.notFound(wish.path() + " not available (not fully downloaded)"));
        return wish.reply(body::toBytes, () -> call("getblock", Json.text(hash.hex()), Json.number(verbosity)));
    }

    private RestReply headers(RestWish wish) {
        List<String> parts = List.of(wish.path().split("/", -1));
        if (parts.size() > 2)
            throw RestError.bad("Invalid URI format. Expected /rest/headers/<hash>.<ext>?count=<count>");
        int most = count(wish, parts.size() == 2 ? Optional.of(parts.getFirst()) : Optional.empty());
        BlockHash hash = wish.hash(parts.getLast(), BlockHash::of);
        NodeView now = node.view();
        List<BlockEntry> found = blocks.find(hash).map(first -> from(first, now.tip(), most)).orElse(List.of());
        return wish.reply(() -> {
            var bytes = new ByteWriter();
            found.forEach(entry -> bytes.array(entry.header().toBytes()));
            return bytes.toBytes().toArray();
        }, () -> {
            ArrayNode json = Json.array();
            found.forEach(entry -> json.add(BlockJson.header(entry, now.tip(), blocks.body(now, entry))));
            return json;
        });
    }

    /** @param inPath how many the path says, as it once did */
    static int count(RestWish wish, Optional<String> inPath) {
        String count = inPath.or(() -> wish.query("count")).orElse(USUAL_HEADERS);
        return RestWish.number(count).stream().filter(number -> number >= 1 && number <= MAX_HEADERS).findFirst()
                .orElseThrow(() -> RestError.bad("Header count is invalid or out of acceptable range (1-%d): %s"
                        .formatted(MAX_HEADERS, RestWish.safe(count))));
    }

    /** As far as the active chain goes. */
    static List<BlockEntry> from(BlockEntry first, BlockEntry tip, int most) {
        var found = new ArrayList<BlockEntry>();
        if (first.height() > tip.height() || tip.ancestor(first.height()) != first)
            return found;
        int last = Math.min(tip.height(), first.height() + most - 1);
        BlockEntry end = tip.ancestor(last);
        for (int height = first.height(); height <= last; height++)
            found.add(end.ancestor(height));
        return found;
    }

    private RestReply hashAt(RestWish wish) {
        int height = RestWish.number(wish.path())
                .orElseThrow(() -> RestError.bad("Invalid height: " + RestWish.safe(wish.path())));
        BlockEntry tip = node.view().tip();
        if (height > tip.height())
            throw RestError.notFound("Block height out of range");
        BlockHash hash = tip.ancestor(height).hash();
        return switch (wish.format()) {
            case HEX -> RestReply.text(hash.hex() + "\n");
            default -> wish.reply(() -> new ByteWriter().hash(hash).toBytes().toArray(),
                    () -> Json.object().put("blockhash", hash.hex()));
        };
    }

    // --- What JSON-RPC answers as well -------------------------------------------------------------------------

    private RestReply chain(RestWish wish) throws InterruptedException {
        return wish.onlyJson(() -> call("getblockchaininfo"));
    }

    private RestReply deployments(RestWish wish) throws InterruptedException {
        if (wish.path().isEmpty())
            return wish.onlyJson(() -> call("getdeploymentinfo"));
        BlockHash hash = wish.hash(wish.path(), BlockHash::of);
        if (blocks.find(hash).isEmpty())
            throw RestError.bad("Block not found");
        return wish.onlyJson(() -> call("getdeploymentinfo", Json.text(hash.hex())));
    }

    private RestReply mempool(RestWish wish) throws InterruptedException {
        return switch (wish.path()) {
            case "info" -> wish.onlyJson(() -> call("getmempoolinfo"));
            case "contents" -> {
                boolean verbose = wish.flag("verbose", true);
                boolean sequence = wish.flag("mempool_sequence", false);
                if (verbose && sequence)
                    throw RestError.bad("Verbose results cannot contain mempool sequence values. (hint: set"
                            + " \"verbose=false\")");
                yield wish.onlyJson(() -> call("getrawmempool", Json.bool(verbose), Json.bool(sequence)));
            }
            default -> throw RestError.bad(
                    "Invalid URI format. Expected /rest/mempool/<info|contents>.json");
        };
    }
}
