package org.jackblockchain.app;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

import org.jackblockchain.node.Event;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;

/** Those who asked the node for something and wait for what becomes of it. */
final class Tickets {
    private final AtomicLong last = new AtomicLong();
    private final Map<Long, CompletableFuture<Outcome>> open = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> ended;

    /** @param ended done when the node's thread has ended, so that no answer comes any more */
    Tickets(CompletableFuture<Void> ended) {
        this.ended = ended;
    }

    /**
     * Asks and waits.
     *
     * @param post tells whether the node will see the event
     * @return empty if the node stops before it is done
     */
    Optional<Outcome> ask(Request request, Predicate<Event> post) throws InterruptedException {
        long ticket = last.incrementAndGet();
        var answer = new CompletableFuture<Outcome>();
        open.put(ticket, answer);
        try {
            if (!post.test(new Event.Asked(ticket, request)))
                return Optional.empty();
            CompletableFuture.anyOf(answer, ended.exceptionally(_ -> null)).get();
            return answer.isDone() ? Optional.of(answer.join()) : Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("neither answers nor ends fail", e);
        } finally {
            open.remove(ticket);
        }
    }

    void answer(long ticket, Outcome outcome) {
        CompletableFuture<Outcome> waiting = open.get(ticket);
        if (waiting != null)
            waiting.complete(outcome);
    }
}
