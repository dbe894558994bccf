package org.jackblockchain.primitives;

import java.util.List;

/** A header and the transactions that it commits to, the coinbase first. */
public record Block(BlockHeader header, List<Transaction> transactions) {
    public Block {
        transactions = List.copyOf(transactions);
    }

    public static Block read(ByteReader in) {
        return new Block(BlockHeader.read(in), in.list(Transaction.MIN_BYTES, Transaction::read));
    }

    /** @throws MalformedException unless {@code bytes} are one block and nothing else */
    public static Block of(byte[] bytes) {
        return ByteReader.readAll(bytes, Block::read);
    }

    /** The same block without witnesses: what a peer gets that did not ask for them. Its hash is the same. */
    public Block stripped() {
        return new Block(header, transactions.stream().map(Transaction::stripped).toList());
    }

    public BlockHash hash() {
        return header.hash();
    }

    public void write(ByteWriter out) {
        header.write(out);
        out.list(transactions, Transaction::write);
    }

    /** In the original format, without witnesses. */
    public void writeStripped(ByteWriter out) {
        header.write(out);
        out.list(transactions, Transaction::writeStripped);
    }

    public byte[] toBytes() {
        var out = new ByteWriter();
        write(out);
        return out.toArray();
    }

    /** Length with witnesses. */
    public int size() {
        return BlockHeader.BYTES + ByteWriter.compactBytes(transactions.size())
                + transactions.stream().mapToInt(Transaction::size).sum();
    }

    /** Length without witnesses. */
    public int strippedSize() {
        return BlockHeader.BYTES + ByteWriter.compactBytes(transactions.size())
                + transactions.stream().mapToInt(Transaction::strippedSize).sum();
    }

    /** Three times the stripped size plus the whole size (BIP141). */
    public int weight() {
        return 3 * strippedSize() + size();
    }
}
