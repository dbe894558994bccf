package org.jackblockchain.rpc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jackblockchain.primitives.Hex;
import org.jspecify.annotations.Nullable;

/** Tells those who may call from others (RFC 7617, "Basic"). Without a password, a hash or a cookie nobody may. */
public final class Credentials implements AutoCloseable {
    private static final String SCHEME = "Basic ";
    private static final String HMAC = "HmacSHA256";

    /** @param hash of the password under the salt, in hex */
    private record Account(String user, String salt, String hash) {
        static Account of(String auth) {
            int colon = auth.indexOf(':');
            int dollar = auth.indexOf('$', colon);
            return new Account(auth.substring(0, colon), auth.substring(colon + 1, dollar), auth.substring(dollar + 1));
        }

        boolean admits(byte[] name, byte[] password) {
            return MessageDigest.isEqual(utf8(user), name)
                    && MessageDigest.isEqual(utf8(hash), utf8(Hex.of(hmac(password))));
        }

        private byte[] hmac(byte[] password) {
            try {
                // HMAC pads a short key with zeros, so an empty salt, which Java's keys refuse, is one zero
                Mac mac = Mac.getInstance(HMAC);
                mac.init(new SecretKeySpec(salt.isEmpty() ? new byte[1] : utf8(salt), HMAC));
                return mac.doFinal(password);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK has " + HMAC, e);
            }
        }
    }

    private final Optional<Cookie> cookie;
    private final Optional<byte[]> userAndPassword;
    private final List<Account> accounts;
    private final Whitelists whitelists;

    private Credentials(RpcSettings settings, Optional<Cookie> cookie) {
        this.cookie = cookie;
        this.whitelists = settings.whitelists();
        this.userAndPassword = settings.password().map(password -> settings.user().orElse("") + ":" + password)
                .or(() -> cookie.map(Cookie::userAndPassword)).map(Credentials::utf8);
        this.accounts = settings.auths().stream().map(Account::of).toList();
    }

    /**
     * What the operator said; without a password also a cookie, if there is a file to keep it in.
     *
     * @throws IOException if the cookie cannot be written
     */
    public static Credentials open(RpcSettings settings, Optional<Path> file) throws IOException {
        boolean wanted = settings.password().isEmpty() && file.isPresent();
        return new Credentials(settings,
                wanted ? Optional.of(Cookie.at(file.get(), settings.cookie())) : Optional.empty());
    }

    /** What those who are let in may do. */
    Whitelists whitelists() {
        return whitelists;
    }

    /**
     * Lets a caller in, or not.
     *
     * @param header {@code Authorization} of a request
     * @return the caller's name, empty for the cookie's; nothing for who may not call
     */
    Optional<String> admit(@Nullable String header) {
        if (header == null || !header.startsWith(SCHEME))
            return Optional.empty();
        byte[] said;
        try {
            said = Base64.getDecoder().decode(header.substring(SCHEME.length()).strip());
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        int colon = 0;
        while (colon < said.length && said[colon] != ':')
            colon++;
        if (colon == said.length)
            return Optional.empty();
        byte[] user = Arrays.copyOf(said, colon);
        byte[] password = Arrays.copyOfRange(said, colon + 1, said.length);
        if (userAndPassword.filter(known -> MessageDigest.isEqual(known, said)).isPresent())
            return Optional.of(cookie.isPresent() ? "" : utf8(user));
        return accounts.stream().filter(account -> account.admits(user, password)).map(Account::user).findFirst();
    }

    private static String utf8(byte[] text) {
        return new String(text, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Removes the cookie. */
    @Override
    public void close() {
        cookie.ifPresent(Cookie::close);
    }
}
