package org.jackblockchain.browser;

import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jackblockchain.app.StopSignal;
import org.jackblockchain.app.race.RaceSettings;
import org.jackblockchain.app.race.RaceShow;
import org.jackblockchain.miner.EngineWish;
import org.jackblockchain.rpc.RpcSettings;

/** A race to look at, in this very process. */
final class TestRace implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final StopSignal signal = StopSignal.unheard();
    private final StringWriter text = new StringWriter();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();
    private final List<Integer> ports;

    TestRace(int nodes, Duration interval, int firstPort) {
        var settings = new RaceSettings(nodes, interval, OptionalInt.empty(), firstPort, Optional.empty(),
                EngineWish.PORTABLE, Optional.empty(), RpcSettings.COOKIE_ONLY);
        Thread.ofVirtual().start(() -> {
            try {
                ended.complete(RaceShow.run(settings, true, new PrintWriter(text, true), signal));
            } catch (InterruptedException | RuntimeException e) {
                ended.completeExceptionally(e);
            }
        });
        await().atMost(PATIENCE).until(() -> text.toString().contains("go\n") || ended.isDone());
        ports = Pattern.compile("port (\\d+): http").matcher(text.toString()).results()
                .map(found -> Integer.parseInt(found.group(1))).toList();
    }

    List<Integer> ports() {
        return ports;
    }

    String page(int node) {
        return "http://127.0.0.1:" + ports.get(node) + "/";
    }

    @Override
    public void close() {
        signal.wish();
        ended.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
