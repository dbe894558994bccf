package org.jackblockchain.app.race;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.Function;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.primitives.BlockHash;

/**
 * Keeps the race's record: who won which block, who had it when, and which blocks went stale. Fed with each racer's
 * tip changes; asks nothing of the nodes, so it can be tested without any. Not thread-safe.
 */
final class RaceBook {
    private final List<Racer> racers;
    private Instant start;
    private final Function<BlockHash, String> tags;
    /** In the order in which they were won. */
    private final SequencedMap<BlockHash, Sighting> sightings = new LinkedHashMap<>();
    /** How long after the first of them each racer had it. */
    private final Map<BlockHash, SequencedMap<Integer, Duration>> havers = new HashMap<>();
    private final BlockEntry genesis;
    private final List<BlockEntry> tips;
    private final Map<String, Integer> racerOfTag = new HashMap<>();
    private int reorganizations;

    /** @param tags the miner's words in a block that some racer has */
    RaceBook(List<Racer> racers, BlockEntry genesis, Instant start, Function<BlockHash, String> tags) {
        this.racers = new ArrayList<>(racers);
        this.start = start;
        this.tags = tags;
        this.genesis = genesis;
        this.tips = new ArrayList<>(Collections.nCopies(racers.size(), genesis));
        racers.forEach(racer -> racerOfTag.put(racer.tag(), racer.index()));
    }

    /** From now on it counts: the first block is won against this time. */
    void begin(Instant now) {
        start = now;
    }

    /**
     * A racer's tip moved.
     *
     * @return the blocks that became news by it: seen for the first time, or now by all
     */
    List<Sighting> moved(int racer, TipChange change) {
        var news = new ArrayList<Sighting>();
        for (BlockEntry block : change.connected()) {
            boolean first = !sightings.containsKey(block.hash());
            Sighting sighting = sightings.computeIfAbsent(block.hash(), _ -> firstSight(block, change.at()));
            SequencedMap<Integer, Duration> having = havers.computeIfAbsent(block.hash(), _ -> new LinkedHashMap<>());
            boolean isNew = having.putIfAbsent(racer, positive(sighting.firstSeen(), change.at())) == null;
            // who joins later has every block anew
            boolean last = isNew && having.size() == racers.size() && sighting.untilAll().isEmpty();
            if (last)
                sightings.put(block.hash(), sighting.seenByAll(change.at()));
            if (first || last)
                news.add(sightings.getOrDefault(block.hash(), sighting));
        }
        if (change.isReorganization())
            reorganizations++;
        tips.set(racer, newTip(change, tips.get(racer)));
        return news;
    }

    private static BlockEntry newTip(TipChange change, BlockEntry old) {
        if (!change.connected().isEmpty())
            return change.connected().getLast();
        BlockEntry parent = change.disconnected().isEmpty() ? null : change.disconnected().getLast().parent();
        return parent == null ? old : parent;
    }

    private Sighting firstSight(BlockEntry block, Instant at) {
        String tag = tags.apply(block.hash());
        Integer racer = racerOfTag.get(tag);
        BlockEntry parent = block.parent();
        Sighting before = parent == null ? null : sightings.get(parent.hash());
        return new Sighting(block, tag, racer == null ? OptionalInt.empty() : OptionalInt.of(racer), at,
                positive(before == null ? start : before.firstSeen(), at), Optional.empty());
    }

    private static Duration positive(Instant from, Instant to) {
        Duration between = Duration.between(from, to);
        return between.isNegative() ? Duration.ZERO : between;
    }

    /** One more racer, who has nothing but genesis. */
    void join(Racer racer) {
        racers.add(racer);
        tips.add(genesis);
        racerOfTag.put(racer.tag(), racer.index());
    }

    /** How long after the first racer each of them had a block, in that order. */
    SequencedMap<Integer, Duration> spread(BlockHash block) {
        SequencedMap<Integer, Duration> having = havers.get(block);
        return having == null ? new LinkedHashMap<>() : Collections.unmodifiableSequencedMap(having);
    }

    /** How many blocks in a row the miner of the leading block has won, and who that is; empty before the first. */
    Optional<Streak> streak() {
        String tag = "";
        int length = 0;
        for (BlockEntry at = leader(); at != null && at.height() > 0; at = at.parent()) {
            Sighting seen = sightings.get(at.hash());
            if (seen == null || (length > 0 && !seen.tag().equals(tag)))
                break;
            tag = seen.tag();
            length++;
        }
        return length == 0 ? Optional.empty() : Optional.of(new Streak(tag, length));
    }

    /** Blocks in a row by one miner, the leading block last. */
    record Streak(String tag, int length) {}

    /** The racers' tip with the most work; of equals the one seen first. */
    BlockEntry leader() {
        return Collections.max(tips, Comparator.comparing(BlockEntry::chainWork)
                .thenComparing(tip -> firstSeen(tip), Comparator.reverseOrder()));
    }

    /** One who stands on the leading block. */
    int leadingRacer() {
        return tips.indexOf(leader());
    }

    private Instant firstSeen(BlockEntry block) {
        Sighting sighting = sightings.get(block.hash());
        return sighting == null ? Instant.MIN : sighting.firstSeen();
    }

    BlockEntry tip(int racer) {
        return tips.get(racer);
    }

    /** Whether every racer stands on the same block. */
    boolean allAgree() {
        return tips.stream().map(BlockEntry::hash).distinct().count() == 1;
    }

    int lowestHeight() {
        return tips.stream().mapToInt(BlockEntry::height).min().orElseThrow();
    }

    /** How often a racer changed to another branch. */
    int reorganizations() {
        return reorganizations;
    }

    /** Blocks that were won but are not in the leading chain. */
    long staleBlocks() {
        // every block of the leading chain but genesis was seen
        return (long) sightings.size() - leader().height();
    }

    boolean isStale(Sighting sighting) {
        // each racer has a tree of its own, so only hashes tell whether two entries are the same block
        BlockEntry leader = leader();
        return sighting.height() > leader.height()
                || !leader.ancestor(sighting.height()).hash().equals(sighting.block().hash());
    }

    /** The latest blocks won, stale ones among them, newest first. */
    List<Sighting> latest(int count) {
        return sightings.sequencedValues().reversed().stream().limit(count).toList();
    }

    /** How long all racers took to have a block, the half of them at most this; empty before the first. */
    Optional<Duration> medianUntilAll() {
        Duration[] times = sightings.values().stream().flatMap(seen -> seen.untilAll().stream()).sorted()
                .toArray(Duration[]::new);
        return times.length == 0 ? Optional.empty() : Optional.of(times[times.length / 2]);
    }

    /** Wins in the leading chain up to a height, by tag: racers in order first, then strangers. */
    Map<String, Integer> wins(int upTo) {
        var wins = new LinkedHashMap<String, Integer>();
        racers.forEach(racer -> wins.put(racer.tag(), 0));
        BlockEntry leader = leader();
        BlockEntry at = leader.ancestor(Math.min(upTo, leader.height()));
        while (at != null && at.height() > 0) {
            Sighting seen = sightings.get(at.hash());
            wins.merge(seen == null ? "unknown" : seen.tag(), 1, Integer::sum);
            at = at.parent();
        }
        return wins;
    }

    List<Racer> racers() {
        return Collections.unmodifiableList(racers);
    }

    Instant start() {
        return start;
    }

    /** When the leading block was won. */
    Instant lastWin() {
        Sighting seen = sightings.get(leader().hash());
        return seen == null ? start : seen.firstSeen();
    }
}
