package org.jackblockchain.app.command;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.miner.EngineWish;

/** What {@code --engine} understands. */
final class EngineNames {
    private EngineNames() {}

    /** @throws UserError if there is no engine of this name */
    static EngineWish parse(String name) {
        return Arrays.stream(EngineWish.values()).filter(wish -> nameOf(wish).equals(name)).findAny()
                .orElseThrow(() -> new UserError("--engine: there is no engine \"" + name + "\"; there are "
                        + Arrays.stream(EngineWish.values()).map(EngineNames::nameOf)
                                .collect(Collectors.joining(", "))));
    }

    private static String nameOf(EngineWish wish) {
        return wish.name().toLowerCase(Locale.ROOT);
    }
}
