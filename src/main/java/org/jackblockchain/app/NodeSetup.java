package org.jackblockchain.app;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.app.pool.FeeFile;
import org.jackblockchain.app.wallet.KeyStore;
import org.jackblockchain.consensus.Networks;
import org.jackblockchain.consensus.script.SaltedSignatureCache;
import org.jackblockchain.node.NodeConfig;
import org.jackblockchain.peer.KnownAddress;
import org.jackblockchain.peer.PeerConfig;
import org.jackblockchain.peer.Relaying;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.Sha256;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node begins with: its settings and what the files in its folder say, as the node wants to know them. */
final class NodeSetup {
    private static final Logger LOG = LoggerFactory.getLogger(NodeSetup.class);

    /** Twice as many as the inputs of a block full of usual spends. */
    private static final int CACHED_SIGNATURES = 1 << 16;

    private final NodeSettings settings;

    NodeSetup(NodeSettings settings) {
        this.settings = settings;
    }

    /**
     * What the node is to be.
     *
     * @param listens where it takes calls from peers
     * @param isRestoring whether it reads its memory pool from a file
     */
    NodeConfig config(CheckThreads checks, Relaying relaying, Optional<InetSocketAddress> listens,
            boolean isRestoring) {
        PeerConfig peers = PeerConfig.of(userAgent()).withLoopback(believesLocal())
                .withLimits(settings.outbound(), settings.manners().peerTerms().maxInbound())
                .withTerms(settings.manners().peerTerms()
                        .withBans(banFile().map(BanFile::read).orElse(List.of())))
                .withRelaying(relaying);
        PeerConfig config = listens.isPresent() ? peers.withListenPort(listens.get().getPort()) : peers;
        NodeConfig forgetful = new NodeConfig(config, payout(), settings.tag(), settings.mining())
                .withChain(settings.manners().chain().withSignatures(signatures()).withChecks(checks))
                .withPolicy(settings.manners().policy(), settings.manners().blocks()).withRestoring(isRestoring);
        return feeFile(relaying)
                .map(file -> forgetful.withFees(file.read(settings.manners().keeping().staleFees())))
                .orElse(forgetful);
    }

    private SaltedSignatureCache signatures() {
        var salt = new byte[Sha256.BYTES];
        new SecureRandom().nextBytes(salt);
        return new SaltedSignatureCache(salt, CACHED_SIGNATURES);
    }

    /** Where coins are worth something, filters tell too much of who asks; on regtest wallets need them. */
    Relaying relaying(Indexes indexes) {
        boolean forTests = settings.params().name().equals(Networks.REGTEST.name());
        Relaying plain = settings.manners().relaying().orElse(forTests ? Relaying.ALL : Relaying.NO_FILTERS);
        return indexes.served().filter(_ -> settings.manners().keeping().servesFilters())
                .map(plain::withBlockFilters).orElse(plain);
    }

    /** Where the network's peers are on this machine, as far as its parameters know; not with bitcoind's manners. */
    private boolean believesLocal() {
        return settings.manners().peerTerms().maxTipAge().isEmpty() && settings.params().firstPeers().stream()
                .allMatch(peer -> NetAddress.parse(peer).filter(NetAddress::isLocal)
                        .isPresent());
    }

    /** Those that the operator names. One that has no address is an error; with bitcoind's manners it is left out. */
    List<NetAddress> peers() {
        return settings.peers().stream().flatMap(peer -> place(peer).stream()).toList();
    }

    private Optional<NetAddress> place(String peer) {
        try {
            return Optional.of(Resolver.resolve(peer));
        } catch (UserError e) {
            if (settings.manners().peerTerms().maxTipAge().isEmpty())
                throw e;
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    private Bytes payout() {
        return settings.payout().or(() -> settings.files().map(this::payout))
                .orElseGet(() -> PayoutKey.random().script());
    }

    /** An old key goes on being paid to; where there is none, the phrase is, if there is to be one. */
    private Bytes payout(NodeFiles files) {
        AddressFormat format = settings.params().addresses();
        return files.phrase().filter(_ -> Files.notExists(files.payoutKey()))
                .map(folder -> KeyStore.in(folder, format).payout())
                .orElseGet(() -> PayoutKey.at(files.payoutKey(), format).script());
    }

    Optional<BanFile> banFile() {
        return settings.files().map(files -> new BanFile(files.bans()));
    }

    /** Who does not see what waits learns nothing. */
    Optional<FeeFile> feeFile(Relaying relaying) {
        return settings.files().filter(_ -> relaying.transactions()).map(files -> new FeeFile(files.fees()));
    }

    Optional<AddressFile> addressFile() {
        return settings.files().map(files -> new AddressFile(files.addresses()));
    }

    /** What the node knew when it stopped, and the network's first peers. */
    List<KnownAddress> knownAddresses() {
        if (settings.outbound() == 0)
            return List.of();
        var known = new LinkedHashMap<NetAddress, KnownAddress>();
        for (String peer : settings.params().firstPeers())
            firstPeer(peer).ifPresent(first -> known.put(first.address().endpoint(), first));
        addressFile().map(AddressFile::read).orElse(List.of())
                .forEach(found -> known.put(found.address().endpoint(), found));
        return List.copyOf(known.values());
    }

    private static Optional<KnownAddress> firstPeer(String peer) {
        try {
            return Optional.of(new KnownAddress(Resolver.resolve(peer), Services.NETWORK | Services.WITNESS,
                    Instant.now(), Instant.EPOCH, 0));
        } catch (UserError e) {
            LOG.warn("a first peer of the network is left out: {}", e.getMessage());
            return Optional.empty();
        }
    }

    String userAgent() {
        return settings.manners().userAgent().orElseGet(Build::userAgent);
    }
}
