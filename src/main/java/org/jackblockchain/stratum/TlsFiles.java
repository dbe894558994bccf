package org.jackblockchain.stratum;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A server's certificate and key, in PEM.
 *
 * @param certificate the server's first, then those that vouch for it
 * @param key PKCS #8 without a password, "BEGIN PRIVATE KEY"
 */
public record TlsFiles(Path certificate, Path key) {
    /** Larger files are neither. */
    private static final long MAX_BYTES = 1 << 20;
    private static final Pattern PKCS8 = Pattern
            .compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    /** Kinds of keys, and what each signs with. */
    private static final Map<String, String> ALGORITHMS = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA",
            "EdDSA", "EdDSA");
    private static final char[] NO_PASSWORD = {};

    /** @throws IOException naming the file that cannot be read or used */
    SSLContext context() throws IOException {
        Certificate[] chain = certificates();
        PrivateKey privateKey = privateKey();
        try {
            checkMatch(chain[0], privateKey);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey, NO_PASSWORD, chain);
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " and " + key + " do not make a server: " + e.getMessage(), e);
        }
    }

    /** A client would only find out when it calls. */
    private void checkMatch(Certificate own, PrivateKey privateKey) throws IOException, GeneralSecurityException {
        String kind = privateKey.getAlgorithm();
        Signature signature = Signature.getInstance(ALGORITHMS.getOrDefault(kind, kind));
        signature.initSign(privateKey);
        byte[] signed = signature.sign();
        boolean matches = false;
        try {
            signature.initVerify(own.getPublicKey());
            matches = signature.verify(signed);
        } catch (GeneralSecurityException _) {
            // the certificate is of another kind: no match either
        }
        if (!matches)
            throw new IOException(key + " is not the key of " + certificate);
    }

    private Certificate[] certificates() throws IOException {
        byte[] bytes = read(certificate);
        try {
            Certificate[] chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes)).toArray(Certificate[]::new);
            if (chain.length == 0)
                throw new IOException(certificate + " holds no certificate");
            return chain;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificate + " holds no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private PrivateKey privateKey() throws IOException {
        Matcher found = PKCS8.matcher(new String(read(key), StandardCharsets.ISO_8859_1));
        if (!found.find())
            throw new IOException(key + " holds no \"BEGIN PRIVATE KEY\" (PKCS #8 in PEM, without a password)");
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(found.group(1)));
        for (String algorithm : ALGORITHMS.keySet()) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException _) {
                // the next kind may be it, and what is none of them is said below
            }
        }
        throw new IOException(key + " is no key of " + String.join(", ", ALGORITHMS.keySet()));
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file))
            throw new IOException("there is no file " + file);
        if (Files.size(file) > MAX_BYTES)
            throw new IOException(file + " is too large");
        return Files.readAllBytes(file);
    }
}
