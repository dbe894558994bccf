package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.chain.BlockStore;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.wire.NetAddress;

/** Which parameters of which methods are texts, for those who get all of them as text, such as a command line. */
public final class ParameterKinds {
    private final MethodTable methods = new MethodTable(RpcServer.methods(new NoNode(), new Slots(),
            InstantSource.system()));

    /**
     * A parameter as JSON.
     *
     * @param position counted from 0
     * @return empty when it is none
     */
    public Optional<JsonNode> json(String method, int position, String text) {
        return json(methods.kind(method, position), method, text);
    }

    /** The same, by the parameter's name. */
    public Optional<JsonNode> json(String method, String name, String text) {
        return json(methods.kind(method, name), method, text);
    }

    private static Optional<JsonNode> json(Param.Kind kind, String method, String text) {
        boolean isText = kind == Param.Kind.TEXT || method.equals("echo");
        return isText ? Optional.of(Json.text(text)) : Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Nobody asks it anything. */
    private static final class NoNode implements RpcNode {
        private static IllegalStateException none() {
            return new IllegalStateException("there is no node here");
        }

        @Override
        public NodeView view() {
            throw none();
        }

        @Override
        public Optional<NodeView> awaitView(Predicate<NodeView> wanted, Duration patience) {
            throw none();
        }

        @Override
        public BlockStore blocks() {
            throw none();
        }

        @Override
        public void forEachCoin(BiConsumer<OutPoint, Coin> visitor) {
            throw none();
        }

        @Override
        public Optional<BlockEntry> header(BlockHash hash) {
            throw none();
        }

        @Override
        public void post(Event event) {
            throw none();
        }

        @Override
        public Optional<Outcome> ask(Request request) {
            throw none();
        }

        @Override
        public Optional<NetAddress> resolve(String peer) {
            throw none();
        }

        @Override
        public Path savePool() {
            throw none();
        }

        @Override
        public boolean importPool(Path file, PoolImport how) {
            throw none();
        }

        @Override
        public long bytesOnDisk() {
            throw none();
        }

        @Override
        public String userAgent() {
            throw none();
        }

        @Override
        public void setTime(Optional<Instant> time) {
            throw none();
        }

        @Override
        public String logFile() {
            throw none();
        }

        @Override
        public void stop() {
            throw none();
        }
    }
}
