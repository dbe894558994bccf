package org.jackblockchain.mining;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.Bytes;

/** The miner's words in a coinbase: "who won". They stand in its script after the height. */
public final class Tag {
    /** In UTF-8. With height and extra nonce it stays below the 100 bytes that a coinbase script may have. */
    public static final int MAX_BYTES = 80;

    private static final int MIN_LOOSE_TEXT = 4;

    /** Between a miner's words and a worker's. */
    public static final String SEPARATOR = " / ";

    /** Stands for each character that could harm a terminal or a page. */
    private static final int REPLACEMENT = 0xfffd;

    private Tag() {}

    /**
     * The tag as it can be mined.
     *
     * @throws IllegalArgumentException if it is too long or holds control characters, with a message for whoever
     *     chose it
     */
    public static String checked(String tag) {
        int length = tag.getBytes(StandardCharsets.UTF_8).length;
        if (length > MAX_BYTES) {
            throw new IllegalArgumentException("\"" + printable(tag) + "\" is " + length
                    + " bytes long in UTF-8; a block has room for " + MAX_BYTES);
        }
        if (!printable(tag).equals(tag)) {
            throw new IllegalArgumentException("\"" + printable(tag) + "\" has characters that cannot be printed");
        }
        return tag;
    }

    /**
     * Reads back who won. Any bytes may stand in a stranger's coinbase: what is no text in UTF-8, or neither where a
     * tag belongs nor where other miners leave their words, is the empty string, and what could harm a terminal is
     * replaced. The text is still a stranger's, so a page has to escape it.
     */
    public static String of(Block block) {
        if (block.transactions().isEmpty() || block.transactions().getFirst().inputs().isEmpty())
            return "";
        return of(block.transactions().getFirst().inputs().getFirst().scriptSig());
    }

    static String of(Bytes coinbaseScript) {
        String pushed = CoinbaseScript.secondPush(coinbaseScript).map(Tag::text).orElse("");
        return pushed.isEmpty() ? longestText(CoinbaseScript.unpushed(coinbaseScript)) : pushed;
    }

    /** The longest row of printable ASCII, if it is longer than what chance makes of an extra nonce. */
    private static String longestText(Bytes bytes) {
        String longest = "";
        var row = new StringBuilder();
        for (int i = 0; i <= bytes.length(); i++) {
            boolean isText = i < bytes.length() && bytes.at(i) >= ' ' && bytes.at(i) <= '~';
            if (isText) {
                row.append((char) bytes.at(i));
            } else {
                String text = row.toString().strip();
                longest = text.length() > longest.length() ? text : longest;
                row.setLength(0);
            }
        }
        return longest.length() < MIN_LOOSE_TEXT ? "" : cut(longest, MAX_BYTES);
    }

    private static String text(Bytes pushed) {
        if (pushed.length() > MAX_BYTES)
            return "";
        try {
            var decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(pushed.toArray())).toString();
            String text = printable(decoded);
            return text.codePoints().allMatch(c -> c == REPLACEMENT || c == ' ') ? "" : text;
        } catch (CharacterCodingException _) {
            return "";
        }
    }

    /**
     * The tag of a block that somebody else's machine mined for the miner of {@code tag}: {@code "TAG / WORKER"}.
     * What does not fit is cut, the miner's own words first.
     *
     * @param worker as {@link #cleaned} leaves it, at most half of {@link #MAX_BYTES}
     */
    public static String withWorker(String tag, String worker) {
        String end = SEPARATOR + worker;
        return cut(tag, MAX_BYTES - end.getBytes(StandardCharsets.UTF_8).length) + end;
    }

    /** A stranger's words as they can stand in a tag, without what cannot be printed and what is too long. */
    public static String cleaned(String words, int maxBytes) {
        String harmless = words.codePoints().filter(Tag::isHarmless)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
        return cut(harmless.strip(), maxBytes);
    }

    private static String cut(String text, int maxBytes) {
        var kept = new StringBuilder();
        int bytes = 0;
        for (int codePoint : text.codePoints().toArray()) {
            String character = Character.toString(codePoint);
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes)
                break;
            kept.append(character);
        }
        return kept.toString().strip();
    }

    private static String printable(String text) {
        return text.codePoints().map(c -> isHarmless(c) ? c : REPLACEMENT)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** Neither a control character nor one that turns the direction of what follows, breaks a line, or has no look. */
    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE,
                    Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
