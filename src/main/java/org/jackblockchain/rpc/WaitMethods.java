package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.primitives.BlockHash;

/** Methods that answer when the tip moves. When that takes too long, or the node stops, they tell the tip as it is. */
final class WaitMethods {
    private static final Param TIMEOUT = Param.optional("timeout", Param.Kind.NUMBER,
            "How long to wait, in milliseconds; 0, the default, is for ever.");
    /** As good as for ever. */
    private static final Duration FOREVER = Duration.ofDays(365);

    private final RpcNode node;
    private final TipWaiter waiter;

    WaitMethods(RpcNode node, TipWaiter waiter) {
        this.node = node;
        this.waiter = waiter;
    }

    List<Method> methods() {
        return List.of(
                new Method(Method.HIDDEN, "waitfornewblock", List.of(TIMEOUT), "Waits until the tip is another one.",
                        this::newBlock),
                new Method(Method.HIDDEN, "waitforblock",
                        List.of(Param.required("blockhash", Param.Kind.TEXT, "The block's hash."), TIMEOUT),
                        "Waits until a block is the tip.", this::block),
                new Method(Method.HIDDEN, "waitforblockheight",
                        List.of(Param.required("height", Param.Kind.NUMBER, "The height."), TIMEOUT),
                        "Waits until the tip is as high as this.", this::height));
    }

    private JsonNode newBlock(Args args) throws InterruptedException {
        Duration patience = patience(args, 0);
        BlockEntry tip = node.view().tip();
        return answer(view -> view.tip() != tip, patience);
    }

    private JsonNode block(Args args) throws InterruptedException {
        BlockHash hash = args.hash(0, "blockhash");
        return answer(view -> view.tip().hash().equals(hash), patience(args, 1));
    }

    private JsonNode height(Args args) throws InterruptedException {
        int height = args.number(0);
        return answer(view -> view.tip().height() >= height, patience(args, 1));
    }

    private static Duration patience(Args args, int index) {
        int millis = args.number(index, 0);
        if (millis < 0)
            throw RpcError.misc("Negative timeout");
        return millis == 0 ? FOREVER : Duration.ofMillis(millis);
    }

    private JsonNode answer(Predicate<NodeView> wanted, Duration patience) throws InterruptedException {
        BlockEntry tip = waiter.await(wanted, patience).orElseGet(node::view).tip();
        return Json.object().put("hash", tip.hash().hex()).put("height", tip.height());
    }
}
