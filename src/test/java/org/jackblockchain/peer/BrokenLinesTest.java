package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.primitives.Block;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines are cut in the middle of things, again and again; in the end all agree. */
class BrokenLinesTest {
    private static final List<Block> TRUNK = Blocks.chain(Networks.REGTEST, List.of(), 50, "trunk");
    private static final List<Block> LONG = Blocks.chain(Networks.REGTEST, TRUNK, 300, "long");
    private static final List<Block> SHORT = Blocks.chain(Networks.REGTEST, TRUNK, 120, "short");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void all_nodes_agree_in_the_end(long seed) {
        // Given two chains and a node that knows neither
        var chance = new SplittableRandom(seed);
        var net = new TestNet(Networks.REGTEST, PeerConfig.of("/test:1/").withLoopback(true));
        TestNode a = net.node(1);
        TestNode b = net.node(2);
        TestNode c = net.node(3);
        a.hold(TRUNK);
        a.hold(LONG);
        b.hold(TRUNK);
        b.hold(SHORT);

        // When
        net.cutting(chance);
        net.join(c, a);
        net.join(c, b);
        net.join(b, a);

        // Then
        net.runUntil(() -> List.of(b, c).stream().allMatch(node -> node.tip().hash().equals(a.tip().hash())),
                Duration.ofHours(1));
        assertThat(c.tip().height()).isEqualTo(350);
    }
}
