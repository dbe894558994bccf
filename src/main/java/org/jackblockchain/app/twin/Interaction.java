package org.jackblockchain.app.twin;

/** What one flag means for others of which nothing was said. */
final class Interaction {
    private static final int DEFAULT_CONNECTIONS = 125;

    private final Arguments arguments;

    private Interaction(Arguments arguments) {
        this.arguments = arguments;
    }

    static void settle(Arguments arguments) {
        new Interaction(arguments).settle();
    }

    private void settle() {
        if (!arguments.all("bind").isEmpty())
            imply("-bind set", "listen", "1");
        if (!arguments.all("whitebind").isEmpty())
            imply("-whitebind set", "listen", "1");
        boolean chosen = !arguments.all("connect").isEmpty() || arguments.isNegated("connect");
        if (chosen || arguments.number("maxconnections").orElse(DEFAULT_CONNECTIONS) <= 0) {
            imply("-connect or -maxconnections=0 set", "dnsseed", "0");
            imply("-connect or -maxconnections=0 set", "listen", "0");
        }
        if (arguments.value("proxy").filter(proxy -> !proxy.isEmpty() && !proxy.equals("0")).isPresent()) {
            imply("-proxy set", "listen", "0");
            imply("-proxy set", "natpmp", "0");
            imply("-proxy set", "discover", "0");
        }
        if (!arguments.flag("listen", true)) {
            for (String name : new String[]{"natpmp", "discover", "listenonion", "i2pacceptincoming"})
                imply("-listen=0", name, "0");
        }
        if (!arguments.all("externalip").isEmpty())
            imply("-externalip set", "discover", "0");
        if (arguments.flag("blocksonly", false)) {
            imply("-blocksonly=1", "whitelistrelay", "0");
            imply("-blocksonly=1", "maxmempool", "5");
        }
        if (arguments.flag("whitelistforcerelay", false))
            imply("-whitelistforcerelay=1", "whitelistrelay", "1");
        boolean places = !arguments.all("bind").isEmpty() || !arguments.all("whitebind").isEmpty();
        if (places && !arguments.flag("listen", true))
            throw new StartError("Cannot set -bind or -whitebind together with -listen=0");
    }

    private void imply(String cause, String name, String value) {
        if (arguments.imply(name, value))
            arguments.note("parameter interaction: %s -> setting -%s=%s".formatted(cause, name, value));
    }
}
