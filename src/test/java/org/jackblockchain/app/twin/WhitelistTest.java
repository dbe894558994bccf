package org.jackblockchain.app.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.jackblockchain.peer.Permission;
import org.jackblockchain.peer.Whitelisting;
import org.jackblockchain.wire.NetAddress;
import org.junit.jupiter.api.Test;

class WhitelistTest {
    private static List<Whitelisting> rows(String... words) {
        return new Whitelist(Arguments.parse(List.of(words))).rows(18_444);
    }

    @Test
    void permissions_bring_others_along() {
        Whitelisting row = rows("-whitelist=noban,forcerelay,out@10.0.0.0/8").getFirst();
        assertThat(row.permissions()).containsExactly(Permission.NO_BAN, Permission.FORCE_RELAY, Permission.RELAY,
                Permission.DOWNLOAD);
        assertThat(row.outbound()).isTrue();
        assertThat(row.inbound()).isFalse();
        assertThat(row.hosts().orElseThrow().prefixBits()).isEqualTo(8);
    }

    @Test
    void a_network_alone_means_the_usual_permissions_for_callers() {
        Whitelisting row = rows("-whitelist=127.0.0.1").getFirst();
        assertThat(row.permissions()).isEqualTo(Set.of(Permission.NO_BAN, Permission.MEMPOOL, Permission.RELAY,
                Permission.DOWNLOAD));
        assertThat(row.inbound()).isTrue();
        assertThat(row.outbound()).isFalse();
        assertThat(rows("-whitelist=::1/64").getFirst().hosts().orElseThrow().prefixBits()).isEqualTo(64);
        assertThat(rows("-whitelist=10.0.0.0/255.255.128.0").getFirst().hosts().orElseThrow().prefixBits())
                .isEqualTo(17);
    }

    @Test
    void a_place_of_ours_has_its_permissions() {
        Whitelisting row = rows("-whitebind=noban@127.0.0.1:5").getFirst();
        assertThat(row.place()).isEqualTo(NetAddress.parse("127.0.0.1:5").orElseThrow());
    }

    @Test
    void what_makes_no_sense_is_refused_in_cores_words() {
        assertThatThrownBy(() -> rows("-whitelist=oopsie@127.0.0.1")).hasMessage("Invalid P2P permission: 'oopsie'");
        for (String network : List.of("noban@127.0.0.1:230", "127.0.0.1/33", "host", "10.0.0.0/255.0.255.0"))
            assertThatThrownBy(() -> rows("-whitelist=" + network)).hasMessage(
                    "Invalid netmask specified in -whitelist: '" + network.substring(network.indexOf('@') + 1) + "'");
    }
}
