package org.jackblockchain.app.race;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.BadRequestResponse;
import io.javalin.http.ConflictResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.ServiceUnavailableResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;

import org.jackblockchain.app.RunningNode;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.http.EventRoute;
import org.jackblockchain.http.Extras;
import org.jackblockchain.http.Feed;
import org.jspecify.annotations.Nullable;

/**
 * The race over HTTP, on the server of every racer: {@code GET /race.json} for everybody, {@code POST /race/…} for who
 * knows the token that the page carries. A page from elsewhere can neither read it nor send its header.
 *
 * <p>{@code GET /race/events} are the events of all nodes, each with its port as {@code node}, and {@code race} when a
 * control was used.
 *
 * <p>The body of a {@code POST} is a JSON object; the answer is the race as it is then.
 */
final class RaceRoutes implements AutoCloseable {
    static final String TOKEN_HEADER = "X-Race-Token";
    /** The name of the page's meta element. */
    static final String TOKEN_META = "race-token";
    /** No order is longer: 64 nodes in as many groups. */
    static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int TOKEN_BYTES = 24;
    private static final String BODY = "body";
    /** A page that opens is told so many of the past events. */
    private static final int REPLAYED = 2_000;

    /** The race, once it is there. */
    private record Ready(RaceControls controls, LongFunction<String> state) {}

    private interface Order {
        void on(RaceControls controls, Context context) throws IOException;
    }

    private final Feed feed = new Feed(Instant.now());
    private final EventRoute events = new EventRoute(feed);
    private final ObjectMapper json = new ObjectMapper();
    private final String token = token();
    private final AtomicReference<@Nullable Ready> ready = new AtomicReference<>();

    private static String token() {
        var bytes = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /**
     * From now on there is something to see and to control.
     *
     * @param state makes the answer, given the event from which on a page wants to be told
     */
    void open(RaceControls controls, LongFunction<String> state) {
        ready.set(new Ready(controls, state));
    }

    /** What this node tells is told at {@code /race/events} from now on, with its port as {@code node}. */
    void tell(Racer racer, RunningNode node) {
        node.feed().ifPresent(told -> told.forwardTo(feed, "node", racer.httpPort()));
    }

    /** Somebody changed something: who watches may look at {@code /race.json}. */
    private void tellChange() {
        feed.publish("race", true, told -> {
            told.writeStartObject();
            told.writeNumberField("at", System.currentTimeMillis());
            told.writeEndObject();
        });
    }

    @Override
    public void close() {
        feed.close();
    }

    Extras extras() {
        return new Extras(this::addTo, Map.of(TOKEN_META, token));
    }

    private void addTo(RoutesConfig routes) {
        routes.get("/race.json", context -> answer(ready(), context));
        events.addTo(routes, "/race/events");
        post(routes, "/race/nodes", (controls, _) -> controls.add());
        post(routes, "/race/nodes/{port}/mining",
                (controls, context) -> controls.mine(racer(controls, context, "port"), bool(body(context), "on")));
        post(routes, "/race/nodes/{port}/threads", (controls, context) -> controls
                .threads(racer(controls, context, "port"), whole(body(context), "threads")));
        post(routes, "/race/nodes/{port}/latency", (controls, context) -> controls
                .delay(racer(controls, context, "port"), Duration.ofMillis(whole(body(context), "latency_ms"))));
        post(routes, "/race/links/{a}/{b}", this::link);
        post(routes, "/race/partition", (controls, context) -> controls.partition(groups(controls, body(context))));
        post(routes, "/race/heal", (controls, _) -> controls.heal());
    }

    private void post(RoutesConfig routes, String path, Order order) {
        routes.post(path, context -> {
            // even of who is refused: a connection whose body is not read ends with the answer
            context.attribute(BODY, context.bodyInputStream().readNBytes(MAX_BODY_BYTES + 1));
            if (!isToken(context.header(TOKEN_HEADER)))
                throw new ForbiddenResponse("the header " + TOKEN_HEADER + " has to say the token of this race's page");
            Ready race = ready();
            try {
                order.on(race.controls(), context);
            } catch (IllegalArgumentException e) {
                throw new BadRequestResponse(String.valueOf(e.getMessage()));
            } catch (UserError e) {
                throw new ConflictResponse(String.valueOf(e.getMessage()));
            }
            tellChange();
            answer(race, context);
        });
    }

    private void answer(Ready race, Context context) {
        context.contentType(ContentType.APPLICATION_JSON).result(race.state().apply(feed.since(REPLAYED)));
    }

    private Ready ready() {
        return Optional.ofNullable(ready.get())
                .orElseThrow(() -> new ServiceUnavailableResponse("the race has not begun"));
    }

    /** Takes as long for a wrong token as for the right one. */
    private boolean isToken(@Nullable String said) {
        return said != null && MessageDigest.isEqual(said.getBytes(StandardCharsets.UTF_8),
                token.getBytes(StandardCharsets.UTF_8));
    }

    private void link(RaceControls controls, Context context) throws IOException {
        int a = racer(controls, context, "a");
        int b = racer(controls, context, "b");
        JsonNode body = body(context);
        if (!body.has("cut") && !body.has("latency_ms"))
            throw new IllegalArgumentException("\"cut\" or \"latency_ms\" is missing");
        if (body.has("latency_ms"))
            controls.delay(a, b, Duration.ofMillis(whole(body, "latency_ms")));
        if (body.has("cut"))
            controls.cut(a, b, bool(body, "cut"));
    }

    private static int racer(RaceControls controls, Context context, String name) {
        String port = context.pathParam(name);
        return controls.racers().stream().filter(racer -> port.equals(String.valueOf(racer.httpPort()))).findFirst()
                .map(Racer::index)
                .orElseThrow(() -> new NotFoundResponse("no node of this race has the port in the path"));
    }

    private static List<Set<Integer>> groups(RaceControls controls, JsonNode body) {
        var groups = new ArrayList<Set<Integer>>();
        for (JsonNode group : body.path("groups")) {
            var members = new TreeSet<Integer>();
            for (JsonNode port : group) {
                Racer member = controls.racers().stream()
                        .filter(racer -> port.isInt() && racer.httpPort() == port.intValue()).findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("\"groups\" are lists of lists of ports"));
                members.add(member.index());
            }
            groups.add(members);
        }
        return groups;
    }

    private static boolean bool(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isBoolean())
            throw new IllegalArgumentException("\"" + name + "\" has to be true or false");
        return value.booleanValue();
    }

    private static int whole(JsonNode body, String name) {
        JsonNode value = body.path(name);
        if (!value.isInt())
            throw new IllegalArgumentException("\"" + name + "\" has to be a whole number");
        return value.intValue();
    }

    private JsonNode body(Context context) throws IOException {
        byte[] bytes = context.attribute(BODY) instanceof byte[] read ? read : new byte[0];
        if (bytes.length > MAX_BODY_BYTES)
            throw new ContentTooLargeResponse("the body is longer than " + MAX_BODY_BYTES + " bytes");
        try {
            JsonNode body = json.readTree(bytes);
            if (!body.isObject())
                throw new IllegalArgumentException("the body has to be a JSON object");
            return body;
        } catch (JsonProcessingException _) {
            throw new IllegalArgumentException("the body has to be a JSON object");
        }
    }
}
