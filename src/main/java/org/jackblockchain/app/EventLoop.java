package org.jackblockchain.app;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

import org.jackblockchain.chain.StoreBatch;
import org.jackblockchain.mempool.MempoolChange;
import org.jackblockchain.mining.BlockTemplate;
import org.jackblockchain.node.Effect;
import org.jackblockchain.node.Event;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.StoredBlock;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.peer.PeerEffect;
import org.jackblockchain.primitives.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that runs a node: takes an event, asks the node what follows, performs the effects in order and
 * publishes the new view. An exception, be it a bug or a broken disk, ends the node: it must not go on with half of
 * what an event meant.
 */
final class EventLoop implements AutoCloseable {
    /** The function that is run. {@link org.jackblockchain.node.Node} is one. */
    interface Mind {
        List<Effect> on(Event event, Instant now);

        NodeView view(Instant now);
    }

    /** Who performs the effects, on the node's thread. */
    interface Hands {
        void store(StoreBatch batch);

        void network(PeerEffect effect);

        void mine(Optional<BlockTemplate> template);

        void note(PeerEffect.Level level, String text);

        void stored(StoredBlock block);

        void tipMoved(TipChange change);

        void saveFees(Bytes memory);

        /** Transactions came to the memory pool or left it. */
        void poolChanged(List<MempoolChange> changes);

        /** Comes when the view shows what became of it. */
        void answer(long ticket, Outcome outcome);

        /** There is a newer view. */
        void published(NodeView view);

        /** The event and all its effects are done; who brought it may bring more. */
        void processed(Event event);
    }

    /** A view is made when the tip moved, when nothing waits and the last is this old… */
    private static final Duration VIEW_PAUSE = Duration.ofMillis(1);
    /** …or when it is this old, however much waits, and while the node catches up: one a block would cost much. */
    private static final Duration BUSY_VIEW_PAUSE = Duration.ofMillis(50);
    /** How long the thread sleeps when the node has no wish: any length would do. */
    private static final Duration NO_WISH = Duration.ofMinutes(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final EventQueue queue;
    private final Mind mind;
    private final Hands hands;
    private final NodeClock clock;
    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final ReentrantLock viewLock = new ReentrantLock();
    private final Condition viewChanged = viewLock.newCondition();
    private volatile NodeView view;

    private volatile boolean waitingIsOver;

    // of the node's thread
    private @Nullable Instant wakeAt;
    private long viewMadeAt;
    /** Written by the node's thread only, and before others can notice what happened. */
    private volatile boolean viewIsOld;

    /** @param name of the thread: {@code node-5000} */
    EventLoop(String name, EventQueue queue, Mind mind, Hands hands, NodeClock clock) {
        this.queue = queue;
        this.mind = mind;
        this.hands = hands;
        this.clock = clock;
        this.view = mind.view(clock.instant());
        this.viewMadeAt = System.nanoTime();
        this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** The newest view. */
    public NodeView view() {
        return view;
    }

    /** Whether the view shows everything that anybody could have noticed. */
    boolean viewIsCurrent() {
        return !viewIsOld;
    }

    /** Waits for a view that is {@code wanted}; empty when none came in time or the node ends. */
    public Optional<NodeView> awaitView(Predicate<NodeView> wanted, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        viewLock.lockInterruptibly();
        try {
            while (!wanted.test(view)) {
                if (nanos <= 0 || waitingIsOver || ended.isDone())
                    return Optional.empty();
                nanos = viewChanged.awaitNanos(nanos);
            }
            return Optional.of(view);
        } finally {
            viewLock.unlock();
        }
    }

    /** Those who wait for a view go, now and later: the node is about to stop. */
    void endWaiting() {
        waitingIsOver = true;
        wakeWaiters();
    }

    /** Done when the thread has ended; with the exception that ended it, if one did. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /** Lets the node say goodbye, and waits until its thread has ended. Must not be called by that thread. */
    @Override
    public void close() {
        queue.close(new Event.Stopping());
        if (thread.getState() == Thread.State.NEW)
            return;
        try {
            if (!thread.join(STOP_PATIENCE))
                thread.interrupt();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            Event event;
            do {
                event = nextEvent();
                perform(mind.on(event, clock.instant()));
                hands.processed(event);
                publishUnlessRecent(queue.isEmpty() ? idlePause() : BUSY_VIEW_PAUSE);
            } while (!(event instanceof Event.Stopping));
            publish();
            finish(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            finish(e);
        } catch (RuntimeException | Error e) {
            finish(e);
        }
    }

    private void finish(@Nullable Throwable why) {
        queue.close(new Event.Stopping());
        if (why == null) {
            ended.complete(null);
        } else {
            ended.completeExceptionally(why);
        }
        wakeWaiters();
    }

    /** Also when events never cease, the time that the node asked for comes. */
    private Event nextEvent() throws InterruptedException {
        while (true) {
            Instant wish = wakeAt;
            Instant now = clock.instant();
            if (wish != null && !now.isBefore(wish)) {
                wakeAt = null;
                return new Event.Woken();
            }
            Optional<Event> event = queue.take(patience(wish, now));
            if (event.isPresent())
                return event.get();
            publishUnlessRecent(idlePause());
        }
    }

    private Duration idlePause() {
        return view.syncing() ? BUSY_VIEW_PAUSE : VIEW_PAUSE;
    }

    private Duration patience(@Nullable Instant wish, Instant now) {
        if (viewIsOld)
            return idlePause();
        // a clock that stands is moved by somebody who wakes us
        Duration untilWish = wish == null || clock.stands() ? NO_WISH : Duration.between(now, wish);
        return untilWish.compareTo(NO_WISH) < 0 ? untilWish : NO_WISH;
    }

    private void perform(List<Effect> effects) {
        viewIsOld = true;
        boolean shown = false;
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Store(StoreBatch batch) -> hands.store(batch);
                case Effect.Network(PeerEffect network) -> hands.network(network);
                case Effect.Mine(Optional<BlockTemplate> template) -> hands.mine(template);
                case Effect.WakeAt(Instant time) -> wakeAt = time;
                case Effect.Note(PeerEffect.Level level, String text) -> hands.note(level, text);
                case Effect.Stored(StoredBlock block) -> {
                    shown = showBeforeNews(shown);
                    hands.stored(block);
                }
                case Effect.TipMoved(TipChange change) -> {
                    shown = showBeforeNews(shown);
                    hands.tipMoved(change);
                }
                case Effect.SaveFees(Bytes memory) -> hands.saveFees(memory);
                case Effect.PoolChanged(List<MempoolChange> changes) -> hands.poolChanged(changes);
                case Effect.Answer(long ticket, Outcome outcome) -> {
                    if (viewIsOld)
                        publish();
                    hands.answer(ticket, outcome);
                }
            }
        }
    }

    /** Who hears of a block may look for it at once; while the node catches up, that would cost a view a block. */
    private boolean showBeforeNews(boolean shown) {
        if (!shown && !view.syncing())
            publish();
        return true;
    }

    private void publishUnlessRecent(Duration recent) {
        if (viewIsOld && System.nanoTime() - viewMadeAt >= recent.toNanos())
            publish();
    }

    private void publish() {
        view = mind.view(clock.instant());
        viewMadeAt = System.nanoTime();
        viewIsOld = false;
        hands.published(view);
        wakeWaiters();
    }

    private void wakeWaiters() {
        viewLock.lock();
        try {
            viewChanged.signalAll();
        } finally {
            viewLock.unlock();
        }
    }
}
