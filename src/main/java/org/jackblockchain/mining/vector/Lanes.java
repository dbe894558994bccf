package org.jackblockchain.mining.vector;

import java.util.Optional;

/** How many 32-bit numbers this processor computes with at once, as the Vector API says if it is here. */
public final class Lanes {
    private Lanes() {}

    /** Empty in a JVM that was not started with the API's module; by reflection, so that this class loads there. */
    public static Optional<Integer> preferred() {
        try {
            Class<?> vector = Class.forName("jdk.incubator.vector.IntVector");
            Object species = vector.getField("SPECIES_PREFERRED").get(null);
            Class<?> type = Class.forName("jdk.incubator.vector.VectorSpecies");
            return Optional.of((Integer) type.getMethod("length").invoke(species));
        } catch (ClassNotFoundException _) {
            return Optional.empty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the Vector API is not as it was in JDK 25", e);
        }
    }
}
