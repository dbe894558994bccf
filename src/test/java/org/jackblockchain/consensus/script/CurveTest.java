package org.jackblockchain.consensus.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurveTest {
    private static final byte[] HASH = Sha256.once(new byte[]{1, 2, 3});
    private static final String ORDER = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
    private static final String HALF_ORDER = "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0";

    private static Optional<String> lax(String der) {
        return EcdsaSignature.readLax(Hex.parse(der)).map(it -> Hex.of(it.compact()));
    }

    private static String number(String hex) {
        return "0".repeat(64 - hex.length()) + hex;
    }

    @Test
    void signs_with_a_short_r_and_the_low_s() {
        for (int i = 0; i < 40; i++) {
            byte[] hash = Sha256.once(new byte[]{(byte) i});
            byte[] der = Curve.signEcdsa(Keys.secret(1), hash);
            assertThat(der.length).isLessThanOrEqualTo(70);
            assertThat(EcdsaSignature.readLax(der).orElseThrow().isLowS()).isTrue();
            assertThat(EcdsaSignature.isStrict(new ByteWriter().array(der).u8(1).toArray())).isTrue();
            assertThat(Curve.verifyEcdsa(hash, Keys.key(1), der)).isTrue();
            assertThat(Curve.verifyEcdsa(hash, Keys.key(2), der)).isFalse();
            assertThat(Curve.verifyEcdsa(HASH, Keys.key(1), der)).isFalse();
        }
    }

    /** What Core v29.0 made of the same secret and messages: with one nonce in two, R is long and the next is tried. */
    @ParameterizedTest
    @CsvSource({
            "0, 304402201f4f3cbd64c95dc180459a64864a8de8eaac32a4f51785bef171d8040bd06d"
                    + "2402202b9edcfcc62eceacf0238d418732c414434560c50d0d52cf577c93b5a0026473",
            "1, 3044022031dcda1cb4516c1d3ea9156b280aaa1792c0be98256d9884901b657c53e5e2"
                    + "af0220489bab7a5691e1929e1ef52fda44001b47b431b35c6eb50d1b33d756e0d79081",
            "2, 304402205681c8e968a0833010097817874321dd60d3c3dd20b1d498f54f11fc6715ff"
                    + "ec02204a45c3b430beb1e5f4326922c7b574b1508a6e43bc804a79e8253d383a92e0b7",
            "3, 304402207de625ecf39044fe7ebc5ee0429c9a220ac2521d815ede67ae470675d82f6e"
                    + "85022056690311ad310cf8175202ee79837a1c496a886fd86b567f6417b7431f656ff7",
            "4, 304402200b34671ef6163abfcc45804d3484a9913a3e29fbe11167509d34b46150d596"
                    + "1d022066732c43dacf0385118632868dda299b0d5467efbc2838c02edf61cea15c363d",
            "5, 30440220562d6a7dcfd1c6b9e17250c3c6c5e5e29591aa6261952d1cb31d7b4d831d5a"
                    + "2002207f3babd09686cde5a9b5641b38038194ba1a9bf132b1423abfa9ea1970889512",
            "6, 30440220073bc3c2fea45ba16156baaa0f018b08c9ff9c5c9f3a7dfbdea7c54e34c262"
                    + "fa02204bd95b7af6c9c5f62b230e8856cf707d9f9e29469f42f6dacddb6b93f71c3b80",
            "7, 30440220112e959b34225d16e7726e4a98d91c75fb0bfaf923d6c0a805253c1b0880b3"
                    + "b702201985e377918dd6275c754700cb1d78e80619148092a518fe8157b250c4f169e1"})
    void takes_the_nonces_in_cores_order(int number, String signature) {
        byte[] secret = Hex.parse("12b004fff7f4b69ef8650e767f18f11ede158148b425660723b9f9a66e61f747");
        byte[] message = ("message " + number).getBytes(StandardCharsets.US_ASCII);
        assertThat(Hex.of(Curve.signEcdsa(secret, Sha256.twice(message)))).isEqualTo(signature);
    }

    @Test
    void takes_keys_in_every_form_of_a_right_length() {
        byte[] der = Curve.signEcdsa(Keys.secret(1), HASH);
        byte[] key = Curve.uncompressedPublicKey(Keys.secret(1));
        assertThat(Curve.verifyEcdsa(HASH, key, der)).isTrue();
        byte[] hybrid = key.clone();
        hybrid[0] = (byte) (6 | (key[64] & 1));
        assertThat(Curve.verifyEcdsa(HASH, hybrid, der)).isTrue();
        hybrid[0] ^= 1;
        assertThat(Curve.verifyEcdsa(HASH, hybrid, der)).as("wrong parity").isFalse();
        assertThat(Curve.verifyEcdsa(HASH, Arrays.copyOf(key, 64), der)).isFalse();
        assertThat(Curve.verifyEcdsa(HASH, Arrays.copyOf(key, 66), der)).isFalse();
        assertThat(Curve.verifyEcdsa(HASH, new byte[0], der)).isFalse();
        byte[] noPoint = Keys.key(1);
        Arrays.fill(noPoint, 1, 33, (byte) 0xff);
        assertThat(Curve.verifyEcdsa(HASH, noPoint, der)).isFalse();
        assertThat(Curve.isKey(noPoint)).isFalse();
        assertThat(Curve.isKey(key)).isTrue();
    }

    @Test
    void takes_either_s() {
        EcdsaSignature low = EcdsaSignature.readLax(Curve.signEcdsa(Keys.secret(1), HASH)).orElseThrow();
        byte[] compact = low.compact().clone();
        var order = new BigInteger(ORDER, 16);
        byte[] high = order.subtract(new BigInteger(1, Arrays.copyOfRange(compact, 32, 64))).toByteArray();
        System.arraycopy(high, high.length - 32, compact, 32, 32);
        var other = new EcdsaSignature(compact);
        assertThat(other.isLowS()).isFalse();
        assertThat(other.lowS().compact()).isEqualTo(low.compact());
        assertThat(low.lowS().compact()).isEqualTo(low.compact());
    }

    @Test
    void the_half_of_the_order_is_low_and_one_more_is_not() {
        assertThat(new EcdsaSignature(Hex.parse(number("1") + HALF_ORDER)).isLowS()).isTrue();
        String more = HALF_ORDER.substring(0, 63) + "1";
        assertThat(new EcdsaSignature(Hex.parse(number("1") + more)).isLowS()).isFalse();
        assertThat(Hex.of(new EcdsaSignature(Hex.parse(number("1") + more)).lowS().compact()))
                .isEqualTo(number("1") + HALF_ORDER);
    }

    @ParameterizedTest
    @CsvSource({"3006020105020107, 5, 7", "3000020105020107, 5, 7", "30ff020105020107, , ",
            "308106020105020107, 5, 7", "3082ffff020105020107, 5, 7", "30060281010502020007, 5, 7",
            "3006020400000005020107, 5, 7", "30060201050201079999, 5, 7", "300602018502018f, 85, 8f",
            "30060286000000000001050201 07, 5, 7", "3006028400000001 05020107, 5, 7", "300602020005020107, 5, 7",
            "3006020002 00, '', ''", "3005020005, , ", "3106020105020107, , ", "3006030105020107, , ",
            "3006020105030107, , ", "30, , ", "3006, , ", "300602, , ", "30060201, , ", "3006020105, , ",
            "300602010502, , ", "30060201050201, , ", "30060201050202 07, , ", "3006028501000000000502 0107, , "})
    void reads_der_as_loosely_as_openssl_did(String der, String r, String s) {
        Optional<String> read = lax(der.replace(" ", ""));
        if (r == null)
            assertThat(read).isEmpty();
        else
            assertThat(read).contains(number(r) + number(s));
    }

    @Test
    void numbers_that_are_too_big_make_a_signature_that_is_never_good() {
        String zero = number("") + number("");
        assertThat(lax("3025" + "0220" + ORDER + "020107")).contains(zero);
        assertThat(lax("3025" + "020107" + "0220" + ORDER)).contains(zero);
        String below = ORDER.substring(0, 63) + "0";
        assertThat(lax("3025" + "0220" + below + "020107")).contains(below + number("7"));
        assertThat(lax("3026" + "022101" + "00".repeat(32) + "020107")).contains(zero);
        assertThat(lax("3026" + "022100" + below + "020107")).contains(below + number("7"));
        assertThat(Curve.verifyEcdsa(HASH, Keys.key(1), Hex.parse("3025" + "0220" + ORDER + "020107"))).isFalse();
        assertThat(Curve.verifyEcdsa(HASH, Keys.key(1), Hex.parse("30060200020107"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"300602010502010701", "3007020200850201 0701", "30070201050202008501"})
    void strict_der_is_the_shortest_form(String signature) {
        assertThat(EcdsaSignature.isStrict(Hex.parse(signature.replace(" ", "")))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3006020105020107", "310602010502010701", "300702010502010701", "300502010502010701",
            "300603010502010701", "300602010503010701", "300602018502010701", "300602010502018701",
            "30070202000502010701", "30070201050202000701", "300602000202010701", "30060201050200010701",
            "300602ff0502010701", "3005020002010701", "3005020105020001"})
    void nothing_else_is_strict_der(String signature) {
        assertThat(EcdsaSignature.isStrict(Hex.parse(signature))).isFalse();
    }

    @Test
    void strict_der_has_9_to_73_bytes() {
        String number = "0221" + "00" + "ff".repeat(32);
        assertThat(EcdsaSignature.isStrict(Hex.parse("3046" + number + number + "01"))).isTrue();
        String longer = "0222" + "00" + "ff".repeat(33);
        assertThat(EcdsaSignature.isStrict(Hex.parse("3047" + number + longer + "01"))).isFalse();
    }

    @Test
    void adds_a_tweak_to_a_key_and_to_its_secret_alike() {
        for (int key = 0; key < 8; key++) {
            byte[] tweak = Taproot.tweak(Keys.x(key), new byte[0]);
            byte[] sum = Curve.add(Keys.x(key), tweak).orElseThrow();
            byte[] secret = Curve.tweakedSecret(Keys.secret(key), tweak);
            assertThat(Arrays.copyOfRange(Curve.publicKey(secret), 1, 33)).isEqualTo(Arrays.copyOfRange(sum, 1, 33));
            assertThat(Curve.isTweaked(Arrays.copyOfRange(sum, 1, 33), sum[0] & 1, Keys.x(key), tweak)).isTrue();
            assertThat(Curve.isTweaked(Arrays.copyOfRange(sum, 1, 33), 1 - (sum[0] & 1), Keys.x(key), tweak))
                    .isFalse();
        }
        assertThat(Curve.add(Keys.x(1), Hex.parse(ORDER))).as("no tweak").isEmpty();
        assertThat(Curve.add(Hex.parse("ff".repeat(32)), new byte[32])).as("no key").isEmpty();
        assertThat(Curve.isX(Keys.x(1))).isTrue();
        assertThat(Curve.isX(Hex.parse("ff".repeat(32)))).isFalse();
    }

    @Test
    void a_secret_is_a_number_below_the_order_and_not_zero() {
        assertThat(Curve.isSecret(Keys.secret(1))).isTrue();
        assertThat(Curve.isSecret(new byte[32])).isFalse();
        assertThat(Curve.isSecret(Hex.parse(ORDER))).isFalse();
        assertThat(Curve.isSecret(new byte[31])).isFalse();
    }
}
