package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.junit.jupiter.api.Test;

/** Whom a node asks for addresses that has none. */
class SeedNodesTest {
    private static final Instant START = TestNet.START;
    private static final PeerTerms.Seed ONE = seed("25.0.0.1:1");
    private static final PeerTerms.Seed OTHER = seed("25.0.0.2:1");

    private final SeedNodes seeds = new SeedNodes(List.of(ONE, OTHER));

    private static PeerTerms.Seed seed(String text) {
        return new PeerTerms.Seed(text, NetAddress.parse(text).orElseThrow());
    }

    @Test
    void with_an_empty_book_one_is_asked_at_once_and_another_ten_seconds_later() {
        assertThat(seeds.due(true, 0, START)).contains(OTHER);
        assertThat(seeds.due(true, 0, START.plus(SeedNodes.PAUSE).minusMillis(1))).isEmpty();
        assertThat(seeds.due(false, 1, START.plus(SeedNodes.PAUSE))).contains(ONE);
        assertThat(seeds.due(true, 0, START.plus(SeedNodes.PAUSE.multipliedBy(9)))).isEmpty();
    }

    @Test
    void with_addresses_in_the_book_they_are_tried_first() {
        assertThat(seeds.due(false, 0, START)).isEmpty();
        assertThat(seeds.due(false, 0, START.plus(SeedNodes.PAUSE))).contains(OTHER);
    }

    @Test
    void who_has_reached_two_asks_nobody() {
        assertThat(seeds.due(false, 2, START)).isEmpty();
        assertThat(seeds.due(false, 2, START.plus(SeedNodes.PAUSE))).isEmpty();
        assertThat(seeds.due(false, 1, START.plus(SeedNodes.PAUSE))).contains(OTHER);
    }

    @Test
    void a_seed_is_called_for_its_addresses_only() {
        var config = Stage.CONFIG.withTerms(PeerTerms.USUAL.withSeeds(List.of(ONE)));
        var stage = new Stage(Networks.REGTEST.withFirstPeers(List.of()), config, List.of());
        stage.pass(Duration.ZERO);
        assertThat(stage.calls()).containsExactly(ONE.address());

        var seed = stage.called(ONE.name()).greets();

        assertThat(seed.view().details().type()).isEqualTo(ConnectionType.ADDR_FETCH);
    }

    @Test
    void a_node_with_addresses_waits_before_it_asks() {
        var known = new KnownAddress(NetAddress.parse("9.9.9.9:1").orElseThrow(), Services.NETWORK | Services.WITNESS,
                START, Instant.EPOCH, 0);
        var config = Stage.CONFIG.withTerms(PeerTerms.USUAL.withSeeds(List.of(ONE)));
        var stage = new Stage(Networks.REGTEST.withFirstPeers(List.of()), config, List.of(known));
        stage.pass(SeedNodes.PAUSE.minusMillis(1));
        assertThat(stage.calls()).doesNotContain(ONE.address());
        stage.pass(Duration.ofMillis(1));

        assertThat(stage.calls()).contains(ONE.address());
    }
}
