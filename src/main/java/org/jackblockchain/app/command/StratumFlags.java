package org.jackblockchain.app.command;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of whoever serves miners; what is not given is null. */
final class StratumFlags {
    @Option(names = "--stratum", paramLabel = "PORT", description = "Serve miners at this port, by Stratum.")
    @Nullable
    Integer port;

    @Option(names = "--stratum-listen", paramLabel = "ADDRESS",
            description = "The address that miners call. Default: 127.0.0.1.")
    @Nullable
    String listen;

    @Option(names = "--stratum-tls-cert", paramLabel = "FILE",
            description = "Serve miners over TLS with this certificate, in PEM.")
    @Nullable
    Path certificate;

    @Option(names = "--stratum-tls-key", paramLabel = "FILE", description = "And with this key, PKCS #8 in PEM.")
    @Nullable
    Path key;
}
