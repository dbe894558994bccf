package org.jackblockchain.stratum;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What each worker did, by name, over all its connections. For all threads. */
final class Workers {
    /** Who was silent for the longest time is forgotten first. */
    static final int MAX_REMEMBERED = 4_096;

    /** What a connection is to a worker at this moment. */
    record Live(String name, double difficulty) {}

    private static final class Account {
        final RateWindow rate;
        long accepted;
        long stale;
        long rejected;
        long blocks;
        double bestShare;
        @Nullable
        Instant lastShare;

        Account(Instant now) {
            rate = new RateWindow(now);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<String, Account> accounts = new LinkedHashMap<>();

    void joined(String name, Instant now) {
        change(name, now, _ -> {
        });
    }

    /**
     * @param required the difficulty that the share had to have
     * @param reached the one it had
     */
    void accepted(String name, double required, double reached, boolean block, Instant now) {
        change(name, now, account -> {
            account.accepted++;
            account.rate.add(required, now);
            account.bestShare = Math.max(account.bestShare, reached);
            account.lastShare = now;
            if (block)
                account.blocks++;
        });
    }

    void stale(String name, Instant now) {
        change(name, now, account -> account.stale++);
    }

    void rejected(String name, Instant now) {
        change(name, now, account -> account.rejected++);
    }

    private void change(String name, Instant now, Consumer<Account> how) {
        lock.lock();
        try {
            Account known = accounts.remove(name);
            Account account = known == null ? new Account(now) : known;
            how.accept(account);
            accounts.putLast(name, account);
            if (accounts.size() > MAX_REMEMBERED)
                accounts.pollFirstEntry();
        } finally {
            lock.unlock();
        }
    }

    /** By name. */
    List<WorkerView> view(List<Live> live, Instant now) {
        Map<String, Integer> connections = new HashMap<>();
        Map<String, Double> difficulties = new HashMap<>();
        for (Live one : live) {
            connections.merge(one.name(), 1, Integer::sum);
            difficulties.merge(one.name(), one.difficulty(), Math::max);
        }
        lock.lock();
        try {
            return accounts.entrySet().stream()
                    .map(entry -> view(entry.getKey(), entry.getValue(), connections.getOrDefault(entry.getKey(), 0),
                            difficulties.getOrDefault(entry.getKey(), 0.0), now))
                    .sorted(Comparator.comparing(WorkerView::name)).toList();
        } finally {
            lock.unlock();
        }
    }

    private static WorkerView view(String name, Account account, int connections, double difficulty, Instant now) {
        return new WorkerView(name, connections, difficulty, account.accepted, account.stale, account.rejected,
                account.rate.hashesPerSecond(now), account.bestShare, Optional.ofNullable(account.lastShare),
                account.blocks);
    }
}
