package org.jackblockchain.app.race;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.jackblockchain.app.Ports;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.Networks;

/** Picks the ports of a race: the first free ones from the wanted port on. */
final class RacePorts {
    private RacePorts() {}

    /** @param say is told of each port that somebody else has */
    static List<Racer> choose(InetAddress host, int count, int from, Consumer<String> say) {
        int offset = Networks.JBC.p2pPortOffset();
        var racers = new ArrayList<Racer>();
        for (int port = from; racers.size() < count; port++) {
            if (port + offset > Ports.MAX)
                throw new UserError(
                        "there are not " + count + " free ports from " + from + " on; choose a lower --port");
            // with many nodes one's P2P port would be another's HTTP port
            int http = port;
            int p2p = port + offset;
            boolean ours = racers.stream().anyMatch(racer -> racer.p2pPort() == http);
            int taken = !Ports.isFree(host, http) ? http : !Ports.isFree(host, p2p) ? p2p : 0;
            if (taken != 0) {
                say.accept("port " + taken + " is taken, so no node gets port " + http);
            } else if (!ours) {
                racers.add(Racer.of(racers.size(), http, p2p));
            }
        }
        return racers;
    }
}
