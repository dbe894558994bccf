package org.jackblockchain.app.race;

/**
 * A node in the race.
 *
 * @param index from 0, in order of ports
 * @param tag what stands in its blocks: "Mined by node on port 5000"
 */
record Racer(int index, int httpPort, int p2pPort, String tag) {
    static Racer of(int index, int httpPort, int p2pPort) {
        return new Racer(index, httpPort, p2pPort, "Mined by node on port " + httpPort);
    }

    String name() {
        return "port " + httpPort;
    }

    String page() {
        return "http://127.0.0.1:" + httpPort + "/";
    }
}
