package org.jackblockchain.app.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.node.TipChange;
import org.jackblockchain.primitives.BlockHash;
import org.junit.jupiter.api.Test;

class RaceBookTest {
    private static final Racer ANNE = Racer.of(0, 5000, 5100);
    private static final Racer BILL = Racer.of(1, 5001, 5101);

    private final Map<BlockHash, String> tags = new HashMap<>();
    private final Tree annes = new Tree();
    private final Tree bills = new Tree();
    private final RaceBook book = new RaceBook(List.of(ANNE, BILL), annes.genesis(), Tree.START,
            hash -> tags.getOrDefault(hash, ""));

    @Test
    void a_block_is_won_when_the_first_has_it_and_everywhere_when_the_last_has() {
        // Given Anne's block
        BlockEntry hers = annes.child(annes.genesis(), 1);
        tags.put(hers.hash(), ANNE.tag());

        // When she has it, and Bill 30 ms later
        var won = book.moved(0, Tree.won(hers, 1_000)).getFirst();
        var everywhere = book.moved(1, Tree.won(bills.child(bills.genesis(), 1), 1_030)).getFirst();

        // Then
        assertThat(won.racer()).isEqualTo(OptionalInt.of(0));
        assertThat(won.afterParent()).isEqualTo(Duration.ofSeconds(1));
        assertThat(won.untilAll()).isEmpty();
        assertThat(everywhere.untilAll()).contains(Duration.ofMillis(30));
        assertThat(book.allAgree()).isTrue();
        assertThat(book.medianUntilAll()).contains(Duration.ofMillis(30));
        assertThat(book.wins(1)).containsExactly(Map.entry(ANNE.tag(), 1), Map.entry(BILL.tag(), 0));
    }

    @Test
    void of_two_blocks_at_one_height_the_first_leads_until_work_decides() {
        // Given a fork
        BlockEntry hers = annes.child(annes.genesis(), 1);
        BlockEntry his = bills.child(bills.genesis(), 2);
        tags.put(hers.hash(), ANNE.tag());
        tags.put(his.hash(), BILL.tag());
        book.moved(0, Tree.won(hers, 100));
        book.moved(1, Tree.won(his, 101));
        assertThat(book.allAgree()).isFalse();
        assertThat(book.leader()).isEqualTo(hers);
        assertThat(book.staleBlocks()).isEqualTo(1);

        // When Bill wins the next one, and Anne follows
        BlockEntry next = bills.child(his, 3);
        tags.put(next.hash(), BILL.tag());
        book.moved(1, Tree.won(next, 200));
        BlockEntry hisAtAnnes = annes.child(annes.genesis(), 2);
        BlockEntry nextAtAnnes = annes.child(hisAtAnnes, 3);
        book.moved(0, new TipChange(List.of(hers), List.of(hisAtAnnes, nextAtAnnes), Tree.START.plusMillis(205)));

        // Then
        assertThat(book.allAgree()).isTrue();
        assertThat(book.reorganizations()).isEqualTo(1);
        assertThat(book.staleBlocks()).isEqualTo(1);
        assertThat(book.wins(2)).containsExactly(Map.entry(ANNE.tag(), 0), Map.entry(BILL.tag(), 2));
        assertThat(book.wins(1)).containsEntry(BILL.tag(), 1);
        assertThat(book.latest(9)).extracting(book::isStale).containsExactly(false, false, true);
    }

    @Test
    void a_stranger_who_joins_is_counted_under_his_own_words() {
        BlockEntry strangers = annes.child(annes.genesis(), 1);
        tags.put(strangers.hash(), "Mined by zoe");

        var won = book.moved(0, Tree.won(strangers, 1)).getFirst();

        assertThat(won.racer()).isEmpty();
        assertThat(Tally.sentence(book.wins(9)))
                .isEqualTo("Port 5000 won 0 blocks, port 5001 won 0, \"Mined by zoe\" won 1.");
    }

    @Test
    void a_tip_that_only_went_back_is_at_the_parent() {
        BlockEntry hers = annes.child(annes.genesis(), 1);
        book.moved(0, Tree.won(hers, 1));

        book.moved(0, new TipChange(List.of(hers), List.of(), Tree.START));

        assertThat(book.tip(0)).isEqualTo(annes.genesis());
    }

    @Test
    void the_tally_says_one_block_and_more_blocks() {
        var wins = new java.util.LinkedHashMap<String, Integer>();
        wins.put(ANNE.tag(), 1);
        wins.put(BILL.tag(), 7);

        assertThat(Tally.sentence(wins)).isEqualTo("Port 5000 won 1 block, port 5001 won 7.");
        assertThat(Tally.sentence(Map.of())).isEqualTo("Nobody won.");
    }
}
