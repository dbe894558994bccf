package org.jackblockchain.mining;

/** Makes the engines of one kind, one for each thread. */
@FunctionalInterface
public interface EngineFactory {
    Engine forThread();
}
