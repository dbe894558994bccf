package org.jackblockchain.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    /** HMAC-SHA256 of "open:sesame" under "salt", computed by other means. */
    private static final String ALICE = "alice:salt$588049aad489968a9b753a380bd3daa2e335a919f5ac93cf93e821c3970f6459";

    @TempDir
    private Path folder;

    @Test
    void a_cookie_is_made_for_its_owner_alone_and_gone_afterwards() throws IOException {
        Path file = folder.resolve(".cookie");
        String cookie;
        try (var credentials = Credentials.open(RpcSettings.COOKIE_ONLY, Optional.of(folder.resolve(".cookie")))) {
            cookie = Files.readString(file);
            assertThat(cookie).matches("__cookie__:[0-9a-f]{64}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
            assertThat(credentials.admit(basic(cookie))).hasValue("");
            assertThat(credentials.admit(basic(cookie + "0"))).isEmpty();
        }
        assertThat(file).doesNotExist();

        // And another one replaces it, also when the last one stayed behind
        Files.writeString(file, cookie);
        try (var credentials = Credentials.open(RpcSettings.COOKIE_ONLY, Optional.of(folder.resolve(".cookie")))) {
            assertThat(credentials.admit(basic(cookie))).isEmpty();
            assertThat(Files.readString(file)).isNotEqualTo(cookie);
        }
    }

    @Test
    void others_may_read_the_cookie_if_the_operator_says_so() throws IOException {
        assertThat(permissions(RpcSettings.CookieReaders.OWNER)).isEqualTo("rw-------");
        assertThat(permissions(RpcSettings.CookieReaders.GROUP)).isEqualTo("rw-r-----");
        assertThat(permissions(RpcSettings.CookieReaders.ALL)).isEqualTo("rw-r--r--");
    }

    private String permissions(RpcSettings.CookieReaders readers) throws IOException {
        var settings = new RpcSettings(Optional.empty(), Optional.empty(), List.of(), List.of(), false,
                Whitelists.NONE, readers);
        Path file = folder.resolve(".cookie");
        try (var _ = Credentials.open(settings, Optional.of(file))) {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        }
    }

    @Test
    void what_stays_of_another_start_is_replaced_but_a_folder_is_not() throws IOException {
        Path aside = folder.resolve(".cookie.tmp");
        Files.writeString(aside, "half of it");
        Credentials.open(RpcSettings.COOKIE_ONLY, Optional.of(folder.resolve(".cookie"))).close();
        Files.createDirectory(aside);

        assertThatThrownBy(() -> Credentials.open(RpcSettings.COOKIE_ONLY, Optional.of(folder.resolve(".cookie"))))
                .isInstanceOf(IOException.class);
        assertThat(aside).isDirectory();
    }

    @Test
    void a_password_replaces_the_cookie() throws IOException {
        var settings = new RpcSettings(Optional.of("bob"), Optional.of("a:b c"), List.of());
        try (var credentials = Credentials.open(settings, Optional.of(folder.resolve(".cookie")))) {
            assertThat(folder).isEmptyDirectory();
            assertThat(credentials.admit(basic("bob:a:b c"))).hasValue("bob");
            assertThat(credentials.admit(basic("bob:a"))).isEmpty();
            assertThat(credentials.admit(basic("eve:a:b c"))).isEmpty();
        }
    }

    @Test
    void a_user_alone_changes_nothing() throws IOException {
        var settings = new RpcSettings(Optional.of("bob"), Optional.empty(), List.of());
        try (var credentials = Credentials.open(settings, Optional.of(folder.resolve(".cookie")))) {
            assertThat(folder.resolve(".cookie")).exists();
            assertThat(credentials.admit(basic("bob:"))).isEmpty();
        }
    }

    @Test
    void hashed_passwords_admit_beside_the_cookie() throws IOException {
        var settings = new RpcSettings(Optional.empty(), Optional.empty(), List.of(ALICE));
        try (var credentials = Credentials.open(settings, Optional.of(folder.resolve(".cookie")))) {
            assertThat(credentials.admit(basic("alice:open:sesame"))).hasValue("alice");
            assertThat(credentials.admit(basic("alice:open sesame"))).isEmpty();
            assertThat(credentials.admit(basic("bob:open:sesame"))).isEmpty();
            assertThat(credentials.admit(basic("alice"))).isEmpty();
            assertThat(credentials.admit(basic(Files.readString(folder.resolve(".cookie"))))).hasValue("");
        }
    }

    @Test
    void without_a_folder_and_a_word_of_the_operator_nobody_may_call() throws IOException {
        try (var credentials = Credentials.open(RpcSettings.COOKIE_ONLY, Optional.empty())) {
            assertThat(credentials.admit(basic(":"))).isEmpty();
            assertThat(credentials.admit(basic("__cookie__:"))).isEmpty();
            assertThat(credentials.admit(null)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic ", "Basic ***", "Bearer Ym9iOng=", "basic", "Basic Ym9iOng"})
    void a_header_that_is_none_admits_nobody(String header) throws IOException {
        var settings = new RpcSettings(Optional.of("bob"), Optional.of("y"), List.of(ALICE));
        try (var credentials = Credentials.open(settings, Optional.empty())) {
            assertThat(credentials.admit(header)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "alice", "alice:salt", "alice:salt$a$b", "a:b:c$d", "alice$a:b"})
    void a_hash_in_another_form_is_refused_without_repeating_it(String auth) {
        assertThatThrownBy(() -> new RpcSettings(Optional.empty(), Optional.empty(), List.of(auth)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("rpcauth has to be user:salt$hash");
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }
}
