package org.jackblockchain.app.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jackblockchain.stratum.StratumView;
import org.jackblockchain.stratum.WorkerView;
import org.junit.jupiter.api.Test;

class WorkforceTest {
    private static final Racer ANNE = Racer.of(0, 5000, 5100);
    private static final Racer BILL = Racer.of(1, 5001, 5101);

    @Test
    void workers_who_are_here_and_strangers_who_won_are_shown_and_racers_are_not() {
        var annes = new StratumView(new InetSocketAddress(InetAddress.getLoopbackAddress(), 3333), false, 2, 0,
                List.of(worker("rig1", 1), worker("gone", 0)));
        var wins = Map.of(ANNE.tag(), 5, BILL.tag(), 3, "Mined by a stranger", 1, ANNE.tag() + " / rig2", 1);

        var others = Workforce.of(List.of(ANNE, BILL), List.of(Optional.of(annes), Optional.empty()), wins);

        assertThat(others).containsExactly(new Standings.Other("\"Mined by a stranger\"", 1, 0.1, 0),
                new Standings.Other("rig2 @ port 5000", 1, 0.1, 0),
                new Standings.Other("rig1 @ port 5000", 0, 0, 7e6));
    }

    private static WorkerView worker(String name, int connections) {
        return new WorkerView(name, connections, 1, 10, 0, 0, 7e6, 2, Optional.empty(), 0);
    }
}
