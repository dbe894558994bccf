package org.jackblockchain.consensus;

/** What is wrong with a transaction by itself, whatever it spends. */
public enum TransactionFault {
    NO_INPUTS("bad-txns-vin-empty"),
    NO_OUTPUTS("bad-txns-vout-empty"),
    TOO_LARGE("bad-txns-oversize"),
    NEGATIVE_OUTPUT(
            "bad-txns-vout-negative"),
    OUTPUT_TOO_LARGE("bad-txns-vout-toolarge"),
    TOTAL_TOO_LARGE(
            "bad-txns-txouttotal-toolarge"),
    DUPLICATE_INPUTS(
            "bad-txns-inputs-duplicate"),
    COINBASE_SCRIPT_LENGTH(
            "bad-cb-length"),
    SPENDS_NOTHING("bad-txns-prevout-null");

    private final String code;

    TransactionFault(String code) {
        this.code = code;
    }

    /** Core's reject reason. */
    public String code() {
        return code;
    }
}
