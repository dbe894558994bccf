package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.Networks;
import org.junit.jupiter.api.Test;

/** Who may stay when too many call. */
class InboundSlotsTest {
    private final Stage stage = new Stage(Networks.REGTEST, Stage.CONFIG.withLimits(8, 3), List.of());

    @Test
    void as_many_as_there_are_places_may_call() {
        var last = stage.caller("1.1.1.1:1");
        for (int i = 2; i <= 3; i++)
            last = stage.caller("1.1.1." + i + ":1");

        assertThat(last.isConnected()).isTrue();
        assertThat(stage.caller("1.1.1.4:1").isConnected()).isFalse();
    }

    @Test
    void of_many_callers_from_one_host_the_latest_makes_room_for_another_host() {
        var first = stage.caller("1.1.1.1:1");
        var second = stage.caller("1.1.1.1:2");
        var third = stage.caller("1.1.1.1:3");

        var other = stage.caller("2.2.2.2:1");

        assertThat(other.isConnected()).isTrue();
        assertThat(third.isConnected()).isFalse();
        assertThat(List.of(first, second)).allMatch(Stage.Stranger::isConnected);
    }

    @Test
    void whoever_gave_us_a_block_stays() {
        var first = stage.caller("1.1.1.1:1");
        var second = stage.caller("1.1.1.1:2");
        var useful = stage.caller("1.1.1.1:3").greets();
        useful.block(Blocks.next(Networks.REGTEST, stage.node().tip(), "x"));

        stage.caller("2.2.2.2:1");

        assertThat(useful.isConnected()).isTrue();
        assertThat(second.isConnected()).isFalse();
        assertThat(first.isConnected()).isTrue();
    }

    @Test
    void those_whom_we_called_do_not_count() {
        for (int i = 1; i <= 3; i++)
            stage.caller("1.1.1." + i + ":1");

        assertThat(stage.called("3.3.3.3:1").isConnected()).isTrue();
    }
}
