package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Serial;

/** What is wrong with a call, or in its way: becomes the error object of the answer. */
final class RpcError extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /** Core's numbers, which callers know. */
    enum Code {
        MISC(-1),
        /** Our own fault. */
        INTERNAL(-32_603),
        WRONG_TYPE(-3),
        /** No such block or address. */
        NOT_FOUND(-5),
        INVALID_PARAMETER(-8),
        NOT_CONNECTED(-9),
        SYNCING(-10),
        /** Bytes that cannot be read. */
        UNREADABLE(-22),
        PEER_ALREADY_ADDED(-23),
        PEER_NOT_ADDED(-24),
        /** A block, header or transaction breaks a rule. */
        REJECTED(-25),
        /** The memory pool does not take a transaction. */
        NOT_TAKEN(-26),
        ALREADY_MINED(-27),
        PEER_NOT_CONNECTED(-29),
        BAD_SUBNET(-30),
        AT_CAPACITY(-34),
        INVALID_REQUEST(-32_600),
        METHOD_NOT_FOUND(-32_601),
        INVALID_PARAMS(-32_602),
        PARSE(-32_700);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    private final Code code;

    RpcError(Code code, String message) {
        super(message);
        this.code = code;
    }

    static RpcError invalid(String message) {
        return new RpcError(Code.INVALID_PARAMETER, message);
    }

    static RpcError misc(String message) {
        return new RpcError(Code.MISC, message);
    }

    static RpcError stopping() {
        return new RpcError(Code.NOT_CONNECTED, "Shutting down");
    }

    Code code() {
        return code;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance.objectNode().put("code", code.number()).put("message", getMessage());
    }
}
