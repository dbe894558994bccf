package org.jackblockchain.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.wire.NetAddress;
import org.jackblockchain.wire.Services;
import org.junit.jupiter.api.Test;

/** What is kept of what others say about others. */
class AddressBookTest {
    private static final Instant NOW = TestNet.START;
    private static final PeerConfig CONFIG = PeerConfig.of("/test:1/");

    private final AddressBook book = book(CONFIG, List.of());

    private static AddressBook book(PeerConfig config, List<KnownAddress> stored) {
        return new AddressBook(config, stored, new SplittableRandom(1));
    }

    private static NetAddress address(int n) {
        byte[] host = {8, (byte) (n >> 16), (byte) (n >> 8), (byte) n};
        return NetAddress.of(host, 8333).withServices(Services.NETWORK).withTime(NOW.getEpochSecond());
    }

    private static Bytes source(int n) {
        return address(1_000_000 + n).host();
    }

    @Test
    void hearsay_is_kept_once() {
        assertThat(book.heard(address(1), source(1), NOW)).isTrue();
        assertThat(book.heard(address(1), source(2), NOW)).isTrue();

        assertThat(book.size()).isEqualTo(1);
    }

    @Test
    void addresses_off_the_internet_are_kept_only_where_the_network_lives_there() {
        NetAddress loopback = NetAddress.parse("127.0.0.1:5101").orElseThrow();
        AddressBook local = book(CONFIG.withLoopback(true), List.of());

        assertThat(book.heard(loopback, source(1), NOW)).isFalse();
        assertThat(local.heard(loopback, source(1), NOW)).isTrue();
        assertThat(local.heard(NetAddress.parse("0.0.0.0:5101").orElseThrow(), source(1), NOW)).isFalse();
    }

    @Test
    void one_source_can_add_256_addresses_and_no_more() {
        for (int i = 0; i < 1_000; i++)
            book.heard(address(i), source(1), NOW);

        assertThat(book.size()).isEqualTo(AddressBook.MAX_PER_SOURCE);
        assertThat(book.heard(address(2_000), source(2), NOW)).isTrue();
    }

    @Test
    void many_sources_cannot_drive_out_what_we_reached_ourselves() {
        // Given
        for (int i = 0; i < 100; i++)
            book.reached(address(i), Services.NETWORK, NOW);

        // When
        for (int i = 0; i < 20_000; i++)
            book.heard(address(1_000 + i), source(i / 100), NOW);

        // Then
        assertThat(book.size()).isEqualTo(AddressBook.MAX_ADDRESSES);
        for (int i = 0; i < 100; i++) {
            NetAddress good = address(i).endpoint();
            assertThat(book.holdsAny(good::equals)).isTrue();
        }
    }

    @Test
    void an_address_rests_longer_after_each_failure() {
        book.heard(address(1), source(1), NOW);
        assertThat(book.pick(_ -> true, NOW)).contains(address(1).endpoint());

        book.failed(address(1), NOW);
        assertThat(book.pick(_ -> true, NOW.plusMillis(1_999))).isEmpty();
        assertThat(book.pick(_ -> true, NOW.plusMillis(2_000))).isPresent();

        book.failed(address(1), NOW);
        assertThat(book.pick(_ -> true, NOW.plusMillis(3_999))).isEmpty();
        assertThat(book.pick(_ -> true, NOW.plusMillis(4_000))).isPresent();
    }

    @Test
    void an_answered_call_makes_failures_forgotten() {
        book.heard(address(1), source(1), NOW);
        for (int i = 0; i < 9; i++)
            book.failed(address(1), NOW);

        book.reached(address(1), Services.NETWORK, NOW);

        assertThat(book.pick(_ -> true, NOW.plusSeconds(1))).isPresent();
    }

    @Test
    void what_is_worthless_is_told_to_nobody() {
        book.heard(address(1), source(1), NOW);
        book.heard(address(2), source(1), NOW);
        for (int i = 0; i < AddressBook.MAX_FAILURES; i++)
            book.failed(address(2), NOW);

        assertThat(book.sample(10, NOW)).extracting(KnownAddress::address).containsExactly(address(1).endpoint());
        assertThat(book.sample(10, NOW.plus(AddressBook.HORIZON))).isEmpty();
    }

    @Test
    void a_time_that_cannot_be_is_taken_as_five_days_ago() {
        long future = NOW.plus(Duration.ofMinutes(10)).getEpochSecond();

        assertThat(AddressBook.plausible(future, NOW)).isEqualTo(Instant.ofEpochSecond(future));
        assertThat(AddressBook.plausible(future + 1, NOW)).isEqualTo(NOW.minus(Duration.ofDays(5)));
        assertThat(AddressBook.plausible(100_000_000, NOW)).isEqualTo(NOW.minus(Duration.ofDays(5)));
    }

    @Test
    void the_book_survives_a_restart() {
        book.heard(address(1), source(1), NOW);
        book.reached(address(2), Services.NETWORK, NOW);
        var saved = book.takeChanged(NOW).orElseThrow();

        AddressBook again = book(CONFIG, saved);

        assertThat(again.takeChanged(NOW)).as("nothing changed yet").isEmpty();
        assertThat(again.sample(10, NOW)).containsExactlyInAnyOrderElementsOf(saved);
    }

    @Test
    void the_book_is_saved_at_most_every_five_minutes() {
        book.heard(address(1), source(1), NOW);
        assertThat(book.takeForSaving(NOW)).isPresent();

        book.heard(address(2), source(1), NOW);
        assertThat(book.takeForSaving(NOW.plus(AddressBook.SAVE_INTERVAL).minusMillis(1))).isEmpty();
        assertThat(book.takeForSaving(NOW.plus(AddressBook.SAVE_INTERVAL))).isPresent();
        assertThat(book.takeForSaving(NOW.plus(AddressBook.SAVE_INTERVAL.multipliedBy(2)))).isEmpty();
    }
}
