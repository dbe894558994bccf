package org.jackblockchain.mining;

class PortableEngineTest extends EngineContract {
    @Override
    Engine engine() {
        return new PortableEngine();
    }
}
