package org.jackblockchain.stratum;

/** Why a request is refused, with the code that miners know. */
enum Refusal {
    MALFORMED(20, "malformed request"),
    UNKNOWN_METHOD(20, "unknown method"),
    NAME_NEEDED(20, "a worker needs a name"),
    TOO_MANY_WORKERS(20, "too many workers on one connection"),
    WRONG_TIME(20, "ntime out of range"),
    WRONG_VERSION(20, "version bits outside the mask"),
    TOO_MANY_SHARES(20, "too many shares for this job"),
    UNKNOWN_JOB(21, "unknown job"),
    STALE(21, "stale share"),
    DUPLICATE(22, "duplicate share"),
    LOW_DIFFICULTY(23, "low difficulty share"),
    UNAUTHORIZED(24, "unauthorized worker"),
    NOT_SUBSCRIBED(25, "not subscribed");

    private final int code;
    private final String why;

    Refusal(int code, String why) {
        this.code = code;
        this.why = why;
    }

    int code() {
        return code;
    }

    String why() {
        return why;
    }
}
