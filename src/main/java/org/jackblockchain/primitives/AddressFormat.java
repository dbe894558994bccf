package org.jackblockchain.primitives;

import java.util.OptionalInt;

/**
 * How a network writes addresses.
 *
 * @param hrp the human-readable part of its bech32 addresses (BIP173), such as {@code bcrt}
 * @param p2pkh the version byte of base58 pay-to-public-key-hash addresses, empty if the network has none
 * @param p2sh the version byte of base58 pay-to-script-hash addresses, empty if the network has none
 */
public record AddressFormat(String hrp, OptionalInt p2pkh, OptionalInt p2sh) {}
