package org.jackblockchain.app.twin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every flag that bitcoind takes, by its name. Some change nothing here; that they are known lets a start go on. */
final class Flags {
    private static final String TABLE = """
            Options:
              alertnotify assumevalid blocksdir blocksxor blocknotify blockreconstructionextratxn blocksonly
              coinstatsindex conf datadir! dbcache includeconf allowignoredconf loadblock maxmempool
              maxorphantx mempoolexpiry minimumchainwork par persistmempool persistmempoolv1 pid prune reindex
              reindex-chainstate settings startupnotify shutdownnotify txindex blockfilterindex version help ?
              h daemon daemonwait debuglogfile
            Connection options:
              addnode% asmap bantime bind% cjdnsreachable connect% discover dns dnsseed externalip
              fixedseeds forcednsseed listen listenonion maxconnections maxreceivebuffer maxsendbuffer
              maxuploadtarget onion i2psam i2pacceptincoming onlynet v2transport peerbloomfilters peerblockfilters
              txreconciliation port% proxy= proxyrandomize seednode networkactive timeout peertimeout torcontrol
              torpassword* upnp natpmp whitebind% whitelist
            ZeroMQ notification options:
              zmqpubhashblock zmqpubhashtx zmqpubrawblock zmqpubrawtx zmqpubsequence zmqpubhashblockhwm
              zmqpubhashtxhwm zmqpubrawblockhwm zmqpubrawtxhwm zmqpubsequencehwm
            Debugging/Testing options:
              help-debug fastprune dbbatchsize checkblocks checklevel checkblockindex checkaddrman checkmempool
              checkpoints deprecatedrpc stopafterblockimport stopatheight limitancestorcount limitancestorsize
              limitdescendantcount limitdescendantsize test capturemessages mocktime maxsigcachesize maxtipage
              printpriority uacomment acceptstalefeeestimates debug debugexclude logips loglevel!= logtimestamps
              logthreadnames logsourcelocations logtimemicros loglevelalways printtoconsole shrinkdebugfile
              testactivationheight vbparams
            Chain selection options:
              chain regtest testnet testnet4 signet signetchallenge! signetseednode!
            Node relay options:
              acceptnonstdtxn incrementalrelayfee dustrelayfee bytespersigop datacarrier datacarriersize
              permitbaremultisig minrelaytxfee whitelistforcerelay whitelistrelay
            Block creation options:
              blockmaxweight blockreservedweight blockmintxfee blockversion
            RPC server options:
              rest rpcallowip rpcauth* rpcbind% rpcdoccheck rpccookiefile rpccookieperms rpcpassword* rpcport%
              rpcservertimeout rpcthreads rpcuser* rpcwhitelist rpcwhitelistdefault rpcworkqueue server
            Wallet options, which are taken and change nothing:
              addresstype avoidpartialspends changetype consolidatefeerate disablewallet discardfee fallbackfee
              keypool maxapsfee mintxfee paytxfee signer spendzeroconfchange txconfirmtarget wallet% walletbroadcast
              walletdir walletnotify walletrbf dblogsize flushwallet privdb swapbdbendian unsafesqlitesync
              walletrejectlongchains walletcrosschain maxtxfee
            """;

    private static final String CLIENTS = """
            Options:
              conf datadir version help ? h generate addrinfo getinfo netinfo named color! rpcclienttimeout rpcconnect
              rpccookiefile rpcpassword* rpcport rpcuser* rpcwait rpcwaittimeout! rpcwallet stdin stdinrpcpass
              stdinwalletpassphrase
            Chain selection options:
              chain regtest testnet testnet4 signet signetchallenge! signetseednode!
            """;

    /** What a flag may and may not be. */
    record Flag(String name, boolean negatable, boolean needsValue, boolean networkOnly, boolean secret) {
        static Flag of(String row) {
            int end = row.length();
            while (end > 1 && "!=%*".indexOf(row.charAt(end - 1)) >= 0)
                end--;
            Set<Character> marks = Set.copyOf(row.substring(end).chars().mapToObj(c -> (char) c).toList());
            return new Flag(row.substring(0, end), !marks.contains('!'), marks.contains('='), marks.contains('%'),
                    marks.contains('*'));
        }
    }

    private static final Map<String, Flag> ALL = read(TABLE);
    private static final Map<String, Flag> CLIENTS_ALL = read(CLIENTS);

    private Flags() {}

    private static Map<String, Flag> read(String table) {
        var flags = new LinkedHashMap<String, Flag>();
        table.lines().filter(line -> line.startsWith("  ")).flatMap(line -> List.of(line.strip().split(" +", -1))
                .stream()).map(Flag::of).forEach(flag -> flags.put(flag.name(), flag));
        return flags;
    }

    static Optional<Flag> find(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** Of bitcoin-cli. */
    static Optional<Flag> findClients(String name) {
        return Optional.ofNullable(CLIENTS_ALL.get(name));
    }

    static Iterable<Flag> all() {
        return ALL.values();
    }

    /** The names under their headings, for {@code -help}. */
    static String help() {
        return help(TABLE);
    }

    /** The same of bitcoin-cli. */
    static String clientHelp() {
        return help(CLIENTS);
    }

    private static String help(String table) {
        var lines = new ArrayList<String>();
        table.lines().forEach(line -> {
            if (!line.startsWith("  ")) {
                lines.add("");
                lines.add(line);
            } else {
                for (String row : line.strip().split(" +", -1))
                    lines.add("  -" + Flag.of(row).name());
            }
        });
        return String.join("\n", lines.subList(1, lines.size()));
    }
}
