package org.jackblockchain.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.Coin;
import org.jackblockchain.consensus.PartialMerkleTree;
import org.jackblockchain.node.NodeView;
import org.jackblockchain.node.Outcome;
import org.jackblockchain.node.Request;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Hex;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.Txid;

/** Proofs that transactions are in a block: its header and what leads to them in its merkle tree (BIP37). */
final class ProofMethods {
    private static final String GROUP = "blockchain";
    /** Without a transaction index, a block is found by an unspent output of its transaction among so many. */
    private static final int OUTPUTS_LOOKED_AT = 1_000;

    private final RpcNode node;
    private final Blocks blocks;

    ProofMethods(RpcNode node, Blocks blocks) {
        this.node = node;
        this.blocks = blocks;
    }

    List<Method> methods() {
        return List.of(
                new Method(GROUP, "gettxoutproof",
                        List.of(Param.required("txids", Param.Kind.ARRAY, "Transactions of one block."),
                                Param.optional("blockhash", Param.Kind.TEXT,
                                        "The block; without it, one must have an unspent output, or be in an index.")),
                        "A proof that transactions are in a block, in hex.", this::proof),
                new Method(GROUP, "verifytxoutproof",
                        List.of(Param.required("proof", Param.Kind.TEXT, "What gettxoutproof said.")),
                        "The transactions that a proof proves; none if it proves nothing.", this::verify));
    }

    private JsonNode proof(Args args) throws InterruptedException {
        Set<Txid> wanted = new LinkedHashSet<>();
        for (JsonNode text : args.at(0)) {
            if (!wanted.add(RawTransaction.txid(text, "txid")))
                throw RpcError.invalid("Invalid parameter, duplicated txid: " + text.asText());
        }
        if (wanted.isEmpty())
            throw RpcError.invalid("Parameter 'txids' cannot be empty");
        NodeView now = node.view();
        BlockEntry entry = args.isGiven(1) ? blocks.header(args.hash(1, "blockhash")) : blockOf(wanted);
        Block block = blocks.body(now, entry)
                .orElseThrow(() -> RpcError.misc("Block not available (not fully downloaded)"));
        List<Txid> all = block.transactions().stream().map(Transaction::txid).toList();
        if (!all.containsAll(wanted))
            throw new RpcError(RpcError.Code.NOT_FOUND,
                    "Not all transactions found in specified or retrieved block");
        var out = new ByteWriter();
        block.header().write(out);
        PartialMerkleTree.of(all, place -> wanted.contains(all.get(place))).write(out);
        return Json.text(Hex.of(out.toArray()));
    }

    private BlockEntry blockOf(Set<Txid> wanted) throws InterruptedException {
        for (Txid txid : wanted) {
            List<OutPoint> places = IntStream.range(0, OUTPUTS_LOOKED_AT)
                    .mapToObj(index -> new OutPoint(txid, index)).toList();
            if (!(node.ask(new Request.FindCoins(places, false))
                    .orElseThrow(RpcError::stopping) instanceof Outcome.Coins(var coins, var tip)))
                throw new IllegalStateException("an outcome of another request");
            Optional<Coin> unspent = coins.stream().flatMap(Optional::stream).findFirst();
            if (unspent.isPresent())
                return tip.ancestor(unspent.get().height());
        }
        for (Txid txid : wanted) {
            Optional<BlockEntry> indexed = new Finder(node, blocks).block(node.view(), txid);
            if (indexed.isPresent())
                return indexed.get();
        }
        throw new RpcError(RpcError.Code.NOT_FOUND, "Transaction not yet in block");
    }

    private record Read(BlockHeader header, PartialMerkleTree tree) {}

    private JsonNode verify(Args args) {
        Read proof = read(args.text(0));
        ArrayNode txids = Json.array();
        Optional<PartialMerkleTree.Proven> proven = proof.tree().prove()
                .filter(shown -> shown.root().equals(proof.header().merkleRoot()));
        if (proven.isEmpty())
            return txids;
        NodeView now = node.view();
        BlockEntry entry = blocks.find(proof.header().hash()).filter(found -> now.tip().descendsFrom(found))
                .orElseThrow(() -> new RpcError(RpcError.Code.NOT_FOUND, "Block not found in chain"));
        int size = blocks.body(now, entry).map(block -> block.transactions().size()).orElse(0);
        if (size == proof.tree().transactions())
            proven.get().txids().forEach(txid -> txids.add(txid.hex()));
        return txids;
    }

    private static Read read(String hex) {
        try {
            return ByteReader.readAll(Args.hex(hex, "proof must be hexadecimal string (not '" + hex + "')").toArray(),
                    in -> new Read(BlockHeader.read(in), PartialMerkleTree.read(in)));
        } catch (MalformedException e) {
            throw new RpcError(RpcError.Code.UNREADABLE, "Proof cannot be read: " + e.getMessage());
        }
    }
}
