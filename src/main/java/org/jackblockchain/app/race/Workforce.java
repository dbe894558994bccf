package org.jackblockchain.app.race;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jackblockchain.mining.Tag;
import org.jackblockchain.stratum.StratumView;
import org.jackblockchain.stratum.WorkerView;

/** Those in a race who are no racers: workers that mine for one, and strangers. */
final class Workforce {
    private Workforce() {}

    /**
     * Who is connected or has won, those who won most first.
     *
     * @param servers of the racers, in their order
     * @param wins by tag, racers among them
     */
    static List<Standings.Other> of(List<Racer> racers, List<Optional<StratumView>> servers,
            Map<String, Integer> wins) {
        Map<String, Double> rates = new HashMap<>();
        for (Racer racer : racers) {
            servers.get(racer.index()).ifPresent(server -> server.workers().stream().filter(Workforce::isHere)
                    .forEach(worker -> rates.put(Tag.withWorker(racer.tag(), worker.name()),
                            worker.hashesPerSecond())));
        }
        Set<String> tags = new HashSet<>(rates.keySet());
        tags.addAll(wins.keySet());
        racers.forEach(racer -> tags.remove(racer.tag()));
        int total = Math.max(1, Tally.total(wins));
        var others = new ArrayList<Standings.Other>();
        for (String tag : tags) {
            int won = wins.getOrDefault(tag, 0);
            others.add(new Standings.Other(Tally.name(tag), won, (double) won / total,
                    rates.getOrDefault(tag, 0.0)));
        }
        others.sort(Comparator.comparingInt(Standings.Other::wins).reversed()
                .thenComparing(Standings.Other::name));
        return others;
    }

    private static boolean isHere(WorkerView worker) {
        return worker.connections() > 0;
    }
}
