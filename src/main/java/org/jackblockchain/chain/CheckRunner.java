package org.jackblockchain.chain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Runs checks that do not hang on each other: whoever has several cores may run them at once. */
public interface CheckRunner {
    /** One after the other, at the end, until one fails. */
    CheckRunner IN_TURN = new CheckRunner() {
        @Override
        public <F> Checks<F> begin() {
            List<Supplier<Optional<F>>> checks = new ArrayList<>();
            return new Checks<>() {
                @Override
                public void add(Supplier<Optional<F>> check) {
                    checks.add(check);
                }

                @Override
                public Optional<F> firstFailure() {
                    return checks.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
                }

                @Override
                public void drop() {
                    checks.clear();
                }
            };
        }
    };

    /**
     * Checks that belong together, none yet. {@link Checks#firstFailure} or {@link Checks#drop} must end them.
     */
    <F> Checks<F> begin();

    /** Of one thread, which adds them and waits for their outcome. */
    interface Checks<F> {
        /** Runs it from now on, or later. */
        void add(Supplier<Optional<F>> check);

        /** Waits for all that matter: what the first one that fails says, in the order of adding; empty if all hold. */
        Optional<F> firstFailure();

        /** Their outcome makes no difference any more. */
        void drop();
    }
}
