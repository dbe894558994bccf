package org.jackblockchain.app.wallet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import org.jackblockchain.app.config.DataDirectory;
import org.jackblockchain.app.config.OwnersFile;
import org.jackblockchain.app.config.PayoutKey;
import org.jackblockchain.app.config.UserError;
import org.jackblockchain.primitives.Address;
import org.jackblockchain.primitives.AddressFormat;
import org.jackblockchain.primitives.Bytes;

/**
 * The keys in a data directory: one phrase, made once and never replaced, and how many of its addresses were given
 * out. A {@code payout.key} of a node from before, or of a race, is one of them.
 */
public final class KeyStore {
    /** So many addresses behind the last one given out are looked at as well, as wallets do (BIP44). */
    private static final int GAP = 20;
    private static final int MAX_INDEX = 1_000_000;

    private final DataDirectory data;
    private final AddressFormat format;
    private final Phrase phrase;

    private KeyStore(DataDirectory data, AddressFormat format, Phrase phrase) {
        this.data = data;
        this.format = format;
        this.phrase = phrase;
    }

    /**
     * The keys of this folder, which are made if they are not there.
     *
     * @throws UserError when the file holds no phrase, or cannot be read or made
     */
    public static KeyStore in(Path folder, AddressFormat format) {
        var data = new DataDirectory(folder);
        Path file = data.phrase();
        try {
            // words become a key slowly, by design: once is enough
            Phrase phrase = Files.exists(file) ? parse(file, Files.readAllLines(file)) : create(file, format);
            return new KeyStore(data, format, phrase);
        } catch (IOException e) {
            throw new UserError("cannot keep the phrase in " + file + ": " + e.getMessage(), e);
        }
    }

    private static Phrase parse(Path file, List<String> lines) {
        var phrases = lines.stream().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
        try {
            if (phrases.size() == 1)
                return Phrase.of(phrases.getFirst(), Phrase.COIN_TYPE);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ": these are not words of BIP39 with a good checksum; put back a copy", e);
        }
        throw new UserError(file + " does not hold one phrase on one line; put back a copy, or move it away");
    }

    private static Phrase create(Path file, AddressFormat format) throws IOException {
        String words = Phrase.words();
        Phrase phrase = Phrase.of(words, Phrase.COIN_TYPE);
        Bytes first = phrase.key(Phrase.Row.RECEIVE, 0).script();
        boolean isOurs = OwnersFile.create(file, """
                # The words that all keys of this node come from (BIP39). Who reads them can spend its coins: keep a
                # copy on paper, show nobody. The keys are m/84'/%d'/0' (BIP84); the first address:
                # %s
                %s
                """.formatted(Phrase.COIN_TYPE, Address.of(first, format).orElseThrow(), words));
        return isOurs ? phrase : parse(file, Files.readAllLines(file));
    }

    /** What a node's rewards are locked with. */
    public Bytes payout() {
        return phrase.key(Phrase.Row.RECEIVE, 0).script();
    }

    /** The address that others may pay to: the last one given out. */
    public String address() {
        return Address.of(phrase.key(Phrase.Row.RECEIVE, Math.max(0, next(Phrase.Row.RECEIVE) - 1)).script(), format)
                .orElseThrow();
    }

    /** An address that was not given out before. The very first is the one that rewards are paid to. */
    public String newAddress() {
        int index = Math.max(1, next(Phrase.Row.RECEIVE));
        setNext(Phrase.Row.RECEIVE, index + 1);
        return Address.of(phrase.key(Phrase.Row.RECEIVE, index).script(), format).orElseThrow();
    }

    /** What change is to be locked with, until {@link #useChange}. */
    Bytes change() {
        return phrase.key(Phrase.Row.CHANGE, next(Phrase.Row.CHANGE)).script();
    }

    /** The next change goes elsewhere. */
    void useChange() {
        setNext(Phrase.Row.CHANGE, next(Phrase.Row.CHANGE) + 1);
    }

    /** All keys whose coins are ours. */
    List<SigningKey> keys() {
        var keys = new ArrayList<SigningKey>();
        for (Phrase.Row row : Phrase.Row.values()) {
            int count = next(row) + GAP;
            for (int i = 0; i < count; i++)
                keys.add(phrase.key(row, i));
        }
        payoutKey().map(SigningKey::of).ifPresent(keys::add);
        return keys;
    }

    private Optional<PayoutKey> payoutKey() {
        return Files.exists(data.payoutKey())
                ? Optional.of(PayoutKey.at(data.payoutKey(), format))
                : Optional.empty();
    }

    private int next(Phrase.Row row) {
        String text = counts().getProperty(name(row), "0");
        try {
            int next = Integer.parseInt(text);
            if (next >= 0 && next <= MAX_INDEX)
                return next;
        } catch (NumberFormatException _) {
            // said below, for every wrong number alike
        }
        throw new UserError(data.addresses() + ": " + name(row) + " has to be a number from 0 to " + MAX_INDEX);
    }

    private static String name(Phrase.Row row) {
        return switch (row) {
            case RECEIVE -> "receive";
            case CHANGE -> "change";
        };
    }

    private Properties counts() {
        var counts = new Properties();
        if (Files.notExists(data.addresses()))
            return counts;
        try (var in = Files.newBufferedReader(data.addresses())) {
            counts.load(in);
            return counts;
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("cannot read " + data.addresses() + ": " + e.getMessage(), e);
        }
    }

    private void setNext(Phrase.Row row, int next) {
        int receive = row == Phrase.Row.RECEIVE ? next : next(Phrase.Row.RECEIVE);
        int change = row == Phrase.Row.CHANGE ? next : next(Phrase.Row.CHANGE);
        try {
            OwnersFile.replace(data.addresses(), """
                    # How many addresses of the phrase were given out.
                    receive=%d
                    change=%d
                    """.formatted(receive, change));
        } catch (IOException e) {
            throw new UserError("cannot write " + data.addresses() + ": " + e.getMessage(), e);
        }
    }
}
