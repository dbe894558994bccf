package org.jackblockchain.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jackblockchain.peer.KnownAddress;
import org.jackblockchain.wire.NetAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The address book between two lives of a node: {@code peers.txt}, a line for each address. It can be lost without
 * harm, so what cannot be read is left out and a full disk is no reason to stop.
 */
final class AddressFile {
    /** The first line; another one means another format, which is not read. */
    private static final String HEADER = "# address services last-seen last-tried failures (seconds since 1970)";
    private static final int FIELDS = 5;
    private static final long MAX_BYTES = 32 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(AddressFile.class);

    private final Path file;

    AddressFile(Path file) {
        this.file = file;
    }

    List<KnownAddress> read() {
        try {
            if (Files.notExists(file))
                return List.of();
            if (Files.size(file) > MAX_BYTES) {
                LOG.warn("{} is too large to be an address book", file);
                return List.of();
            }
            return parse(Files.readAllLines(file));
        } catch (IOException e) {
            LOG.warn("the address book {} cannot be read, so it starts empty: {}", file, e.toString());
            return List.of();
        }
    }

    /** Replaces the file whole. */
    void write(List<KnownAddress> addresses) {
        var lines = new ArrayList<String>();
        lines.add(HEADER);
        addresses.forEach(known -> lines.add(line(known)));
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(aside, lines);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("the address book {} cannot be kept: {}", file, e.toString());
        }
    }

    private static List<KnownAddress> parse(List<String> lines) {
        if (lines.isEmpty() || !lines.getFirst().equals(HEADER))
            return List.of();
        return lines.stream().skip(1).flatMap(line -> address(line).stream()).toList();
    }

    private static String line(KnownAddress known) {
        return "%s %d %d %d %d".formatted(known.address().endpoint(), known.services(),
                known.lastSeen().getEpochSecond(), known.lastTried().getEpochSecond(), known.failures());
    }

    private static Optional<KnownAddress> address(String line) {
        String[] fields = line.strip().split(" ", -1);
        if (fields.length != FIELDS)
            return Optional.empty();
        try {
            long services = Long.parseLong(fields[1]);
            Instant seen = Instant.ofEpochSecond(Long.parseLong(fields[2]));
            Instant tried = Instant.ofEpochSecond(Long.parseLong(fields[3]));
            int failures = Integer.parseInt(fields[4]);
            return NetAddress.parse(fields[0])
                    .map(address -> new KnownAddress(address, services, seen, tried, failures));
        } catch (NumberFormatException | java.time.DateTimeException _) {
            return Optional.empty();
        }
    }
}
