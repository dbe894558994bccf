package org.jackblockchain.rpc;

import io.javalin.config.RoutesConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JSON-RPC over HTTP, to be mounted on a server: {@code POST /}. */
public final class RpcServer {
    private static final Logger LOG = LoggerFactory.getLogger(RpcServer.class);
    /** Who is wrong about a password waits so long, so that guessing takes forever. */
    static final Duration WRONG_PASSWORD_DELAY = Duration.ofMillis(250);

    private final Credentials credentials;
    private final RpcNode node;
    private final MethodTable methods;
    private final Calls calls;
    private final Slots slots;

    /** @param clock for uptime, and the time in block templates */
    public RpcServer(RpcNode node, Credentials credentials, InstantSource clock) {
        this(node, credentials, OptionalInt.empty(), clock);
    }

    /** @param calls how many may be under way; empty for the usual limits */
    public RpcServer(RpcNode node, Credentials credentials, OptionalInt calls, InstantSource clock) {
        this.slots = calls.isPresent() ? new Slots(calls.getAsInt()) : new Slots();
        this.credentials = credentials;
        this.node = node;
        var active = new ActiveCalls();
        this.methods = table(node, slots, clock, active);
        this.calls = new Calls(methods, active, credentials.whitelists());
    }

    static Calls calls(RpcNode node, Slots slots, InstantSource clock) {
        var active = new ActiveCalls();
        return new Calls(table(node, slots, clock, active), active, Whitelists.NONE);
    }

    private static MethodTable table(RpcNode node, Slots slots, InstantSource clock, ActiveCalls active) {
        List<Method> methods = methods(node, slots, clock);
        methods.addAll(new ControlMethods(node, clock, active).methods());
        return new MethodTable(methods);
    }

    /** All but those that tell of calls. */
    static List<Method> methods(RpcNode node, Slots slots, InstantSource clock) {
        var waiter = new TipWaiter(node, slots);
        List<Method> methods = new ArrayList<>();
        var blocks = new Blocks(node);
        methods.addAll(new ChainMethods(node, blocks).methods());
        methods.addAll(new StatsMethods(node, blocks).methods());
        methods.add(new Deployments(node, blocks).method());
        methods.addAll(new WaitMethods(node, waiter).methods());
        methods.addAll(new MiningMethods(node, new TemplateMethod(node, waiter, clock), clock).methods());
        methods.addAll(new NetworkMethods(node).methods());
        methods.addAll(new OperatorMethods(node, clock).methods());
        methods.addAll(new AddressMethods(node).methods());
        methods.addAll(new MempoolMethods(node).methods());
        methods.addAll(new SubmitMethods(node).methods());
        methods.addAll(new RawMethods(node, blocks).methods());
        methods.addAll(new ProofMethods(node, blocks).methods());
        methods.addAll(new CoinMethods(node).methods());
        methods.add(new CoinSetMethods(node, blocks).method());
        methods.addAll(new FilterMethods(node, blocks).methods());
        methods.add(new ScanMethod(node, blocks).method());
        methods.add(new ActivityMethod(node, blocks).method());
        methods.addAll(new SignMethod(node).methods());
        methods.add(new MultisigMethod(node).method());
        methods.addAll(new MessageMethods(node).methods());
        methods.addAll(new FeeMethods(node).methods());
        methods.add(new LogMethod(node).method());
        methods.addAll(new UtilMethods(node).methods());
        methods.addAll(new DescriptorMethods(node).methods());
        methods.addAll(new TestMethods(node).methods());
        methods.add(new OrphanMethod(node).method());
        methods.add(MemoryMethod.method());
        return methods;
    }

    RpcNode node() {
        return node;
    }

    MethodTable methods() {
        return methods;
    }

    Slots slots() {
        return slots;
    }

    public void addTo(RoutesConfig routes) {
        routes.post("/", this::post);
    }

    private void post(Context context) throws IOException {
        try {
            Optional<String> caller = credentials.admit(context.header("Authorization"));
            if (caller.isEmpty()) {
                refuse(context);
            } else if (slots.enter()) {
                try {
                    answer(context, caller.get());
                } finally {
                    slots.leave();
                }
            } else {
                context.status(HttpStatus.SERVICE_UNAVAILABLE).result("Work queue depth exceeded");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            context.status(HttpStatus.SERVICE_UNAVAILABLE).result("interrupted");
        }
    }

    /** Takes no slot: who cannot say the password must not keep out who can. */
    private static void refuse(Context context) throws InterruptedException {
        if (context.header("Authorization") != null) {
            LOG.warn("a wrong RPC password from {}", context.ip());
            Thread.sleep(WRONG_PASSWORD_DELAY);
        }
        context.status(HttpStatus.UNAUTHORIZED).header("WWW-Authenticate", "Basic realm=\"jsonrpc\"").result("");
    }

    private void answer(Context context, String caller) throws IOException, InterruptedException {
        Optional<byte[]> body = context.req().getContentLengthLong() > RequestBody.MAX_BYTES
                ? Optional.empty()
                : RequestBody.read(context.bodyInputStream());
        if (body.isEmpty()) {
            context.status(HttpStatus.CONTENT_TOO_LARGE).result("");
            return;
        }
        Calls.Reply reply = calls.answer(body.get(), caller);
        context.status(reply.status());
        if (!reply.body().isEmpty())
            context.contentType(ContentType.APPLICATION_JSON).result(reply.body());
    }
}
