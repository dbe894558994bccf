package org.jackblockchain.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.peer.Ban;
import org.jackblockchain.wire.Subnet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operator's bans between two lives of a node: {@code banlist.json}, as Core keeps them. What cannot be read is
 * left out, and a full disk is no reason to stop.
 */
final class BanFile {
    private static final Logger LOG = LoggerFactory.getLogger(BanFile.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALL = "banned_nets";
    private static final String VERSION = "version";
    private static final int OUR_VERSION = 1;
    private static final long MAX_BYTES = 64 << 20;
    /** Far from now, and such that all clocks can say it. */
    private static final long MAX_TIME = 1L << 40;

    private final Path file;

    BanFile(Path file) {
        this.file = file;
    }

    /** Makes a new one if there is none that can be read. */
    List<Ban> read() {
        try {
            if (Files.exists(file) && Files.size(file) <= MAX_BYTES
                    && JSON.readTree(Files.readAllBytes(file)).path(ALL) instanceof ArrayNode bans)
                return parse(bans);
        } catch (JsonProcessingException e) {
            LOG.warn("the bans in {} cannot be read: {}", file, e.getOriginalMessage());
        } catch (IOException e) {
            LOG.warn("the bans in {} cannot be read: {}", file, e.toString());
        }
        LOG.info("Recreating the banlist database");
        write(List.of());
        return List.of();
    }

    private static List<Ban> parse(ArrayNode bans) {
        var all = new ArrayList<Ban>();
        for (JsonNode row : bans)
            ban(row).ifPresentOrElse(all::add, () -> LOG.warn("Dropping entry with unknown version or address from ban"
                    + " list: {}", row));
        return all;
    }

    private static Optional<Ban> ban(JsonNode row) {
        if (row.path(VERSION).intValue() != OUR_VERSION)
            return Optional.empty();
        return Subnet.parse(row.path("address").asText()).map(subnet -> new Ban(subnet,
                time(row.path("ban_created")), time(row.path("banned_until"))));
    }

    private static Instant time(JsonNode seconds) {
        return Instant.ofEpochSecond(Math.clamp(seconds.longValue(), 0, MAX_TIME));
    }

    /** Replaces the file whole. */
    void write(List<Ban> bans) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode all = json.putArray(ALL);
        bans.forEach(ban -> all.addObject().put(VERSION, OUR_VERSION).put("address", ban.subnet().toString())
                .put("ban_created", ban.created().getEpochSecond()).put("banned_until", ban.until().getEpochSecond()));
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(aside, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the bans in {} cannot be kept: {}", file, e.toString());
        }
    }
}
