package org.jackblockchain.app.wallet;

import fr.acinq.bitcoin.DeterministicWallet;
import fr.acinq.bitcoin.DeterministicWallet.ExtendedPrivateKey;
import fr.acinq.bitcoin.KeyPath;
import fr.acinq.bitcoin.MnemonicCode;
import java.security.SecureRandom;
import java.util.Locale;

/**
 * The keys behind the words that one can write down (BIP39): those of the first account, for outputs by witness key
 * hash ({@code m/84'/coin'/0'}, BIP84).
 */
final class Phrase {
    /** SLIP-44's number for whatever has none of its own; JBC's coins have none. */
    static final int COIN_TYPE = 1;
    private static final int PURPOSE = 84;
    /** Twelve words. */
    private static final int ENTROPY_BYTES = 16;

    /** Which of an account's two rows of keys. */
    enum Row {
        /** What others are told. */
        RECEIVE,
        /** What comes back. */
        CHANGE
    }

    private final ExtendedPrivateKey receive;
    private final ExtendedPrivateKey change;

    private Phrase(ExtendedPrivateKey receive, ExtendedPrivateKey change) {
        this.receive = receive;
        this.change = change;
    }

    /** Words by chance. */
    static String words() {
        byte[] entropy = new byte[ENTROPY_BYTES];
        new SecureRandom().nextBytes(entropy);
        return String.join(" ", MnemonicCode.toMnemonics(entropy));
    }

    /** @throws IllegalArgumentException unless these are English words of BIP39 with a good checksum */
    static Phrase of(String words, int coinType) {
        String plain = words.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        MnemonicCode.validate(plain);
        ExtendedPrivateKey account = DeterministicWallet.generate(MnemonicCode.toSeed(plain, ""))
                .derivePrivateKey(new KeyPath("m/%d'/%d'/0'".formatted(PURPOSE, coinType)));
        return new Phrase(account.derivePrivateKey(0L), account.derivePrivateKey(1L));
    }

    /** @param index from 0 */
    SigningKey key(Row row, int index) {
        ExtendedPrivateKey above = switch (row) {
            case RECEIVE -> receive;
            case CHANGE -> change;
        };
        return SigningKey.byKeyHash(above.derivePrivateKey((long) index).secretkeybytes.toByteArray());
    }
}
