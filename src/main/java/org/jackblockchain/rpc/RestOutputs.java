package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.mempool.MempoolSnapshot;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Txid;

/** Which of some outputs are unspent (BIP64, over HTTP). */
final class RestOutputs {
    /** Asked for at once. */
    static final int MAX_OUTPUTS = 15;
    private static final String WITH_POOL = "checkmempool";
    private static final int POOL_HEIGHT = Integer.MAX_VALUE;
    private static final int OUTPUT_BYTES = 36;
    private static final long MAX_INDEX = 0xffff_ffffL;

    private record Wanted(boolean withPool, List<OutPoint> places) {}

    private record Found(BlockEntry tip, List<Optional<Coin>> coins) {}

    private final RpcNode node;

    RestOutputs(RpcNode node) {
        this.node = node;
    }

    RestReply find(RestWish wish) throws InterruptedException {
        Wanted wanted = wanted(wish);
        if (wanted.places().size() > MAX_OUTPUTS)
            throw RestError.bad("Error: max outpoints exceeded (max: %d, tried: %d)".formatted(MAX_OUTPUTS,
                    wanted.places().size()));
        NodeView now = node.view();
        Found found = find(wanted, now.mempool());
        return wish.reply(() -> bytes(found), () -> json(found, now.params().addresses()));
    }

    // --- What is wanted ----------------------------------------------------------------------------------------

    private static Wanted wanted(RestWish wish) {
        String path = wish.path().startsWith("/") ? wish.path().substring(1) : wish.path();
        boolean hasBody = wish.body().length() > 0;
        if (path.isEmpty() && !hasBody)
            throw RestError.bad("Error: empty request");
        if (!path.isEmpty()) {
            Wanted wanted = inPath(List.of(path.split("/", -1)));
            if (hasBody && wish.format() != RestWish.Format.JSON)
                throw RestError.bad("Combination of URI scheme inputs and raw post data is not allowed");
            return wanted;
        }
        return switch (wish.format()) {
            case BIN -> inBytes(wish.body().toArray());
            case HEX -> inBytes(unhex(wish.body()));
            default -> throw RestError.bad("Error: empty request");
        };
    }

    private static Wanted inPath(List<String> parts) {
        boolean withPool = parts.getFirst().equals(WITH_POOL);
        List<OutPoint> places = parts.stream().skip(withPool ? 1 : 0).map(RestOutputs::place).toList();
        if (places.isEmpty())
            throw RestError.bad("Error: empty request");
        return new Wanted(withPool, places);
    }

    private static OutPoint place(String text) {
        List<String> parts = List.of(text.split("-", -1));
        try {
            if (parts.size() == 2 && parts.getLast().matches("\\d{1,10}")
                    && Long.parseLong(parts.getLast()) <= MAX_INDEX)
                return new OutPoint(Txid.of(parts.getFirst()), (int) Long.parseLong(parts.getLast()));
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw RestError.bad("Parse error");
    }

    private static byte[] unhex(Bytes text) {
        try {
            return Bytes.ofHex(new String(text.toArray(), StandardCharsets.US_ASCII).strip())
                    .toArray();
        } catch (IllegalArgumentException _) {
            throw RestError.bad("Parse error");
        }
    }

    private static Wanted inBytes(byte[] bytes) {
        try {
            var in = new ByteReader(bytes);
            boolean withPool = in.u8() != 0;
            return new Wanted(withPool, in.list(OUTPUT_BYTES, OutPoint::read));
        } catch (MalformedException _) {
            throw RestError.bad("Parse error");
        }
    }

    // --- What is found -----------------------------------------------------------------------------------------

    private Found find(Wanted wanted, MempoolSnapshot pool) throws InterruptedException {
        var request = new Request.FindCoins(wanted.places(), wanted.withPool());
        if (!(node.ask(request).orElseThrow(RpcError::stopping) instanceof Outcome.Coins(var coins, var tip)))
            throw new IllegalStateException("an outcome of another request");
        var found = new ArrayList<Optional<Coin>>();
        for (int i = 0; i < coins.size(); i++) {
            OutPoint place = wanted.places().get(i);
            boolean waits = wanted.withPool() && pool.has(place.txid());
            boolean spent = wanted.withPool() && pool.spender(place).isPresent();
            found.add(coins.get(i).filter(_ -> !spent)
                    .map(coin -> waits ? new Coin(coin.output(), POOL_HEIGHT, coin.coinbase()) : coin));
        }
        return new Found(tip, found);
    }

    private static byte[] bytes(Found found) {
        var bits = new byte[(found.coins().size() + Byte.SIZE - 1) / Byte.SIZE];
        for (int i = 0; i < found.coins().size(); i++) {
            if (found.coins().get(i).isPresent())
                bits[i / Byte.SIZE] |= (byte) (1 << i % Byte.SIZE);
        }
        List<Coin> unspent = found.coins().stream().flatMap(Optional::stream).toList();
        var out = new ByteWriter().i32(found.tip().height()).hash(found.tip().hash()).varBytes(Bytes.of(bits));
        out.list(unspent, (coin, to) -> {
            to.i32(0).i32(coin.height());
            coin.output().write(to);
        });
        return out.toBytes().toArray();
    }

    private static ObjectNode json(Found found, AddressFormat format) {
        var bits = new StringBuilder();
        found.coins().forEach(coin -> bits.append(coin.isPresent() ? '1' : '0'));
        ObjectNode json = Json.object().put("chainHeight", found.tip().height())
                .put("chaintipHash", found.tip().hash().hex()).put("bitmap", bits.toString());
        ArrayNode unspent = json.putArray("utxos");
        found.coins().stream().flatMap(Optional::stream).forEach(coin -> {
            ObjectNode one = unspent.addObject().put("height", coin.height());
            one.set("value", Json.coins(coin.output().value()));
            one.set("scriptPubKey", ScriptJson.of(coin.output().script(), format));
        });
        return json;
    }
}
