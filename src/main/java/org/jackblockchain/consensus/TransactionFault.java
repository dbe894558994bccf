package org.jackblockchain.consensus;

/** What is wrong with a transaction, by itself or towards the coins that it spends; scripts apart. */
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
    SPENDS_NOTHING("bad-txns-prevout-null"),
    MISSING_INPUTS("bad-txns-inputs-missingorspent"),
    SPENDS_IMMATURE("bad-txns-premature-spend-of-coinbase"),
    INPUTS_OUT_OF_RANGE("bad-txns-inputvalues-outofrange"),
    SPENDS_MORE_THAN_IT_HAS("bad-txns-in-belowout"),
    FEE_OUT_OF_RANGE("bad-txns-fee-outofrange");

    private final String code;

    TransactionFault(String code) {
        this.code = code;
    }

    /** Core's reject reason. */
    public String code() {
        return code;
    }
}
