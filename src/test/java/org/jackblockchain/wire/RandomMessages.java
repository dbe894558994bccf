package org.jackblockchain.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.CompactTarget;
import org.jackblockchain.primitives.FilterHash;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.OutPoint;
import org.jackblockchain.primitives.Transaction;
import org.jackblockchain.primitives.TxIn;
import org.jackblockchain.primitives.TxOut;
import org.jackblockchain.primitives.Txid;

/** One message of every kind, filled by chance. */
final class RandomMessages {
    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    List<Message> oneOfEach() {
        return List.of(version(), new Message.Verack(), new Message.WtxidRelay(), new Message.SendAddrV2(),
                new Message.SendHeaders(), new Message.FeeFilter(word()),
                new Message.SendCmpct(random.nextBoolean(), word()), new Message.Ping(word()),
                new Message.Pong(word()), new Message.GetAddr(), new Message.Addr(some(this::oldAddress)),
                new Message.AddrV2(some(this::address)), new Message.Inv(some(this::item)),
                new Message.GetData(some(this::item)), new Message.NotFound(some(this::item)),
                new Message.GetHeaders(random.nextInt(), some(this::hash), hash()),
                new Message.GetBlocks(random.nextInt(), some(this::hash), hash()),
                new Message.Headers(some(this::header)), new Message.BlockMessage(block()),
                new Message.Tx(transaction()), new Message.Mempool(), compact(),
                new Message.GetBlockTxn(hash(), indexes()),
                new Message.BlockTxn(hash(), some(this::transaction)),
                new Message.SendTxRcncl(random.nextInt(), word()),
                new Message.GetCFilters(random.nextInt(256), random.nextInt(), hash()),
                new Message.CFilter(random.nextInt(256), hash(), Bytes.of(bytes(random.nextInt(300)))),
                new Message.GetCFHeaders(random.nextInt(256), random.nextInt(), hash()),
                new Message.CFHeaders(random.nextInt(256), hash(), filterHash(), some(this::filterHash)),
                new Message.GetCFCheckpoints(random.nextInt(256), hash()),
                new Message.CFCheckpoints(random.nextInt(256), hash(), some(this::filterHash)));
    }

    private Message.CmpctBlock compact() {
        return new Message.CmpctBlock(header(), word(), some(() -> word() >>> 16),
                indexes().stream().map(index -> new Message.Prefilled(index, transaction())).toList());
    }

    private List<Integer> indexes() {
        return random.ints(random.nextInt(20), 0, 0x1_0000).distinct().sorted().boxed().toList();
    }

    private Message.Version version() {
        return new Message.Version(random.nextInt(), word(), word() >>> 1, oldAddress(), oldAddress(), word(),
                new String(bytes(random.nextInt(20)), StandardCharsets.ISO_8859_1), random.nextInt(),
                random.nextBoolean());
    }

    NetAddress oldAddress() {
        return NetAddress.of(bytes(random.nextBoolean() ? 4 : 16), random.nextInt(0x1_0000)).withServices(word())
                .withTime(word() >>> 32);
    }

    private NetAddress address() {
        int network = random.nextInt(0x100);
        int id = network > 10 ? network : network % 7;
        int length = switch (NetAddress.Network.of(id)) {
            case IPV4 -> 4;
            case IPV6, CJDNS -> 16;
            case TORV3, I2P -> 32;
            case UNKNOWN -> random.nextInt(40);
        };
        return new NetAddress(id, Bytes.of(bytes(length)), random.nextInt(0x1_0000), word() >>> random.nextInt(64),
                word() >>> 32);
    }

    private InvItem item() {
        return InvItem.of(random.nextBoolean() ? random.nextInt(6) : random.nextInt(), hash());
    }

    private FilterHash filterHash() {
        return new FilterHash(word(), word(), word(), word());
    }

    private BlockHash hash() {
        return new BlockHash(word(), word(), word(), word());
    }

    BlockHeader header() {
        return new BlockHeader(random.nextInt(), hash(), new MerkleRoot(word(), word(), word(), word()),
                word() >>> 32, new CompactTarget(random.nextInt()), random.nextInt());
    }

    private Block block() {
        return new Block(header(), some(this::transaction));
    }

    /** Has an input, since one without cannot be read back. */
    private Transaction transaction() {
        var inputs = new ArrayList<>(some(this::input));
        inputs.add(input());
        return new Transaction(random.nextInt(), inputs, some(this::output), random.nextInt());
    }

    private TxIn input() {
        var previous = new OutPoint(new Txid(word(), word(), word(), word()), random.nextInt());
        List<Bytes> witness = random.nextBoolean() ? List.of() : some(() -> Bytes.of(bytes(random.nextInt(300))));
        return new TxIn(previous, Bytes.of(bytes(random.nextInt(30))), random.nextInt(), witness);
    }

    private TxOut output() {
        return new TxOut(word(), Bytes.of(bytes(random.nextInt(30))));
    }

    private long word() {
        return random.nextLong();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> List<T> some(Supplier<T> one) {
        var items = new ArrayList<T>();
        for (int i = random.nextInt(4); i > 0; i--)
            items.add(one.get());
        return items;
    }
}
