package org.jackblockchain.chain;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs checks that do not hang on each other: whoever has several cores may run them at once. */
public interface CheckRunner {
    /** One after the other, until one fails. */
    CheckRunner IN_TURN = new CheckRunner() {
        @Override
        public <F> Optional<F> firstFailure(List<Supplier<Optional<F>>> checks) {
            return checks.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
        }
    };

    /** What the first check of the list that fails says, or empty when all hold. */
    <F> Optional<F> firstFailure(List<Supplier<Optional<F>>> checks);
}
