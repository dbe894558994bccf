package org.jackblockchain.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Block;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is here, and what it answers. Whatever goes wrong is a {@link Problem}. */
final class Routes {
    private static final Logger LOG = LoggerFactory.getLogger(Routes.class);
    /** Blocks that are read from requests at the same time: bounds the memory that they take. */
    private static final int MAX_SUBMISSIONS = 8;

    private final boolean loopback;
    private final Served served;
    private final List<StatusPart> others;
    private final Page page;
    private final BlockRoutes blocks;
    private final PoolRoutes pool;
    private final TransactionRoutes transactions;
    private final AddressRoutes addresses;
    private final EventRoute events;
    private final Instant started = Instant.now();
    private final Semaphore submissions = new Semaphore(MAX_SUBMISSIONS);

    Routes(boolean loopback, Served served, List<StatusPart> others, Map<String, String> meta) {
        this.page = new Page(served.version(), served.view(), meta);
        this.others = List.copyOf(others);
        this.loopback = loopback;
        this.served = served;
        this.blocks = new BlockRoutes(served);
        this.pool = new PoolRoutes(served);
        this.transactions = new TransactionRoutes(served);
        this.addresses = new AddressRoutes(loopback, served);
        this.events = new EventRoute(served.news().feed());
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::guard);
        page.addTo(routes);
        routes.get("/blockchain.json", this::chain);
        routes.get("/status.json", this::status);
        routes.get("/peers.json", this::peers);
        routes.get("/openapi.json", this::description);
        routes.post("/mined", this::mined);
        blocks.addTo(routes);
        pool.addTo(routes);
        transactions.addTo(routes);
        addresses.addTo(routes);
        events.addTo(routes, "/events");
        routes.head("/blockchain.json", this::chainHead);
        routes.head("/status.json", this::status);
        routes.head("/peers.json", this::peers);
        routes.head("/openapi.json", this::description);
        routes.exception(HttpResponseException.class, (e, context) -> {
            if (e.getStatus() == HttpStatus.METHOD_NOT_ALLOWED.getCode())
                context.header("Allow", String.join(", ", e.getDetails().values()));
            fail(context, e.getStatus(), String.valueOf(e.getMessage()));
        });
        routes.exception(RuntimeException.class, (e, context) -> {
            LOG.error("{} {} failed", context.method(), context.path(), e);
            fail(context, HttpStatus.INTERNAL_SERVER_ERROR.getCode(), "internal error");
        });
    }

    /** A page of a stranger's that calls itself by a name which leads here must not read what is here. */
    private void guard(Context context) {
        context.header("X-Content-Type-Options", "nosniff").header("Cache-Control", "no-store").header("Vary",
                "Accept-Encoding");
        if (loopback && !LoopbackHost.isNamedBy(context.header("Host")))
            throw new ForbiddenResponse("the Host header names no loopback address");
    }

    private NodeView view() {
        return served.view().get();
    }

    private void chain(Context context) throws IOException {
        NodeView now = view();
        BlockRange range = BlockRange.of(context, now.tip());
        context.contentType(ContentType.APPLICATION_JSON);
        ChainJson.write(range, served.bodies(), context.outputStream());
    }

    /** The length is left open: to know it would be to write the whole chain. */
    private void chainHead(Context context) throws IOException {
        BlockRange.of(context, view().tip());
        context.contentType(ContentType.APPLICATION_JSON);
        context.res().flushBuffer();
    }

    private void status(Context context) {
        context.contentType(ContentType.APPLICATION_JSON)
                .result(StatusJson.of(view(), served.version(), started, others));
    }

    /** What is here, described for machines; a test holds it against what is served. */
    private void description(Context context) {
        context.contentType(ContentType.APPLICATION_JSON).result(Assets.resource("openapi.json"));
    }

    private void peers(Context context) {
        int limit = Numbers.limit(context, PeerList.DEFAULT_LIMIT, PeerList.MAX_LIMIT);
        int after = Numbers.parameter(context, "after", -1);
        context.contentType(ContentType.APPLICATION_JSON).result(PeerList.json(view().peers(), after, limit));
    }

    private void mined(Context context) throws IOException {
        if (!submissions.tryAcquire())
            throw new ServiceUnavailableResponse("too many blocks are being handed in at the same time");
        Block block;
        try {
            block = SubmittedBlock.read(context.req().getContentLengthLong(), context.bodyInputStream());
        } finally {
            submissions.release();
        }
        served.events().accept(new Event.Submitted(block, "POST /mined from " + context.ip()));
        context.contentType(ContentType.APPLICATION_JSON).result("{\"received\": true}\n");
    }

    /** What was written for a better answer is dropped; if it is on its way, it stays visibly torn. */
    private static void fail(Context context, int status, String why) {
        if (context.res().isCommitted())
            return;
        context.res().resetBuffer();
        // of the better answer; JSON has none
        context.res().setCharacterEncoding(null);
        context.status(status).contentType(Problem.TYPE).result(Problem.body(status, why, context.path()));
    }
}
