package org.jackblockchain.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ListenerTest {
    private static final InetAddress FOUR = InetAddress.ofLiteral("127.0.0.1");

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_place_of_ipv4_is_shown_as_one_and_takes_calls() throws Exception {
        CompletableFuture<Socket> called = new CompletableFuture<>();
        Listener listener = Listener.open(new InetSocketAddress(FOUR, 0), called::complete);
        int port = listener.address().getPort();

        assertThat(listener.address().getAddress()).isInstanceOf(Inet4Address.class);
        assertThat(listed("tcp", port)).isTrue();
        assertThat(listed("tcp6", port)).isFalse();
        try (var caller = new Socket(FOUR, port); Socket answered = called.get(60, TimeUnit.SECONDS)) {
            assertThat(answered.getPort()).isEqualTo(caller.getLocalPort());
        }
        listener.close();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_place_for_all_takes_calls_of_both_kinds() throws Exception {
        Listener listener = Listener.open(new InetSocketAddress(0), _ -> {
        });
        assertThat(listed("tcp6", listener.address().getPort())).isTrue();
        listener.close();
    }

    /** Whether the system has a listening socket of this kind at the port: state 0A. */
    private static boolean listed(String kind, int port) throws IOException {
        return Files.readAllLines(Path.of("/proc/net", kind)).stream()
                .anyMatch(line -> line.matches("\\s*\\d+: [0-9A-F]+:%04X [0-9A-F:]+ 0A .*".formatted(port)));
    }
}
