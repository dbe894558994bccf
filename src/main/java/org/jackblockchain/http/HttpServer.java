package org.jackblockchain.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.compression.Gzip;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinException;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jackblockchain.node.NodeView;

/**
 * Answers HTTP for one node. Reads are snapshots: a request sees one {@link NodeView} to its end, whatever the node
 * does meanwhile. Writes are events: the answer does not wait for what becomes of them.
 */
public final class HttpServer implements AutoCloseable {
    /** Beyond these, new connections wait in the operating system. */
    static final int MAX_CONNECTIONS = Feed.MAX_READERS + RequestLimit.MAX_REQUESTS;
    /** Request line and headers together. */
    static final int MAX_HEADER_BYTES = 8 * 1024;
    private static final int GZIP_LEVEL = 3;
    /** What is shorter travels in one packet anyway. */
    private static final int MIN_GZIP_BYTES = 1_400;
    /** Of silence, while either side waits for the other; a client that does not read is cut off after it. */
    static final Duration IDLE_TIME = Duration.ofSeconds(30);
    /** How long requests under way may take when the node stops. */
    static final Duration STOP_TIME = Duration.ofMillis(500);

    /** Jetty's own: an acceptor, a selector and a few in reserve. Requests run on virtual threads. */
    private static final int MAX_THREADS = 8;
    private static final int MIN_THREADS = 2;
    private static final Duration SPARE_THREAD_TIME = Duration.ofMinutes(1);
    private static final int BACKLOG = 128;

    private final Javalin server;
    private final NodeNews news;
    private final InetSocketAddress address;

    private HttpServer(Javalin server, NodeNews news, InetSocketAddress address) {
        this.server = server;
        this.news = news;
        this.address = address;
    }

    /**
     * Listens and answers from now on.
     *
     * @param at port 0 for any free one. On a loopback address, only requests that name a loopback host are answered
     * @param others are written at each request, on any thread
     * @param extras what other rooms have here
     * @throws BindException if the port is taken or the address is not ours; the message names both
     */
    public static HttpServer start(InetSocketAddress at, Served served, List<StatusPart> others,
            Extras extras) throws IOException {
        return start(List.of(at), IDLE_TIME, served, others, extras);
    }

    /**
     * As above, at several places.
     *
     * @param places the first one names the server
     * @param idle how long either side may be silent
     */
    public static HttpServer start(List<InetSocketAddress> places, Duration idle, Served served,
            List<StatusPart> others, Extras extras) throws IOException {
        InetSocketAddress at = places.getFirst();
        var routes = new Routes(places.stream().allMatch(place -> place.getAddress().isLoopbackAddress()), served,
                others, extras.meta());
        Javalin server = Javalin.create(config -> {
            configure(config, places, idle, extras.plainly());
            routes.addTo(config.routes);
            extras.routes().accept(config.routes);
        });
        try {
            server.start();
        } catch (JavalinException e) {
            throw clear(e, at);
        }
        return new HttpServer(server, served.news(), new InetSocketAddress(at.getAddress(), server.port()));
    }

    private static IOException clear(JavalinException failure, InetSocketAddress at) {
        Throwable root = rootOf(failure);
        String text = "cannot answer HTTP on %s port %d: %s".formatted(at.getHostString(), at.getPort(),
                root.getMessage());
        var clear = root instanceof BindException ? new BindException(text) : new IOException(text);
        clear.initCause(failure);
        return clear;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable root = failure;
        for (Throwable next = failure; next != null; next = next.getCause())
            root = next;
        return root;
    }

    private static void configure(JavalinConfig config, List<InetSocketAddress> places, Duration idle,
            boolean plainly) {
        InetSocketAddress at = places.getFirst();
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.prefer405over404 = true;
        config.http.compressionStrategy = compression();
        config.jetty.threadPool = threads(at.getPort());
        for (InetSocketAddress place : places)
            config.jetty.addConnector((server, http) -> connector(server, http, place, idle));
        config.jetty.modifyServer(server -> {
            server.setErrorHandler(new ErrorPage(plainly));
            server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
            server.insertHandler(new RequestLimit());
        });
    }

    /** For those who ask for it: text shrinks to a third or less. Fast rather than small, as most ask from near. */
    private static CompressionStrategy compression() {
        var gzip = new CompressionStrategy(null, new Gzip(GZIP_LEVEL));
        gzip.setDefaultMinSizeForCompression(MIN_GZIP_BYTES);
        gzip.setAllowedMimeTypes(List.of("application/json", "application/problem+json", "text/"));
        return gzip;
    }

    private static QueuedThreadPool threads(int port) {
        // not Jetty's own queue: to place its fields in memory it asks the JVM about itself, which takes long
        var threads = new QueuedThreadPool(MAX_THREADS, MIN_THREADS, (int) SPARE_THREAD_TIME.toMillis(),
                new LinkedBlockingQueue<>());
        threads.setName("http-" + port);
        threads.setDaemon(true);
        var virtual = Thread.ofVirtual().name("http-" + port + "-request-", 0).factory();
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(virtual));
        return threads;
    }

    private static ServerConnector connector(Server server, HttpConfiguration http, InetSocketAddress at,
            Duration idle) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        var connector = new PlaceConnector(server, at.getAddress(), http);
        connector.setHost(at.getAddress().getHostAddress());
        connector.setPort(at.getPort());
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(idle.toMillis());
        connector.setShutdownIdleTimeout(STOP_TIME.toMillis());
        return connector;
    }

    /** Of IPv4 for an IPv4 address: a socket of both kinds would be shown with another one. */
    private static final class PlaceConnector extends ServerConnector {
        private final InetAddress host;

        PlaceConnector(Server server, InetAddress host, HttpConfiguration http) {
            super(server, 1, 1, new HttpConnectionFactory(http));
            this.host = host;
        }

        @Override
        protected ServerSocketChannel openAcceptChannel() throws IOException {
            if (!(host instanceof Inet4Address))
                return super.openAcceptChannel();
            ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.INET);
            try {
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, getReuseAddress());
                channel.bind(new InetSocketAddress(host, getPort()), getAcceptQueueSize());
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw new IOException("Failed to bind to " + host.getHostAddress() + ":" + getPort(), e);
            }
        }
    }

    /** Method and path of everything that is answered: {@code GET /status.json}. */
    public List<String> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream().map(route -> route.endpoint)
                .filter(route -> route.method.isHttpMethod()).map(route -> route.method.name() + " " + route.path)
                .toList();
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return address;
    }

    public InetAddress host() {
        return address.getAddress();
    }

    public int port() {
        return address.getPort();
    }

    /** Lets requests under way end for a moment, and cuts off the rest. */
    @Override
    public void close() {
        news.close();
        Server jetty = server.jettyServer().server();
        for (Connector connector : jetty.getConnectors())
            connector.shutdown().exceptionally(_ -> null).completeOnTimeout(null, STOP_TIME.toMillis(), MILLISECONDS)
                    .join();
        server.stop();
    }
}
