package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.util.Optional;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;

/** Blocks one by one and in lists, stale ones too. */
final class BlockRoutes {
    /** Of what never changes: a year, and no question whether it did. */
    private static final String FOR_EVER = "public, max-age=31536000, immutable";

    private final Served served;

    BlockRoutes(Served served) {
        this.served = served;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/blocks.json", this::list);
        routes.get("/block/{hash}.json", this::block);
        routes.get("/block/{hash}.bin", this::bytes);
        routes.get("/height/{height}.json", this::height);
        routes.head("/blocks.json", this::list);
        routes.head("/block/{hash}.json", this::block);
        routes.head("/block/{hash}.bin", this::bytes);
        routes.head("/height/{height}.json", this::height);
    }

    private void list(Context context) throws IOException {
        int limit = Numbers.limit(context, BlockList.DEFAULT_LIMIT, BlockList.MAX_LIMIT);
        NodeView now = served.view().get();
        BlockList.Start start = Numbers.text(context, "before")
                .map(text -> BlockList.Start.of(text, served.headers())).orElse(BlockList.Start.TOP);
        Bodies bodies = served.bodies();
        BlockList list = BlockList.of(now, start, limit, entry -> served.news().book().of(entry, bodies));
        context.contentType(ContentType.APPLICATION_JSON);
        try (JsonGenerator json = Json.FACTORY.createGenerator(context.outputStream())) {
            json.writeStartObject();
            json.writeArrayFieldStart("blocks");
            for (BlockList.Listed block : list.blocks()) {
                json.writeStartObject();
                BlockJson.write(block.entry(), block.facts(), !now.tip().descendsFrom(block.entry()), json);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringField("next",
                    list.last().map(hash -> "/blocks.json?limit=" + limit + "&before=" + hash.hex()).orElse(null));
            json.writeEndObject();
        }
    }

    private void block(Context context) {
        BlockEntry entry = entry(context);
        BlockDetail.Page page = BlockDetail.Page.of(context);
        var place = BlockDetail.Place.of(entry, served.view().get().tip());
        // What is said of a block's place changes with the tip, so the tag names it, and has to be asked for.
        if (isKnown(context, "W/\"" + entry.hash().hex() + "-" + place.tag() + "-" + page.tag() + "\"", "no-cache"))
            return;
        Block body = body(entry);
        BlockFacts facts = served.news().book().of(entry, served.bodies()).orElseThrow();
        context.contentType(ContentType.APPLICATION_JSON).result(Json.text(
                json -> BlockDetail.write(entry, body, facts, place, page, served.view().get().params(), json)));
    }

    /** The block as peers send it. */
    private void bytes(Context context) {
        BlockEntry entry = entry(context);
        if (!isKnown(context, "\"" + entry.hash().hex() + "\"", FOR_EVER))
            context.contentType(ContentType.APPLICATION_OCTET_STREAM).result(body(entry).toBytes());
    }

    /** Whether the asker has it already; then that is the answer. */
    static boolean isKnown(Context context, String tag, String caching) {
        context.header("ETag", tag).header("Cache-Control", caching);
        boolean known = Optional.ofNullable(context.header("If-None-Match"))
                .filter(tags -> tags.equals("*") || tags.contains(tag)).isPresent();
        if (known)
            context.status(HttpStatus.NOT_MODIFIED);
        return known;
    }

    private BlockEntry entry(Context context) {
        String text = context.pathParam("hash");
        BlockHash hash = Hashes.parse(text).orElseThrow(
                () -> new BadRequestResponse("the hash of a block has 64 hex digits"));
        return served.headers().apply(hash).orElseThrow(() -> new NotFoundResponse("no block " + hash.hex()));
    }

    private Block body(BlockEntry entry) {
        return served.bodies().of(entry).orElseThrow(() -> new NotFoundResponse(
                "of block " + entry.hash().hex() + " only the header is here"));
    }

    private void height(Context context) {
        int height = Numbers.parse(context.pathParam("height")).orElseThrow(
                () -> new BadRequestResponse("a height is one whole number from 0 to 999999999"));
        BlockEntry tip = served.view().get().tip();
        if (height > tip.height())
            throw new NotFoundResponse("the chain ends at height " + tip.height());
        context.redirect("/block/" + tip.ancestor(height).hash().hex() + ".json", HttpStatus.FOUND);
    }
}
