package org.jackblockchain.app.pool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jackblockchain.mempool.fees.FeeEstimator;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node learned of fees, between two of its lives: Core's {@code fee_estimates.dat}. It can be lost without harm,
 * so what cannot be read is left out and a full disk is no reason to stop.
 */
public final class FeeFile {
    private static final Logger LOG = LoggerFactory.getLogger(FeeFile.class);
    /** Fees of so long ago say little of today's. */
    private static final Duration MAX_AGE = Duration.ofHours(60);
    private static final long MAX_BYTES = 8 << 20;

    private final Path file;

    public FeeFile(Path file) {
        this.file = file;
    }

    /**
     * What is remembered, if it is of use.
     *
     * @param acceptsStale however old it is
     */
    public Optional<Bytes> read(boolean acceptsStale) {
        try {
            if (Files.notExists(file)) {
                LOG.info("{} is not found. Continue anyway.", file);
                return Optional.empty();
            }
            Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
            if (age.compareTo(MAX_AGE) > 0 && !acceptsStale) {
                LOG.info(
                        "Fee estimation file {} too old (age={} > {} hours) and will not be used to avoid serving stale"
                                + " estimates.",
                        file, age.toHours(), MAX_AGE.toHours());
                return Optional.empty();
            }
            if (Files.size(file) > MAX_BYTES)
                throw new MalformedException("larger than " + MAX_BYTES + " bytes");
            var memory = Bytes.of(Files.readAllBytes(file));
            var _ = new FeeEstimator(memory);
            return Optional.of(memory);
        } catch (IOException | MalformedException e) {
            LOG.warn("Failed to read fee estimates from {}: {}. Continue anyway.", file, e.getMessage());
            return Optional.empty();
        }
    }

    /** Replaces the file whole. */
    public void write(Bytes memory) {
        Path aside = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(aside, memory.toArray());
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            LOG.info("Flushed fee estimates to {}.", file.getFileName());
        } catch (IOException e) {
            LOG.warn("Failed to write fee estimates to {}: {}. Continue anyway.", file, e.toString());
        }
    }
}
