package org.jackblockchain.mining;

class PortableEngineTest extends EngineContract {
    @Override
    protected Engine engine() {
        return new PortableEngine();
    }
}
