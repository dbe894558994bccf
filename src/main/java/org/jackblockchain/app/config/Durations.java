package org.jackblockchain.app.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 5s}, {@code 1.5s}, {@code 2m}, {@code 1h}. */
public final class Durations {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)");
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private Durations() {}

    /** @throws IllegalArgumentException for anything else, with a message for whoever wrote it */
    public static Duration parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches())
            throw new IllegalArgumentException("\"" + text + "\" is no duration; write 500ms, 5s, 2m or 1h");
        var number = new BigDecimal(matcher.group(1));
        long millis = switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> MINUTE.toMillis();
            default -> HOUR.toMillis();
        };
        return Duration.ofMillis(number.multiply(BigDecimal.valueOf(millis)).longValue());
    }

    /** In the largest unit that leaves no fraction, so that {@link #parse} gives the same again. */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis == 0 || millis % 1_000 != 0)
            return millis + "ms";
        if (millis % HOUR.toMillis() == 0)
            return duration.toHours() + "h";
        return millis % MINUTE.toMillis() == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }
}
