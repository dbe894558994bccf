package org.jackblockchain.app.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code -getinfo} prints of a node. */
final class Info {
    private static final String RESET = "\u001b[0m";
    private static final String BLUE = "\u001b[34m";
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final int PERCENT = 100;

    private Info() {}

    static String text(JsonNode network, JsonNode chain, boolean colour) {
        List<String> lines = new ArrayList<>();
        lines.add(painted(BLUE, colour) + "Chain: " + chain.path("chain").asText() + painted(RESET, colour));
        lines.add("Blocks: " + chain.path("blocks").asText());
        lines.add("Headers: " + chain.path("headers").asText());
        lines.add("Verification progress: %.4f%%"
                .formatted(chain.path("verificationprogress").asDouble() * PERCENT));
        lines.add("Difficulty: " + chain.path("difficulty").asText());
        lines.add("");
        lines.add(painted(GREEN, colour) + "Network: in %s, out %s, total %s".formatted(
                network.path("connections_in").asText(), network.path("connections_out").asText(),
                network.path("connections").asText()) + painted(RESET, colour));
        lines.add("Version: " + network.path("version").asText());
        lines.add("Time offset (s): " + network.path("timeoffset").asText());
        lines.add("Proxies: " + proxies(network.path("networks")));
        lines.add("Min tx relay fee rate (BTC/kvB): " + network.path("relayfee").decimalValue().toPlainString());
        lines.add("");
        lines.add(painted(YELLOW, colour) + "Warnings: " + warnings(network.path("warnings")) + painted(RESET, colour));
        return String.join("\n", lines);
    }

    private static String painted(String code, boolean colour) {
        return colour ? code : "";
    }

    private static String proxies(JsonNode networks) {
        Map<String, List<String>> byProxy = new LinkedHashMap<>();
        for (JsonNode network : networks) {
            String proxy = network.path("proxy").asText();
            if (!proxy.isEmpty())
                byProxy.computeIfAbsent(proxy, _ -> new ArrayList<>()).add(network.path("name").asText());
        }
        return byProxy.isEmpty()
                ? "n/a"
                : String.join(", ", byProxy.entrySet().stream()
                        .map(entry -> entry.getKey() + " (" + String.join(", ", entry.getValue()) + ")").toList());
    }

    private static String warnings(JsonNode warnings) {
        List<String> all = new ArrayList<>();
        warnings.forEach(warning -> all.add(warning.asText()));
        return all.isEmpty() ? "(none)" : String.join("; ", all);
    }
}
