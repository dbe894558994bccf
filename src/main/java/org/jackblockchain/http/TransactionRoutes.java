package org.jackblockchain.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.Txid;

/** Transactions one by one. */
final class TransactionRoutes {
    /** Searches under way: each may read a lot. */
    static final int MAX_SEARCHES = 4;

    private final Served served;
    private final TransactionSearch search;
    private final Semaphore searches = new Semaphore(MAX_SEARCHES);

    TransactionRoutes(Served served) {
        this.served = served;
        this.search = new TransactionSearch(served);
    }

    void addTo(RoutesConfig routes) {
        routes.get("/tx/{txid}.json", this::transaction);
        routes.head("/tx/{txid}.json", this::transaction);
    }

    private void transaction(Context context) {
        Txid txid = Hashes.txid(context.pathParam("txid"))
                .orElseThrow(() -> new BadRequestResponse("the id of a transaction has 64 hex digits"));
        BlockDetail.Page page = BlockDetail.Page.of(context);
        NodeView now = served.view().get();
        TransactionSearch.Found found = find(txid, Numbers.text(context, "block"), now);
        if (isKnown(context, found, page, now))
            return;
        context.contentType(ContentType.APPLICATION_JSON).result(new TransactionJson(found, now, page).text());
    }

    private TransactionSearch.Found find(Txid txid, Optional<String> block, NodeView now) {
        if (!searches.tryAcquire())
            throw new ServiceUnavailableResponse("too many transactions are being looked for at the same time");
        try {
            if (block.isEmpty())
                return search.find(txid, now).orElseThrow(() -> new NotFoundResponse(notFound(txid)));
            BlockEntry entry = Hashes.parse(block.get()).flatMap(served.headers())
                    .orElseThrow(() -> new NotFoundResponse("no block " + block.get()));
            return search.in(entry, txid).orElseThrow(
                    () -> new NotFoundResponse("no transaction " + txid.hex() + " in block " + entry.hash().hex()));
        } finally {
            searches.release();
        }
    }

    private String notFound(Txid txid) {
        String where = served.ledger().hasIndex()
                ? "in the memory pool or in the chain"
                : ("in the memory pool or in the last %d blocks; a node with --txindex finds older ones too, and"
                        + " ?block= looks in one block").formatted(TransactionSearch.MAX_BLOCKS);
        return "no transaction %s %s".formatted(txid.hex(), where);
    }

    /** What is said of a place in a block changes with the tip, and what spends its outputs with the pool. */
    private static boolean isKnown(Context context, TransactionSearch.Found found, BlockDetail.Page page,
            NodeView now) {
        if (!(found instanceof TransactionSearch.Found.InBlock in))
            return false;
        String place = BlockDetail.Place.of(in.entry(), now.tip()).tag();
        String tag = "W/\"%s-%s-%s-%d-%s\"".formatted(found.transaction().txid().hex(), in.entry().hash().hex(), place,
                now.mempool().sequence(), page.tag());
        return BlockRoutes.isKnown(context, tag, "no-cache");
    }
}
