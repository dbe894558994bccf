package org.jackblockchain.primitives;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Output scripts as the text that people pass around, and back. Which text is up to the {@link AddressFormat}. */
public final class Address {
    private static final int HASH160_BYTES = 20;
    private static final int MIN_PROGRAM_BYTES = 2;
    private static final int MAX_PROGRAM_BYTES = 40;
    private static final int MAX_WITNESS_VERSION = 16;
    /** How much a text is decoded only to tell a wrong checksum from no base58 at all. */
    private static final int MAX_BASE58_BYTES = 100;

    private static final int OP_1 = 0x51;
    private static final Bytes P2PKH_START = Bytes.ofHex("76a914");
    private static final Bytes P2PKH_END = Bytes.ofHex("88ac");
    private static final Bytes P2SH_START = Bytes.ofHex("a914");
    private static final Bytes P2SH_END = Bytes.ofHex("87");

    /** What an address means. */
    public sealed interface Parsed {
        /** @param script locks an output to the address */
        record Locking(Bytes script) implements Parsed {}

        /**
         * @param why in the words of Core's {@code validateaddress}
         * @param places of the characters that are wrong, as far as that can be told
         */
        record Invalid(String why, List<Integer> places) implements Parsed {
            public Invalid {
                places = List.copyOf(places);
            }

            Invalid(String why) {
                this(why, List.of());
            }
        }
    }

    private Address() {}

    /** The address of a script; empty if it has none on this network, as a bare public key has not. */
    public static Optional<String> of(Bytes script, AddressFormat format) {
        Optional<Bytes> keyHash = between(P2PKH_START, script, P2PKH_END);
        if (keyHash.isPresent())
            return base58(format.p2pkh(), keyHash.get());
        Optional<Bytes> scriptHash = between(P2SH_START, script, P2SH_END);
        if (scriptHash.isPresent())
            return base58(format.p2sh(), scriptHash.get());
        return segwit(script, format);
    }

    public static Parsed parse(String text, AddressFormat format) {
        String start = text.substring(0, Math.min(text.length(), format.hrp().length()));
        return start.toLowerCase(Locale.ROOT).equals(format.hrp())
                ? parseBech32(text, format)
                : parseBase58(text, format);
    }

    private static Optional<Bytes> between(Bytes start, Bytes script, Bytes end) {
        int from = start.length();
        int to = from + HASH160_BYTES;
        boolean fits = script.length() == to + end.length() && script.slice(0, from).equals(start)
                && script.slice(to, script.length()).equals(end);
        return fits ? Optional.of(script.slice(from, to)) : Optional.empty();
    }

    private static Optional<String> base58(OptionalInt version, Bytes hash) {
        if (version.isEmpty())
            return Optional.empty();
        return Optional.of(Base58.encodeChecked(new ByteWriter().u8(version.getAsInt()).bytes(hash).toBytes()));
    }

    /** BIP141: a version opcode and one push of 2 to 40 bytes. */
    private static Optional<String> segwit(Bytes script, AddressFormat format) {
        int length = script.length() - 2;
        if (length < MIN_PROGRAM_BYTES || length > MAX_PROGRAM_BYTES || script.at(1) != length)
            return Optional.empty();
        int opcode = script.at(0) & 0xff;
        int version = opcode == 0 ? 0 : opcode - OP_1 + 1;
        boolean known = opcode == 0 ? length == 20 || length == 32 : version >= 1 && version <= MAX_WITNESS_VERSION;
        if (!known)
            return Optional.empty();
        Bytes values = new ByteWriter().u8(version).bytes(Bech32.toFives(script.slice(2, script.length()))).toBytes();
        return Optional.of(Bech32.encode(variant(version), format.hrp(), values));
    }

    private static Bech32.Variant variant(int version) {
        return version == 0 ? Bech32.Variant.BECH32 : Bech32.Variant.BECH32M;
    }

    private static Parsed parseBase58(String text, AddressFormat format) {
        Optional<Bytes> decoded = Base58.decodeChecked(text, 1 + HASH160_BYTES);
        if (decoded.isEmpty()) {
            return new Parsed.Invalid(Base58.decode(text, MAX_BASE58_BYTES).isEmpty()
                    ? "Invalid or unsupported Segwit (Bech32) or Base58 encoding."
                    : "Invalid checksum or length of Base58 address (P2PKH or P2SH)");
        }
        Bytes content = decoded.get();
        OptionalInt version = content.length() == 0 ? OptionalInt.empty() : OptionalInt.of(content.at(0) & 0xff);
        boolean isKey = version.isPresent() && version.equals(format.p2pkh());
        boolean isScript = version.isPresent() && version.equals(format.p2sh());
        if (!isKey && !isScript)
            return new Parsed.Invalid("Invalid or unsupported Base58-encoded address.");
        if (content.length() != 1 + HASH160_BYTES)
            return new Parsed.Invalid("Invalid length for Base58 address (P2PKH or P2SH)");
        Bytes hash = content.slice(1, content.length());
        return isKey ? locking(P2PKH_START, hash, P2PKH_END) : locking(P2SH_START, hash, P2SH_END);
    }

    private static Parsed locking(Bytes start, Bytes hash, Bytes end) {
        return new Parsed.Locking(new ByteWriter().bytes(start).bytes(hash).bytes(end).toBytes());
    }

    private static Parsed parseBech32(String text, AddressFormat format) {
        return switch (Bech32.decode(text)) {
            case Bech32.Decoded.Broken(String why, List<Integer> places) -> new Parsed.Invalid(why, places);
            case Bech32.Decoded.Parts parts when parts.values().length() == 0 ->
                new Parsed.Invalid("Empty Bech32 data section");
            case Bech32.Decoded.Parts parts when !parts.prefix().equals(format.hrp()) -> new Parsed.Invalid(
                    "Invalid or unsupported prefix for Segwit (Bech32) address (expected %s, got %s)."
                            .formatted(format.hrp(), parts.prefix()));
            case Bech32.Decoded.Parts(Bech32.Variant variant, String _, Bytes values) -> {
                int version = values.at(0);
                if (variant != variant(version))
                    yield new Parsed.Invalid(version == 0
                            ? "Version 0 witness address must use Bech32 checksum"
                            : "Version 1+ witness address must use Bech32m checksum");
                yield Bech32.toEights(values.slice(1, values.length())).map(program -> program(version, program))
                        .orElseGet(() -> new Parsed.Invalid("Invalid padding in Bech32 data section"));
            }
        };
    }

    private static Parsed program(int version, Bytes program) {
        int length = program.length();
        String size = length + (length == 1 ? " byte" : " bytes");
        if (version == 0 && length != 20 && length != 32)
            return new Parsed.Invalid("Invalid Bech32 v0 address program size (" + size + "), per BIP141");
        if (version > MAX_WITNESS_VERSION)
            return new Parsed.Invalid("Invalid Bech32 address witness version");
        if (length < MIN_PROGRAM_BYTES || length > MAX_PROGRAM_BYTES)
            return new Parsed.Invalid("Invalid Bech32 address program size (" + size + ")");
        int opcode = version == 0 ? 0 : OP_1 + version - 1;
        return new Parsed.Locking(new ByteWriter().u8(opcode).varBytes(program).toBytes());
    }
}
