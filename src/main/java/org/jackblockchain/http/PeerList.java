package org.jackblockchain.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.util.Comparator;
import java.util.List;
import org.jackblockchain.peer.PeerView;

/** The peers by their numbers, a page at a time. */
final class PeerList {
    static final int MAX_LIMIT = 1_000;
    static final int DEFAULT_LIMIT = 200;

    private PeerList() {}

    /** @param after the number of the peer before the first; below zero for the beginning */
    static String json(List<PeerView> peers, long after, int limit) {
        List<PeerView> rest = peers.stream().filter(peer -> peer.peer() > after)
                .sorted(Comparator.comparingLong(PeerView::peer)).toList();
        return Json.text(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("peers");
            for (PeerView peer : rest.subList(0, Math.min(limit, rest.size())))
                StatusJson.write(peer, json);
            json.writeEndArray();
            next(rest, limit, json);
            json.writeEndObject();
        });
    }

    private static void next(List<PeerView> rest, int limit, JsonGenerator json) throws java.io.IOException {
        if (rest.size() > limit) {
            json.writeStringField("next", "/peers.json?limit=" + limit + "&after=" + rest.get(limit - 1).peer());
        } else {
            json.writeNullField("next");
        }
    }
}
