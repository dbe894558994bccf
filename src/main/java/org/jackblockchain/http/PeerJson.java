package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import org.jackblockchain.peer.PeerView;

/** What does not change of a peer while it is connected, and its height. */
final class PeerJson {
    private PeerJson() {}

    /** Writes fields into an object that is open. */
    static void writeFields(PeerView peer, JsonGenerator json) throws IOException {
        json.writeNumberField("id", peer.peer());
        json.writeStringField("address", peer.remote().toString());
        json.writeStringField("direction", peer.direction().name().toLowerCase(Locale.ROOT));
        json.writeStringField("user_agent", peer.userAgent());
        json.writeNumberField("height", Math.max(peer.startHeight(), peer.bestHeight()));
        json.writeStringField("connected_at", peer.connectedAt().toString());
    }
}
