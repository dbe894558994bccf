package org.jackblockchain.http;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** Whole numbers in requests. */
final class Numbers {
    private static final int MAX_DIGITS = 9;

    private Numbers() {}

    /** A number from 0 to 999999999, in ASCII digits. */
    static Optional<Integer> parse(String text) {
        boolean number = text.length() <= MAX_DIGITS && !text.isEmpty()
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Integer.parseInt(text)) : Optional.empty();
    }

    /** @throws BadRequestResponse unless the parameter is a number, given once */
    static int parameter(Context context, String name, int otherwise) {
        return text(context, name).map(text -> parse(text).orElseThrow(() -> wrong(name))).orElse(otherwise);
    }

    /** A parameter that may be given once. */
    static Optional<String> text(Context context, String name) {
        List<String> values = context.queryParams(name);
        if (values.size() > 1)
            throw wrong(name);
        return values.stream().findFirst();
    }

    private static BadRequestResponse wrong(String name) {
        return new BadRequestResponse("\"%s\" is one whole number from 0 to 999999999".formatted(name));
    }

    /**
     * How much of a list is wanted.
     *
     * @throws BadRequestResponse if it is more than {@code most}, or nothing
     */
    static int limit(Context context, int otherwise, int most) {
        int limit = parameter(context, "limit", otherwise);
        if (limit < 1 || limit > most)
            throw new BadRequestResponse("\"limit\" is one whole number from 1 to " + most);
        return limit;
    }
}
