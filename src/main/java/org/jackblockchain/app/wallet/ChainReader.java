package org.jackblockchain.app.wallet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.jackblockchain.app.config.UserError;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.consensus.PartialMerkleTree;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

/** Finds transactions on a running node's chain, and makes proofs of them. */
public final class ChainReader {
    /** Change, which is seldom spent at once, is among the first outputs. */
    private static final int OUTPUTS_TRIED = 4;

    /** A transaction, and the block that it is in. */
    public record Found(Transaction transaction, Optional<Place> place) {}

    /** @param confirmations one in the tip, one more with each block on it */
    public record Place(Block block, int height, int confirmations) {}

    private final ChainParams params;
    private final NodeRpc node;

    public ChainReader(ChainParams params, NodeRpc node) {
        this.params = params;
        this.node = node;
    }

    /**
     * A transaction of the memory pool or of the chain. One whose outputs are all spent is looked for block by block,
     * from the tip down.
     *
     * @throws UserError when there is none
     */
    public Found find(Txid txid) {
        int tip = node.call("getblockcount").asInt();
        Optional<Found> unspent = unspentHeight(txid, tip).flatMap(height -> in(txid, height, tip));
        return unspent.or(() -> waiting(txid)).or(() -> walk(txid, tip)).orElseThrow(() -> new UserError(
                "there is no transaction " + txid + " in the memory pool or on the chain, which is at block " + tip));
    }

    private Optional<Integer> unspentHeight(Txid txid, int tip) {
        for (int output = 0; output < OUTPUTS_TRIED; output++) {
            Optional<JsonNode> coin = node.find("gettxout", txid.hex(), output, false);
            if (coin.isPresent())
                return Optional.of(tip - coin.get().path("confirmations").asInt() + 1);
        }
        return Optional.empty();
    }

    private Optional<Found> waiting(Txid txid) {
        return node.find("getrawtransaction", txid.hex())
                .map(hex -> new Found(read(hex.asText()), Optional.empty()));
    }

    private static Transaction read(String hex) {
        return ByteReader.readAll(Hex.parse(hex), Transaction::read);
    }

    private Optional<Found> walk(Txid txid, int tip) {
        for (int to = tip; to >= 0; to -= NodeRpc.BATCH) {
            int from = Math.max(0, to - NodeRpc.BATCH + 1);
            List<JsonNode> blocks = node.calls("getblock", hashes(from, to + 1).stream()
                    .map(hash -> new Object[]{hash, 1}).toList());
            for (JsonNode block : blocks) {
                for (JsonNode id : block.path("tx")) {
                    if (id.asText().equals(txid.hex()))
                        return in(txid, block.path("height").asInt(), tip);
                }
            }
        }
        return Optional.empty();
    }

    private List<String> hashes(int from, int to) {
        return node.calls("getblockhash", IntStream.range(from, to).mapToObj(height -> new Object[]{height}).toList())
                .stream().map(JsonNode::asText).toList();
    }

    private Optional<Found> in(Txid txid, int height, int tip) {
        String hash = node.call("getblockhash", height).asText();
        Block block = Block.of(Hex.parse(node.call("getblock", hash, 0).asText()));
        return block.transactions().stream().filter(tx -> tx.txid().equals(txid)).findFirst()
                .map(tx -> new Found(tx, Optional.of(new Place(block, height, tip - height + 1))));
    }

    /**
     * Proves that a transaction is on the chain.
     *
     * @param whole whether the headers go back to genesis, so that nothing of the network's rules is left to believe
     * @throws UserError when it is not in a block yet, or nowhere
     */
    public Proof prove(Txid txid, boolean whole) {
        Found found = find(txid);
        Place place = found.place().orElseThrow(() -> new UserError(
                "transaction " + txid + " waits for a block: there is nothing to prove yet"));
        int tip = place.height() + place.confirmations() - 1;
        int first = whole ? 0 : place.height();
        if (tip - first >= Proof.MAX_HEADERS)
            throw new UserError("a proof with " + (tip - first + 1) + " headers is too long; make a --short one");
        List<BlockHeader> headers = headers(first, tip + 1);
        if (!headers.get(place.height() - first).equals(place.block().header()) || !isChain(headers))
            throw new UserError("the chain has changed while the proof was made; try again");
        List<Txid> txids = place.block().transactions().stream().map(Transaction::txid).toList();
        return new Proof(params.name(), params.genesis().hash(), found.transaction().stripped(),
                PartialMerkleTree.of(txids, i -> txids.get(i).equals(txid)),
                whole ? Optional.of(place.height()) : Optional.empty(), headers);
    }

    private static boolean isChain(List<BlockHeader> headers) {
        return IntStream.range(1, headers.size())
                .allMatch(i -> headers.get(i).previous().equals(headers.get(i - 1).hash()));
    }

    private List<BlockHeader> headers(int from, int to) {
        var headers = new ArrayList<BlockHeader>();
        List<Object[]> asked = hashes(from, to).stream().map(hash -> new Object[]{hash, false}).toList();
        for (JsonNode hex : node.calls("getblockheader", asked))
            headers.add(ByteReader.readAll(Hex.parse(hex.asText()), BlockHeader::read));
        return headers;
    }
}
