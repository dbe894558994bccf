package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jackblockchain.Blocks;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.peer.Stage.Stranger;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Strangers who say anything in any order: the node keeps its head, its limits and its honest peers. */
class StrangersFuzzTest {
    private static final ChainParams PARAMS = Networks.REGTEST;
    private static final List<Block> GOOD = Blocks.chain(PARAMS, List.of(), 60, "good");
    private static final List<Block> FORK = Blocks.chain(PARAMS, GOOD.subList(0, 20), 30, "fork");
    private static final int MESSAGES = 3_000;

    private final Stage stage = new Stage(PARAMS.withFirstPeers(List.of("5.5.5.5:1", "127.0.0.1:5101")));
    private final List<Block> pool = new ArrayList<>(GOOD);
    private SplittableRandom chance = new SplittableRandom();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_strangers_say_an_honest_peer_is_heard(long seed) {
        // Given
        chance = new SplittableRandom(seed);
        pool.addAll(FORK);
        pool.add(Blocks.greedy(PARAMS, stage.node().tip()));
        var strangers = new ArrayList<Stranger>();

        // When
        for (int i = 0; i < MESSAGES; i++) {
            strangers.removeIf(stranger -> !stranger.isConnected());
            if (strangers.size() < 5)
                strangers.add(newcomer(i));
            strangers.get(chance.nextInt(strangers.size())).say(anything());
            if (chance.nextInt(20) == 0)
                stage.pass(Duration.ofMillis(chance.nextLong(5_000)));
        }

        // Then
        var honest = stage.caller("7.7.7.7:7").greets();
        stage.pass(Duration.ofMinutes(5));
        honest.headers(GOOD);
        GOOD.forEach(honest::block);
        assertThat(honest.isConnected()).as("seed " + seed).isTrue();
        assertThat(stage.node().tip().hash()).as("seed " + seed).isEqualTo(GOOD.getLast().hash());
        for (PeerView view : stage.node().peers().view())
            assertThat(view.blocksInFlight()).isLessThanOrEqualTo(BlockDownload.MAX_IN_FLIGHT);
    }

    private Stranger newcomer(int n) {
        String remote = "6.%d.%d.%d:1".formatted(chance.nextInt(200), n >> 8, n & 0xff);
        Stranger stranger = chance.nextBoolean() ? stage.caller(remote) : stage.called(remote);
        if (chance.nextInt(4) > 0)
            stranger.greets();
        return stranger;
    }

    private Block someBlock() {
        return pool.get(chance.nextInt(pool.size()));
    }

    private BlockHash someHash() {
        return chance.nextInt(5) == 0 ? new BlockHash(0, 0, 0, chance.nextLong()) : someBlock().hash();
    }

    private <T> List<T> some(int max, Supplier<T> one) {
        var list = new ArrayList<T>();
        int count = chance.nextInt(max + 1);
        for (int i = 0; i < count; i++)
            list.add(one.get());
        return list;
    }

    private InvItem someItem() {
        int[] types = {InvItem.BLOCK, InvItem.WITNESS_BLOCK, InvItem.COMPACT_BLOCK, InvItem.FILTERED_BLOCK, InvItem.TX,
                InvItem.WTX, 0, chance.nextInt()};
        return InvItem.of(types[chance.nextInt(types.length)], someHash());
    }

    private NetAddress someAddress() {
        byte[] host = new byte[chance.nextBoolean() ? 4 : 16];
        for (int i = 0; i < host.length; i++)
            host[i] = (byte) chance.nextInt();
        return NetAddress.of(host, chance.nextInt(0x1_0000)).withServices(chance.nextLong() | Services.NETWORK)
                .withTime(chance.nextLong(0x1_0000_0000L));
    }

    private Message someHeaders() {
        int from = chance.nextInt(pool.size());
        int to = Math.min(pool.size(), from + chance.nextInt(40));
        List<BlockHeader> headers = pool.subList(from, to).stream().map(Block::header).toList();
        return new Message.Headers(headers);
    }

    private Message someBrokenBlock() {
        Block block = someBlock();
        Block other = someBlock();
        return new Message.BlockMessage(switch (chance.nextInt(3)) {
            case 0 -> new Block(block.header(), other.transactions());
            case 1 -> new Block(block.header(), List.of());
            default -> new Block(block.header().withNonce(chance.nextInt()), block.transactions());
        });
    }

    private Message anything() {
        return switch (chance.nextInt(22)) {
            case 0 -> new Message.Version(chance.nextInt(80_000), chance.nextLong(), 1, NetAddress.NONE,
                    NetAddress.NONE, chance.nextLong(), "/?/", chance.nextInt(), true);
            case 1 -> new Message.Verack();
            case 2 -> new Message.WtxidRelay();
            case 3 -> new Message.SendAddrV2();
            case 4 -> new Message.SendHeaders();
            case 5 -> new Message.Ping(chance.nextLong());
            case 6 -> new Message.Pong(chance.nextLong());
            case 7 -> new Message.GetAddr();
            case 8 -> new Message.Addr(some(12, this::someAddress));
            case 9 -> new Message.AddrV2(some(1_000, this::someAddress));
            case 10 -> new Message.Inv(some(10, this::someItem));
            case 11 -> new Message.GetData(some(50, this::someItem));
            case 12 -> new Message.NotFound(some(10, this::someItem));
            case 13 -> new Message.GetHeaders(1, some(5, this::someHash), someHash());
            case 14 -> new Message.GetBlocks(1, some(5, this::someHash), someHash());
            case 15, 16 -> someHeaders();
            case 17, 18 -> new Message.BlockMessage(someBlock());
            case 19 -> someBrokenBlock();
            case 20 -> new Message.SendCmpct(chance.nextBoolean(), chance.nextLong());
            default -> new Message.FeeFilter(chance.nextLong());
        };
    }
}
