package org.jackblockchain.chain;

import java.util.Optional;

import org.jackblockchain.consensus.script.SignatureCache;
import org.jackblockchain.primitives.BlockHash;

/**
 * How a chain does its work; none of it changes what is valid, as long as {@code assumeValid} is.
 *
 * @param checks runs the scripts of a block
 * @param signatures that were verified before; asked by whoever runs the checks
 * @param assumeValid a block whose ancestors' scripts are not run, once enough work stands above them
 * @param cachedCoins so many are held in memory over those that a store holds
 */
public record ChainOptions(CheckRunner checks, SignatureCache signatures, Optional<BlockHash> assumeValid,
        int cachedCoins) {
    /** What a coin takes in memory together with its place in a map, in bytes, roughly. */
    public static final int BYTES_PER_COIN = 256;
    /** {@code --dbcache}, in MiB, unless said otherwise. */
    public static final int DEFAULT_CACHE_MIB = 64;
    public static final ChainOptions DEFAULT = new ChainOptions(CheckRunner.IN_TURN, SignatureCache.NONE,
            Optional.empty(),
            coinsIn(DEFAULT_CACHE_MIB));

    /** How many coins fit in so many MiB. */
    public static int coinsIn(int mebibytes) {
        return (int) Math.min(Integer.MAX_VALUE, ((long) mebibytes << 20) / BYTES_PER_COIN);
    }

    public ChainOptions withChecks(CheckRunner runner) {
        return new ChainOptions(runner, signatures, assumeValid, cachedCoins);
    }

    public ChainOptions withSignatures(SignatureCache cache) {
        return new ChainOptions(checks, cache, assumeValid, cachedCoins);
    }

    public ChainOptions withAssumeValid(Optional<BlockHash> block) {
        return new ChainOptions(checks, signatures, block, cachedCoins);
    }

    public ChainOptions withCachedCoins(int count) {
        return new ChainOptions(checks, signatures, assumeValid, count);
    }
}
