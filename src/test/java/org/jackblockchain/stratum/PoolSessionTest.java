package org.jackblockchain.stratum;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jackblockchain.mining.Hit;
import org.jackblockchain.mining.ShareDifficulty;
import org.junit.jupiter.api.Test;

class PoolSessionTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final PoolSettings SETTINGS = new PoolSettings(List.of(new PoolAddress(false, "pool.example", 3333)),
            "rig1", "secret", "jbc/test", Optional.empty());
    private static final String JOB = "[\"%s\",\"%s\",\"%s\",\"00ff\",[],\"20000000\",\"207fffff\",\"6565"
            + "6565\",%s]";
    private static final String PARENT = "01".repeat(32);
    /** Version, one input, no outpoint, a script of 20 bytes that begins with height 840,000. */
    private static final String COINBASE = "01000000" + "01" + "00".repeat(32) + "ffffffff" + "14" + "03" + "40d10c";

    private final PoolSession session = new PoolSession(SETTINGS.pools().getFirst(), SETTINGS);
    private final List<String> said = new ArrayList<>();
    private final List<PoolWork> work = new ArrayList<>();
    private final List<PoolSession.Effect> others = new ArrayList<>();

    @Test
    void subscribes_then_says_who_it_is_then_mines() {
        perform(session.start());
        assertThat(said).singleElement().asString().contains("mining.subscribe", "jbc/test");

        hear("{\"id\":1,\"result\":[[],\"a1b2c3d4\",4],\"error\":null}");
        assertThat(said.getLast()).contains("mining.authorize", "rig1", "secret");
        hear(job("1", PARENT, true));
        assertThat(work).isEmpty();
        hear("{\"id\":2,\"result\":true,\"error\":null}");

        assertThat(others).containsExactly(new PoolSession.Effect.Opened());
        assertThat(work).singleElement().matches(one -> one.height() == 840_000 && one.difficulty() == 1);
    }

    @Test
    void a_difficulty_counts_from_the_next_job_on() {
        open();
        hear("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[64]}");
        assertThat(work.getLast().difficulty()).isEqualTo(1);

        hear(job("2", PARENT, false));

        assertThat(work.getLast().difficulty()).isEqualTo(64);
        assertThat(work.getLast().target()).isEqualTo(ShareDifficulty.target(64));
    }

    @Test
    void an_extra_nonce_counts_from_the_next_job_on() {
        open();
        hear("{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":[\"beef\",2]}");
        hear(job("2", PARENT, false));

        assertThat(work.getLast().extraNonce1().hex()).isEqualTo("beef");
        assertThat(work.getLast().job(5, NOON.getEpochSecond()).extraNonce2()).hasSize(4);
    }

    @Test
    void a_clean_job_makes_those_before_worthless_and_another_does_not() {
        open();
        PoolWork first = work.getLast();
        hear(job("2", PARENT, false));
        assertThat(work.getLast().welcomes(first.job(1, NOON.getEpochSecond()))).isTrue();

        hear(job("3", PARENT, true));
        assertThat(work.getLast().welcomes(first.job(1, NOON.getEpochSecond()))).isFalse();

        // also when the pool forgets to say so
        PoolWork third = work.getLast();
        hear(job("4", "02".repeat(32), false));
        assertThat(work.getLast().welcomes(third.job(1, NOON.getEpochSecond()))).isFalse();
        perform(session.found(new Hit(third.job(1, NOON.getEpochSecond()), 7)));
        assertThat(said.getLast()).doesNotContain("mining.submit");
    }

    @Test
    void a_hit_is_handed_in_and_the_answer_counted() {
        open();
        PoolWork.Share share = work.getLast().job(0x11223344L, NOON.getEpochSecond() + 3);

        perform(session.found(new Hit(share, 0xdeadbeef)));

        assertThat(said.getLast()).contains("[\"rig1\",\"1\",\"11223344\",\"65656568\",\"deadbeef\"]");
        hear("{\"id\":4,\"result\":true,\"error\":null}");
        hear("{\"id\":4,\"result\":true,\"error\":null}");
        assertThat(others).containsExactly(new PoolSession.Effect.Accepted(1));
        perform(session.found(new Hit(share, 1)));
        hear("{\"id\":5,\"result\":null,\"error\":[23,\"low\\u001b difficulty\",null]}");
        assertThat(others.getLast()).isEqualTo(new PoolSession.Effect.Rejected("low difficulty"));
    }

    @Test
    void a_pool_that_does_not_answer_gets_no_more_than_so_many_shares() {
        open();
        PoolWork.Share share = work.getLast().job(1, NOON.getEpochSecond());
        int before = said.size();

        for (int i = 0; i < 2 * PoolSession.MAX_PENDING; i++)
            perform(session.found(new Hit(share, i)));

        assertThat(said).hasSize(before + PoolSession.MAX_PENDING);
    }

    @Test
    void a_pool_that_wants_every_hash_gets_fewer() {
        open();
        hear("{\"id\":null,\"method\":\"mining.set_difficulty\",\"params\":[1e-300]}");
        hear(job("2", PARENT, false));

        assertThat(work.getLast().difficulty()).isEqualTo(PoolSession.EASIEST);
    }

    @Test
    void a_pool_that_does_not_know_us_is_left() {
        perform(session.start());
        hear("{\"id\":1,\"result\":null,\"error\":[20,\"go away\",null]}");
        assertThat(others).singleElement().isInstanceOf(PoolSession.Effect.Leave.class).asString().contains("go away");

        hear("{\"id\":2,\"result\":false,\"error\":null}");
        assertThat(others).last().isInstanceOf(PoolSession.Effect.Leave.class).asString().contains("rig1");
    }

    @Test
    void an_extra_nonce_that_is_none_is_not_believed() {
        for (String wrong : List.of("\"zz\",4", "\"abc\",4", "\"ab\",0", "\"ab\",17", "\"ab\",-1", "5,4",
                "\"" + "ab".repeat(33) + "\",4", "\"ab\",2147483647")) {
            others.clear();
            hear("{\"id\":1,\"result\":[[]," + wrong + "],\"error\":null}");
            assertThat(others).as(wrong).singleElement().isInstanceOf(PoolSession.Effect.Leave.class);
        }
    }

    @Test
    void a_pool_that_sends_us_elsewhere_is_believed_on_its_own_host_only() {
        open();
        hear("{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"evil.example\",3333,0]}");
        assertThat(others).singleElement().isInstanceOf(PoolSession.Effect.Note.class);
        others.clear();

        hear("{\"id\":null,\"method\":\"client.reconnect\",\"params\":[\"pool.example\",4444,9999999]}");
        hear("{\"id\":null,\"method\":\"client.reconnect\",\"params\":[]}");

        assertThat(others).containsExactly(new PoolSession.Effect.Move(4444, PoolSession.LONGEST_WAIT),
                new PoolSession.Effect.Move(3333, java.time.Duration.ZERO));
    }

    @Test
    void jobs_that_are_none_are_left_aside_and_so_is_a_pool_that_sends_many() {
        open();
        int before = work.size();
        for (String wrong : List.of("[]", "[1]", "{}", JOB.formatted("9", "01", COINBASE, "true"),
                JOB.formatted("9", PARENT, "0g", "true"), JOB.formatted("9", PARENT, COINBASE + "0", "true"),
                JOB.formatted("9".repeat(257), PARENT, COINBASE, "true"),
                JOB.formatted("9", PARENT, COINBASE, "true").replace("207fffff", "zz"),
                JOB.formatted("9", PARENT, COINBASE, "true").replace("[]", "[\"ab\"]"),
                JOB.formatted("9", PARENT, COINBASE, "true").replace("[]",
                        "[" + ("\"" + PARENT + "\",").repeat(33) + "\"" + PARENT + "\"]"))) {
            hear("{\"id\":null,\"method\":\"mining.notify\",\"params\":" + wrong + "}");
        }
        assertThat(work).hasSize(before);
        assertThat(others).hasSize(PoolSession.MAX_NONSENSE).noneMatch(PoolSession.Effect.Leave.class::isInstance);

        hear("garbage");

        assertThat(others).last().isInstanceOf(PoolSession.Effect.Leave.class);
    }

    @Test
    void answers_what_pools_ask() {
        open();
        hear("{\"id\":77,\"method\":\"client.get_version\",\"params\":[]}");
        assertThat(said.getLast()).contains("\"id\":77", "jbc/test");
        hear("{\"id\":78,\"method\":\"mining.ping\",\"params\":[]}");
        assertThat(said.getLast()).contains("\"id\":78", "pong");
        hear("{\"id\":null,\"method\":\"client.show_message\",\"params\":[\"hello\\u001b[2J\"]}");
        assertThat(others).containsExactly(new PoolSession.Effect.Note("the pool says: hello[2J"));
    }

    @Test
    void no_two_threads_of_a_miner_have_the_same_header() {
        open();
        for (int bytes : new int[]{2, 3, 4, 5, 6, 7, 8, 12, 16}) {
            hear("{\"id\":null,\"method\":\"mining.set_extranonce\",\"params\":[\"beef\"," + bytes + "]}");
            hear(job("2", PARENT, false));
            Set<String> seen = new HashSet<>();
            int each = bytes == 2 ? 32 : 1_000;
            for (long thread = 0; thread < 64; thread++) {
                long start = 0x1234_5678_9abc_def0L + (thread << 48);
                for (int i = 0; i < each; i++)
                    seen.add(work.getLast().job(start + i, NOON.getEpochSecond()).extraNonce2());
            }
            assertThat(seen).as("%d bytes", bytes).hasSize(64 * each).allMatch(hex -> hex.length() == 2 * bytes);
        }
    }

    private void open() {
        perform(session.start());
        hear("{\"id\":1,\"result\":[[],\"a1b2c3d4\",4],\"error\":null}");
        hear(job("1", PARENT, true));
        hear("{\"id\":2,\"result\":true,\"error\":null}");
        others.clear();
    }

    private static String job(String id, String parent, boolean clean) {
        return "{\"id\":null,\"method\":\"mining.notify\",\"params\":"
                + JOB.formatted(id, parent, COINBASE, clean) + "}";
    }

    private void hear(String line) {
        perform(session.on(line, NOON));
    }

    private void perform(List<PoolSession.Effect> effects) {
        for (PoolSession.Effect effect : effects) {
            switch (effect) {
                case PoolSession.Effect.Say(String line) -> said.add(line);
                case PoolSession.Effect.Mine(PoolWork one) -> work.add(one);
                default -> others.add(effect);
            }
        }
    }
}
