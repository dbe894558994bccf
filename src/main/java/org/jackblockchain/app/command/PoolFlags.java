package org.jackblockchain.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.app.Build;
import org.jackblockchain.stratum.PoolAddress;
import org.jackblockchain.stratum.PoolSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags of whoever mines for a pool. */
final class PoolFlags {
    @Option(names = "--pool", paramLabel = "URL",
            description = "stratum+tcp://HOST:PORT, or stratum+ssl:// for TLS. Repeatable: the first is the best, the"
                    + " others are for when it does not answer.")
    private @Nullable List<String> pools;

    @Option(names = "--user", paramLabel = "NAME", description = "The worker's name, as the pool wants it.")
    private @Nullable String user;

    @Option(names = "--password", paramLabel = "WORD", defaultValue = "x", description = "Few pools want one.")
    private String password = "";

    @Option(names = "--pool-tls-cert", paramLabel = "FILE",
            description = "Trust this certificate, in PEM, and no other: for a pool that signed its own.")
    private @Nullable Path certificate;

    boolean areGiven() {
        return pools != null || user != null || certificate != null;
    }

    /** @throws ParameterException if they make no sense */
    PoolSettings settings(CommandLine line) {
        if (pools == null || pools.isEmpty())
            throw new ParameterException(line, "--user is for mining with --pool");
        if (user == null || user.isBlank())
            throw new ParameterException(line, "--pool needs --user, the worker's name");
        List<PoolAddress> addresses = pools.stream()
                .map(text -> PoolAddress.parse(text).orElseThrow(() -> new ParameterException(line,
                        "--pool: \"" + text + "\" is not stratum+tcp://HOST:PORT or stratum+ssl://HOST:PORT")))
                .toList();
        return new PoolSettings(addresses, user, password, "jbc/" + Build.version(), Optional.ofNullable(certificate));
    }
}
