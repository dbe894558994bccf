package org.jackblockchain.miner;

import java.time.Duration;

import org.jackblockchain.mining.Engine;
import org.jackblockchain.mining.EngineFactory;
import org.jackblockchain.mining.PortableEngine;
import org.jackblockchain.mining.vector.Lanes;
import org.jackblockchain.mining.vector.VectorEngine;

/** The engines of this JVM, as an operator wants them. */
public final class Engines implements EngineFactory {
    private final EngineWish wish;

    private Engines(EngineWish wish) {
        this.wish = wish;
    }

    /**
     * Unless the portable one is wanted, the vector engine begins to warm up with the first work: that takes some
     * seconds.
     *
     * @throws IllegalArgumentException if the vector engine is wanted and this JVM does not have it; the message is for
     *     the operator
     */
    public static Engines of(EngineWish wish) {
        if (wish == EngineWish.VECTOR && Lanes.preferred().isEmpty())
            throw new IllegalArgumentException(
                    "the vector engine needs a JVM that was started with --add-modules jdk.incubator.vector");
        return new Engines(wish);
    }

    @Override
    public Engine forThread() {
        return wish == EngineWish.PORTABLE ? new PortableEngine() : new ChosenEngine(EngineTrial.shared(), wish);
    }

    /** Waits until the engine is chosen, or for this long. */
    public void awaitChoice(Duration patience) throws InterruptedException {
        if (wish == EngineWish.PORTABLE)
            return;
        EngineTrial.shared().begin();
        EngineTrial.shared().awaitDecision(patience);
    }

    /** The name of the engine that mines at present. */
    public String chosen() {
        boolean isVector = EngineTrial.shared().verdict() instanceof Trial.Verdict.Fit fit && fit.suits(wish);
        return isVector ? VectorEngine.NAME : PortableEngine.NAME;
    }
}
