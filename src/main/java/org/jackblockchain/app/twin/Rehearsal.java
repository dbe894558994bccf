package org.jackblockchain.app.twin;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A short life of a twin, called by its own client: what it loads is what every twin loads, so the JVM keeps it in a
 * cache and starts faster. The launcher runs it once after a build.
 */
public final class Rehearsal {
    private static final List<String> CALLS = List.of("getblockcount", "getmempoolinfo", "getblockchaininfo",
            "getnetworkinfo", "getpeerinfo", "getrawmempool", "syncwithvalidationinterfacequeue",
            "generatetoaddress 2 bcrt1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqdku202", "getbestblockhash", "getblockhash 1",
            "stop");

    private Rehearsal() {}

    /** @return the exit code */
    public static int run() {
        try {
            Path folder = Files.createTempDirectory("jbc-rehearsal");
            try {
                return run(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new StartError("the rehearsal failed: " + e.getMessage(), e);
        }
    }

    private static int run(Path folder) throws IOException {
        List<String> common = List.of("-datadir=" + folder, "-regtest", "-rpcport=" + freePort());
        var node = new PrintWriter(new StringWriter());
        List<String> flags = Stream.concat(common.stream(),
                Stream.of("-bind=127.0.0.1:" + freePort(), "-connect=0", "-printtoconsole=0", "-debug")).toList();
        var end = CompletableFuture.supplyAsync(() -> Bitcoind.run(flags, node, node));
        for (String call : CALLS) {
            List<String> line = Stream.concat(Stream.concat(common.stream(), Stream.of("-rpcwait")),
                    Stream.of(call.split(" ", -1))).toList();
            int code = Cli.run(line, InputStream.nullInputStream(), node, node);
            if (code != 0)
                return code;
        }
        return end.join();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        }
    }
}
