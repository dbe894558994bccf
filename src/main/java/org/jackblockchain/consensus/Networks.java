package org.jackblockchain.consensus;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Work;

/** The networks that need no file. */
public final class Networks {
    /** Where the JackBlockChain's proof of work starts: six leading zeros in hex, as in the tutorial. */
    private static final CompactTarget SIX_ZEROS = CompactTarget.of("1e00ffff");
    private static final String TUTORIAL = "JackBlockChain: nodes that mine, 2017-11-09";
    private static final int GENESIS_NONCE = 4_627_165;

    /** The JackBlockChain itself: the race, private chains, learning. */
    public static final ChainParams JBC = new ChainParams("jbc", 0xca4a4243, 5000, 100,
            Genesis.of(TUTORIAL, Instant.parse("2017-11-09T00:00:00Z"), SIX_ZEROS, 50 * Subsidy.COIN, GENESIS_NONCE),
            SIX_ZEROS, Duration.ofSeconds(15), new Retarget.Lwma(60), new Subsidy(50 * Subsidy.COIN, 2_102_400), 100,
            Activations.FROM_BLOCK_ONE, Duration.ofSeconds(60), OptionalInt.of(100),
            new AddressFormat("jbc", OptionalInt.empty(), OptionalInt.empty()),
            List.of("127.0.0.1:5100", "127.0.0.1:5101", "127.0.0.1:5102", "127.0.0.1:5103"), List.of(), Work.ZERO);

    /** Bitcoin Core's regtest, byte for byte: a {@code bitcoind -regtest} joins it. */
    public static final ChainParams REGTEST = new ChainParams("regtest", 0xfabfb5da, 18443, 1, regtestGenesis(),
            CompactTarget.of("207fffff"), Duration.ofMinutes(10), new Retarget.Never(),
            new Subsidy(50 * Subsidy.COIN, 150), 100, Activations.REGTEST, Duration.ofHours(2), OptionalInt.empty(),
            new AddressFormat("bcrt", OptionalInt.of(111), OptionalInt.of(196)), List.of(), List.of(), Work.ZERO);

    private Networks() {}

    /** The built-in network of this name, or empty. */
    public static Optional<ChainParams> named(String name) {
        return List.of(JBC, REGTEST).stream().filter(params -> params.name().equals(name)).findFirst();
    }

    /** Bitcoin's first coinbase under regtest's header. */
    private static Block regtestGenesis() {
        return Block.of(Hex.parse("01000000" + "00".repeat(32)
                + "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a" + "dae5494d" + "ffff7f20"
                + "02000000" + "01"
                + "01000000" + "01" + "00".repeat(32) + "ffffffff" + "4d" + "04ffff001d0104"
                + "455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f"
                + "6e64206261696c6f757420666f722062616e6b73" + "ffffffff" + "01" + "00f2052a01000000" + "43"
                + "4104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de"
                + "5c384df7ba0b8d578a4c702b6bf11d5fac" + "00000000"));
    }
}
