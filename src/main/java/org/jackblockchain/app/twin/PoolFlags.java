package org.jackblockchain.app.twin;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jackblockchain.consensus.BlockRules;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.mempool.ChainLimits;
import org.jackblockchain.mempool.FeeRate;
import org.jackblockchain.mempool.Policy;
import org.jackblockchain.mining.BlockLimits;

/** What bitcoind's flags say about the memory pool and about blocks. */
final class PoolFlags {
    private static final long MEGABYTE = 1_000_000;
    private static final int KILOBYTE = 1_000;

    private PoolFlags() {}

    static Policy policy(Arguments arguments, ChainParams params) {
        Policy usual = Policy.DEFAULT;
        FeeRate incremental = rate(arguments, "incrementalrelayfee", usual.incrementalRelay());
        FeeRate least = rate(arguments, "minrelaytxfee", usual.minimumRelay());
        if (!arguments.isSet("minrelaytxfee"))
            least = FeeRate.max(least, incremental);
        boolean takesAnything = arguments.flag("acceptnonstdtxn", false);
        if (takesAnything && !params.isForTests())
            throw new StartError("acceptnonstdtxn is not currently supported for %s chain".formatted(params.name()));
        Policy policy = usual.withIncrementalRelay(incremental).withMinimumRelay(least)
                .withDustRelay(rate(arguments, "dustrelayfee", usual.dustRelay()))
                .withRequireStandard(!takesAnything)
                .withDataCarrierBytes(dataCarrier(arguments))
                .withBareMultisig(arguments.flag("permitbaremultisig", true))
                .withBytesPerSigop((int) number(arguments, "bytespersigop", usual.bytesPerSigop()))
                .withLimits(limits(arguments))
                .withMaxBytes(number(arguments, "maxmempool", usual.maxBytes() / MEGABYTE) * MEGABYTE)
                .withExpiry(Duration.ofHours(number(arguments, "mempoolexpiry", usual.expiry().toHours())));
        if (policy.maxBytes() < policy.leastMaxBytes()) {
            throw new StartError("-maxmempool must be at least %d MB"
                    .formatted((policy.leastMaxBytes() + MEGABYTE - 1) / MEGABYTE));
        }
        return policy;
    }

    private static OptionalInt dataCarrier(Arguments arguments) {
        return arguments.flag("datacarrier", true)
                ? OptionalInt.of((int) number(arguments, "datacarriersize", Policy.DEFAULT_DATA_CARRIER_BYTES))
                : OptionalInt.empty();
    }

    private static ChainLimits limits(Arguments arguments) {
        ChainLimits usual = ChainLimits.DEFAULT;
        return new ChainLimits(number(arguments, "limitancestorcount", usual.ancestors()),
                number(arguments, "limitancestorsize", usual.ancestorBytes() / KILOBYTE) * KILOBYTE,
                number(arguments, "limitdescendantcount", usual.descendants()),
                number(arguments, "limitdescendantsize", usual.descendantBytes() / KILOBYTE) * KILOBYTE);
    }

    private static long number(Arguments arguments, String name, long otherwise) {
        OptionalLong given = arguments.number(name);
        return given.orElse(otherwise);
    }

    private static FeeRate rate(Arguments arguments, String name, FeeRate otherwise) {
        if (!arguments.isSet(name))
            return otherwise;
        String text = arguments.text(name).orElse("");
        OptionalLong coins = Amounts.coins(text);
        if (coins.isEmpty())
            throw new StartError("Invalid amount for -%s=<amount>: '%s'".formatted(name, text));
        return new FeeRate(coins.getAsLong());
    }

    static BlockLimits blocks(Arguments arguments) {
        BlockLimits usual = BlockLimits.DEFAULT;
        long weight = number(arguments, "blockmaxweight", usual.maxWeight());
        if (weight > BlockRules.MAX_WEIGHT) {
            throw new StartError("Specified -blockmaxweight (%d) exceeds consensus maximum block weight (%d)"
                    .formatted(weight, BlockRules.MAX_WEIGHT));
        }
        long reserved = number(arguments, "blockreservedweight", usual.reservedWeight());
        if (reserved > BlockRules.MAX_WEIGHT) {
            throw new StartError("Specified -blockreservedweight (%d) exceeds consensus maximum block weight (%d)"
                    .formatted(reserved, BlockRules.MAX_WEIGHT));
        }
        if (reserved < BlockLimits.LEAST_RESERVED_WEIGHT) {
            throw new StartError("Specified -blockreservedweight (%d) is lower than minimum safety value of (%d)"
                    .formatted(reserved, BlockLimits.LEAST_RESERVED_WEIGHT));
        }
        long fee = rate(arguments, "blockmintxfee", new FeeRate(usual.minimumFee())).perKilobyte();
        return new BlockLimits((int) Math.max(weight, 0), (int) reserved, fee);
    }
}
