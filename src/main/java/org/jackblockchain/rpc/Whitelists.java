package org.jackblockchain.rpc;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which methods a caller may use, where the operator says so.
 *
 * @param methods by the caller's name; who is not there is not limited, unless {@code others} may do nothing
 * @param others whether callers without a list may do everything
 */
public record Whitelists(Map<String, Set<String>> methods, boolean others) {
    /** Everybody may do everything. */
    public static final Whitelists NONE = new Whitelists(Map.of(), true);

    private static final Pattern SEPARATORS = Pattern.compile("[, ]+");
    /** What the caller who read the cookie is called. */
    private static final String COOKIE = "__cookie__";

    public Whitelists {
        methods = Map.copyOf(methods);
    }

    /**
     * Of rows {@code user:method,method}. Of several for one user, what all of them allow; a row without methods allows
     * none.
     */
    public static Whitelists of(List<String> rows, boolean others) {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        for (String row : rows) {
            int colon = row.indexOf(':');
            String user = colon < 0 ? row : row.substring(0, colon);
            Set<String> named = new LinkedHashSet<>(colon < 0
                    ? List.of()
                    : List.of(SEPARATORS.split(row.substring(colon + 1).strip(), -1)));
            Set<String> before = all.get(user);
            if (before != null && colon >= 0)
                named.retainAll(before);
            all.put(user, named);
        }
        return new Whitelists(all, others);
    }

    /** @param caller empty for the cookie's */
    boolean admits(String caller, String method) {
        Set<String> known = methods.get(caller.isEmpty() ? COOKIE : caller);
        return known == null ? others : known.contains(method);
    }
}
