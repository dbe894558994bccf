package org.jackblockchain.miner;

import org.jackblockchain.mining.vector.VectorEngine;

/** Whether the vector engine is fit to mine, and where to complain of it. */
interface Trial {
    /** What came of it so far. */
    sealed interface Verdict {
        record Warming() implements Verdict {}

        /** @param why for the operator */
        record Unfit(String why) implements Verdict {}

        /** @param isFaster than the portable engine */
        record Fit(VectorEngine.Plan plan, double hashesPerSecond, boolean isFaster) implements Verdict {
            /** Whether it is to mine where the operator has this wish. */
            boolean suits(EngineWish wish) {
                return wish == EngineWish.VECTOR || (wish != EngineWish.PORTABLE && isFaster);
            }
        }
    }

    /** Somebody is about to mine: only then it is worth the processor's time. */
    void begin();

    /** Asked once a round. */
    Verdict verdict();

    /** Of the portable engine, in hashes a second; 0 before it was measured. */
    double portableRate();

    /** The kernel that this plan made has become slow. */
    void collapsed(VectorEngine.Plan plan, double hashesPerSecond);
}
