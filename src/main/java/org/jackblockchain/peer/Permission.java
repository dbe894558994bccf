package org.jackblockchain.peer;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What the operator lets peers do that others may not, in Core's words and order. */
public enum Permission {
    /** Ask for filtered blocks and transactions (BIP37) also where that is not offered. */
    BLOOM_FILTER("bloomfilter"),
    /** Do wrong without being cut off. */
    NO_BAN("noban"),
    /** Have transactions passed on that are in the memory pool already. */
    FORCE_RELAY("forcerelay"),
    /** Send transactions also where none are taken. */
    RELAY("relay"),
    /** Ask for the memory pool. */
    MEMPOOL("mempool"),
    /** Ask for headers and blocks whatever the limits. */
    DOWNLOAD("download"),
    /** Ask for addresses, and send as many as it likes. */
    ADDR("addr");

    private final String word;

    Permission(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** The permission of this name, or empty. */
    public static Optional<Permission> of(String word) {
        for (Permission permission : values()) {
            if (permission.word.equals(word))
                return Optional.of(permission);
        }
        return Optional.empty();
    }

    /** With those that they bring along. */
    public static Set<Permission> complete(Collection<Permission> given) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        all.addAll(given);
        if (all.contains(FORCE_RELAY))
            all.add(RELAY);
        if (all.contains(NO_BAN))
            all.add(DOWNLOAD);
        return all;
    }
}
