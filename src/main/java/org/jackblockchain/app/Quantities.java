package org.jackblockchain.app;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Numbers as people read them: short, and of the same look whatever their size. */
public final class Quantities {
    private static final List<String> UNITS = List.of("", "k", "M", "G", "T", "P", "E");
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

    private Quantities() {}

    /** Three digits that count, and a unit: {@code 3.14 M}. */
    public static String scaled(double number) {
        int unit = 0;
        double scaled = number;
        while (scaled >= 999.5 && unit < UNITS.size() - 1) {
            scaled /= 1_000;
            unit++;
        }
        int decimals = unit == 0 || scaled >= 99.95 ? 0 : scaled >= 9.995 ? 1 : 2;
        return (String.format(Locale.ROOT, "%." + decimals + "f ", scaled) + UNITS.get(unit)).strip();
    }

    public static String rate(double hashesPerSecond) {
        String number = scaled(hashesPerSecond);
        return number.contains(" ") ? number + "H/s" : number + " H/s";
    }

    /** {@code 3 ms}, {@code 4.8 s}, {@code 2 m 05 s}, {@code 3 h 02 m}. */
    public static String time(Duration time) {
        long millis = Math.max(0, time.toMillis());
        if (millis < 1_000)
            return millis + " ms";
        if (millis < 60_000)
            return String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
        if (time.toHours() == 0)
            return "%d m %02d s".formatted(time.toMinutes(), time.toSecondsPart());
        return "%d h %02d m".formatted(time.toHours(), time.toMinutesPart());
    }

    public static String percent(double share) {
        return Math.round(share * 100) + "%";
    }

    public static String count(long number, String one) {
        return number + " " + one + (number == 1 ? "" : "s");
    }

    /** A bar of up to {@code width} columns, fine to an eighth of one. */
    public static String bar(double share, int width) {
        int eighths = (int) Math.round(Math.clamp(share, 0, 1) * width * 8);
        String bar = "█".repeat(eighths / 8);
        return eighths % 8 == 0 ? bar : bar + EIGHTHS.charAt(eighths % 8);
    }
}
