package org.jackblockchain.stratum;

import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * Where miners are served.
 *
 * @param address port 0 for any free one
 * @param tls empty for plain TCP
 */
public record StratumSettings(InetSocketAddress address, Optional<TlsFiles> tls) {}
