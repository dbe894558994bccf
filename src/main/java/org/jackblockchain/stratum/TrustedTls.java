package org.jackblockchain.stratum;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS for whoever calls a pool. */
final class TrustedTls {
    private static final long MAX_BYTES = 1 << 20;

    private TrustedTls() {}

    /**
     * Trusts whom the JDK trusts, or only the certificates of a file in PEM.
     *
     * @throws IOException naming the file that cannot be read or used
     */
    static SSLContext context(Optional<Path> trusted) throws IOException {
        try {
            if (trusted.isEmpty())
                return SSLContext.getDefault();
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            int count = 0;
            for (Certificate certificate : certificates(trusted.get()))
                store.setCertificateEntry("trusted-" + count++, certificate);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS is not possible: " + e.getMessage(), e);
        }
    }

    private static Certificate[] certificates(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES)
            throw new IOException("there is no certificate " + file);
        try {
            Certificate[] found = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .toArray(Certificate[]::new);
            if (found.length == 0)
                throw new IOException(file + " holds no certificate");
            return found;
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " holds no certificate in PEM: " + e.getMessage(), e);
        }
    }
}
