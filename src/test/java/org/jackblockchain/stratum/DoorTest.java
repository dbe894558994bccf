package org.jackblockchain.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class DoorTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final StratumLimits LIMITS = StratumLimits.DEFAULT.withConnections(3, 2);
    private static final InetAddress ALICE = address("192.0.2.1");
    private static final InetAddress BOB = address("192.0.2.2");

    private final Door door = new Door(LIMITS);

    @Test
    void an_address_has_its_share_of_connections_and_all_have_theirs() {
        assertThat(door.enter(ALICE, NOON)).isEmpty();
        assertThat(door.enter(ALICE, NOON)).isEmpty();
        assertThat(door.enter(ALICE, NOON)).isPresent();
        assertThat(door.enter(BOB, NOON)).isEmpty();
        assertThat(door.enter(BOB, NOON)).isPresent();

        door.leave(ALICE);

        assertThat(door.enter(BOB, NOON)).isEmpty();
        assertThat(door.enter(ALICE, NOON)).isPresent();
    }

    @Test
    void a_banned_address_stays_out_until_its_time_is_over() {
        Duration length = door.ban(ALICE, NOON);

        assertThat(length).isEqualTo(LIMITS.firstBan());
        assertThat(door.banned(NOON)).isEqualTo(1);
        assertThat(door.enter(ALICE, NOON.plus(length).minusMillis(1))).isPresent();
        assertThat(door.enter(BOB, NOON)).isEmpty();
        assertThat(door.enter(ALICE, NOON.plus(length))).isEmpty();
        assertThat(door.banned(NOON.plus(length))).isZero();
    }

    @Test
    void who_comes_back_to_do_it_again_stays_out_longer_up_to_a_limit() {
        Instant now = NOON;
        Duration last = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            Duration length = door.ban(ALICE, now);
            assertThat(length).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(LIMITS.longestBan());
            now = now.plus(length);
            last = length;
        }
        assertThat(last).isEqualTo(LIMITS.longestBan());

        assertThat(door.ban(ALICE, now.plus(LIMITS.longestBan()))).isEqualTo(LIMITS.firstBan());
    }

    @Test
    void bans_are_bounded_and_the_oldest_is_forgotten() {
        door.ban(ALICE, NOON);
        for (int i = 0; i < Door.MAX_BANS; i++)
            door.ban(address("198.51." + (i >> 8) + "." + (i & 0xff)), NOON);

        assertThat(door.banned(NOON)).isEqualTo(Door.MAX_BANS);
        assertThat(door.enter(ALICE, NOON)).isEmpty();
    }

    @Test
    void a_network_of_ipv6_counts_as_one() {
        door.ban(address("2001:db8:1:2::1"), NOON);

        assertThat(door.enter(address("2001:db8:1:2:ffff::9"), NOON)).isPresent();
        assertThat(door.enter(address("2001:db8:1:3::1"), NOON)).isEmpty();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
