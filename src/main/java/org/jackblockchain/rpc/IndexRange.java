package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Which keys of a row are meant.
 *
 * @param first from 0
 * @param last itself included
 */
record IndexRange(int first, int last) {
    /** Of what is no row. */
    static final IndexRange ONE = new IndexRange(0, 0);
    /** What is meant where nothing is said. */
    static final IndexRange USUAL = new IndexRange(0, 1_000);
    /** Of keys. */
    static final int MAX_LENGTH = 1_000_000;

    /**
     * A number for the last one, or two in an array.
     *
     * @throws RpcError saying what is wrong
     */
    static IndexRange of(JsonNode value) {
        long first = 0;
        long last;
        if (value.isNumber()) {
            last = number(value);
        } else if (value.isArray() && value.size() == 2 && value.get(0).isNumber() && value.get(1).isNumber()) {
            first = number(value.get(0));
            last = number(value.get(1));
            if (first > last)
                throw RpcError.invalid("Range specified as [begin,end] must not have begin after end");
        } else {
            throw RpcError.invalid("Range must be specified as end or as [begin,end]");
        }
        if (first < 0)
            throw RpcError.invalid("Range should be greater or equal than 0");
        if (last < 0 || last > Integer.MAX_VALUE)
            throw RpcError.invalid("End of range is too high");
        if (last >= first + MAX_LENGTH)
            throw RpcError.invalid("Range is too large");
        return new IndexRange((int) first, (int) last);
    }

    private static long number(JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong())
            throw RpcError.misc("JSON integer out of range");
        return value.longValue();
    }
}
