package org.jackblockchain.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.ByteReader;
import org.jackblockchain.primitives.ByteWriter;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;
import org.jackblockchain.primitives.Hash256;
import org.jackblockchain.primitives.MalformedException;
import org.jackblockchain.primitives.Transaction;

/**
 * Payloads: three switches that name every message. Bytes after a message are let pass, as Core does, so that
 * newer peers can say more.
 */
final class MessageBytes {
    private static final int PONG_BYTES = 8;
    /** Greatest CompactSize that Core reads where the size bounds nothing else. */
    private static final long MAX_SIZE = 0x0200_0000;

    private MessageBytes() {}

    static String command(Message message) {
        return switch (message) {
            case Message.Version _ -> "version";
            case Message.Verack _ -> "verack";
            case Message.WtxidRelay _ -> "wtxidrelay";
            case Message.SendAddrV2 _ -> "sendaddrv2";
            case Message.SendHeaders _ -> "sendheaders";
            case Message.FeeFilter _ -> "feefilter";
            case Message.SendCmpct _ -> "sendcmpct";
            case Message.Ping _ -> "ping";
            case Message.Pong _ -> "pong";
            case Message.GetAddr _ -> "getaddr";
            case Message.Addr _ -> "addr";
            case Message.AddrV2 _ -> "addrv2";
            case Message.Inv _ -> "inv";
            case Message.GetData _ -> "getdata";
            case Message.NotFound _ -> "notfound";
            case Message.GetHeaders _ -> "getheaders";
            case Message.GetBlocks _ -> "getblocks";
            case Message.Headers _ -> "headers";
            case Message.BlockMessage _ -> "block";
            case Message.Tx _ -> "tx";
            case Message.FilterLoad _ -> "filterload";
            case Message.FilterAdd _ -> "filteradd";
            case Message.FilterClear _ -> "filterclear";
            case Message.MerkleBlock _ -> "merkleblock";
            case Message.CmpctBlock _ -> "cmpctblock";
            case Message.GetBlockTxn _ -> "getblocktxn";
            case Message.BlockTxn _ -> "blocktxn";
            case Message.Mempool _ -> "mempool";
            case Message.SendTxRcncl _ -> "sendtxrcncl";
            case Message.GetCFilters _ -> "getcfilters";
            case Message.CFilter _ -> "cfilter";
            case Message.GetCFHeaders _ -> "getcfheaders";
            case Message.CFHeaders _ -> "cfheaders";
            case Message.GetCFCheckpoints _ -> "getcfcheckpt";
            case Message.CFCheckpoints _ -> "cfcheckpt";
            case Message.Unknown(String command) -> command;
        };
    }

    static void write(Message message, ByteWriter out) {
        switch (message) {
            case Message.Version version -> writeVersion(version, out);
            case Message.FeeFilter(long rate) -> out.i64(rate);
            case Message.SendCmpct(boolean highBandwidth, long version) -> out.u8(highBandwidth ? 1 : 0).i64(version);
            case Message.Ping(long nonce) -> out.i64(nonce);
            case Message.Pong(OptionalLong nonce) -> nonce.ifPresent(out::i64);
            case Message.Addr(List<NetAddress> addresses) -> out.list(addresses, NetAddress::writeV1);
            case Message.AddrV2(List<NetAddress> addresses) -> out.list(addresses, NetAddress::writeV2);
            case Message.Inv(List<InvItem> items) -> out.list(items, InvItem::write);
            case Message.GetData(List<InvItem> items) -> out.list(items, InvItem::write);
            case Message.NotFound(List<InvItem> items) -> out.list(items, InvItem::write);
            case Message.GetHeaders(int version, List<BlockHash> locator, BlockHash stop) ->
                writeLocator(version, locator, stop, out);
            case Message.GetBlocks(int version, List<BlockHash> locator, BlockHash stop) ->
                writeLocator(version, locator, stop, out);
            case Message.Headers(List<BlockHeader> headers) -> out.list(headers, MessageBytes::writeHeader);
            case Message.BlockMessage(Block block) -> block.write(out);
            case Message.Tx(Transaction transaction) -> transaction.write(out);
            case Message.FilterLoad(Bytes filter, int functions, int tweak, int flags) ->
                out.varBytes(filter).i32(functions).i32(tweak).u8(flags);
            case Message.FilterAdd(Bytes item) -> out.varBytes(item);
            case Message.MerkleBlock block -> writeMerkleBlock(block, out);
            case Message.CmpctBlock compact -> CompactBytes.write(compact, out);
            case Message.GetBlockTxn(BlockHash block, List<Integer> indexes) ->
                CompactBytes.writeIndexes(indexes, out.hash(block));
            case Message.BlockTxn(BlockHash block, List<Transaction> transactions) ->
                out.hash(block).list(transactions, Transaction::write);
            case Message.SendTxRcncl(int version, long salt) -> out.i32(version).i64(salt);
            case Message.GetCFilters(int type, int start, BlockHash stop) -> out.u8(type).i32(start).hash(stop);
            case Message.CFilter(int type, BlockHash block, Bytes filter) -> out.u8(type).hash(block).varBytes(filter);
            case Message.GetCFHeaders(int type, int start, BlockHash stop) -> out.u8(type).i32(start).hash(stop);
            case Message.CFHeaders(int type, BlockHash stop, FilterHash previous, List<FilterHash> hashes) ->
                writeHashes(hashes, out.u8(type).hash(stop).hash(previous));
            case Message.GetCFCheckpoints(int type, BlockHash stop) -> out.u8(type).hash(stop);
            case Message.CFCheckpoints(int type, BlockHash stop, List<FilterHash> headers) ->
                writeHashes(headers, out.u8(type).hash(stop));
            case Message.Verack _, Message.WtxidRelay _, Message.SendAddrV2 _, Message.SendHeaders _,
                    Message.GetAddr _, Message.Mempool _, Message.FilterClear _, Message.Unknown _ -> {
                // these say it all with their name
            }
        }
    }

    /**
     * @throws MalformedException if the bytes are no such message
     * @throws OverLimitException if they are, but hold more than the protocol allows
     * @throws TooLongLocatorException likewise, of a locator
     */
    static Message read(String command, ByteReader in) {
        return switch (command) {
            case "version" -> readVersion(in);
            case "verack" -> new Message.Verack();
            case "wtxidrelay" -> new Message.WtxidRelay();
            case "sendaddrv2" -> new Message.SendAddrV2();
            case "sendheaders" -> new Message.SendHeaders();
            case "feefilter" -> new Message.FeeFilter(in.i64());
            case "sendcmpct" -> new Message.SendCmpct(in.u8() != 0, in.i64());
            case "ping" -> new Message.Ping(in.i64());
            case "pong" ->
                new Message.Pong(in.remaining() < PONG_BYTES ? OptionalLong.empty() : OptionalLong.of(in.i64()));
            case "getaddr" -> new Message.GetAddr();
            case "addr" -> new Message.Addr(within(Message.MAX_ADDRESSES, command,
                    in.list(NetAddress.V1_BYTES, NetAddress::readV1)));
            case "addrv2" -> new Message.AddrV2(within(Message.MAX_ADDRESSES, command,
                    in.list(NetAddress.V2_MIN_BYTES, NetAddress::readV2)));
            case "inv" -> new Message.Inv(within(Message.MAX_INVENTORY, command, items(in)));
            case "getdata" -> new Message.GetData(within(Message.MAX_INVENTORY, command, items(in)));
            case "notfound" -> readNotFound(in);
            case "getheaders" -> new Message.GetHeaders(in.i32(), locator(command, in), in.blockHash());
            case "getblocks" -> new Message.GetBlocks(in.i32(), locator(command, in), in.blockHash());
            case "headers" -> readHeaders(in);
            case "block" -> new Message.BlockMessage(hashed(Block.read(in)));
            case "tx" -> new Message.Tx(Transaction.read(in));
            case "filterload" ->
                new Message.FilterLoad(in.varBytes(), in.i32(), in.i32(), in.u8() & 0xff);
            case "filteradd" -> new Message.FilterAdd(in.varBytes());
            case "filterclear" -> new Message.FilterClear();
            case "merkleblock" -> new Message.MerkleBlock(BlockHeader.read(in), in.i32(),
                    in.list(Hash256.BYTES, ByteReader::merkleRoot), in.varBytes());
            case "cmpctblock" -> CompactBytes.read(in);
            case "getblocktxn" -> new Message.GetBlockTxn(in.blockHash(), CompactBytes.indexes(in));
            case "blocktxn" ->
                new Message.BlockTxn(in.blockHash(), in.list(Transaction.MIN_BYTES, Transaction::read));
            case "mempool" -> new Message.Mempool();
            case "sendtxrcncl" -> new Message.SendTxRcncl(in.i32(), in.i64());
            case "getcfilters" -> new Message.GetCFilters(in.u8() & 0xff, in.i32(), in.blockHash());
            case "cfilter" -> new Message.CFilter(in.u8() & 0xff, in.blockHash(), in.varBytes());
            case "getcfheaders" -> new Message.GetCFHeaders(in.u8() & 0xff, in.i32(), in.blockHash());
            case "cfheaders" -> new Message.CFHeaders(in.u8() & 0xff, in.blockHash(), in.filterHash(),
                    within(Message.MAX_FILTER_HEADERS, command, filterHashes(in)));
            case "getcfcheckpt" -> new Message.GetCFCheckpoints(in.u8() & 0xff, in.blockHash());
            case "cfcheckpt" -> new Message.CFCheckpoints(in.u8() & 0xff, in.blockHash(), filterHashes(in));
            default -> new Message.Unknown(command);
        };
    }

    private static List<FilterHash> filterHashes(ByteReader in) {
        return in.list(Hash256.BYTES, ByteReader::filterHash);
    }

    private static void writeHashes(List<FilterHash> hashes, ByteWriter out) {
        out.list(hashes, (hash, to) -> to.hash(hash));
    }

    /** Hashed by the connection's thread, so that the node's does not have to. */
    private static Block hashed(Block block) {
        for (Transaction transaction : block.transactions()) {
            var _ = transaction.txid();
            var _ = transaction.wtxid();
        }
        return block;
    }

    private static void writeVersion(Message.Version version, ByteWriter out) {
        byte[] userAgent = version.userAgent().getBytes(StandardCharsets.ISO_8859_1);
        out.i32(version.protocolVersion()).i64(version.services()).i64(version.time());
        version.receiver().writeBare(out);
        version.sender().writeBare(out);
        out.i64(version.nonce()).compactSize(userAgent.length).array(userAgent).i32(version.startHeight())
                .u8(version.relay() ? 1 : 0);
    }

    /** Old nodes end it after the receiver, the nonce, the user agent or the height; each is optional, as in Core. */
    private static Message.Version readVersion(ByteReader in) {
        int protocolVersion = in.i32();
        long services = in.i64();
        long time = Math.max(0, in.i64());
        NetAddress receiver = NetAddress.readBare(in);
        NetAddress sender = NetAddress.NONE;
        long nonce = 1;
        if (in.remaining() > 0) {
            sender = NetAddress.readBare(in);
            nonce = in.i64();
        }
        String userAgent = in.remaining() > 0 ? userAgent(in) : "";
        int startHeight = in.remaining() > 0 ? in.i32() : -1;
        boolean relay = in.remaining() == 0 || in.u8() != 0;
        return new Message.Version(protocolVersion, services, time, receiver, sender, nonce, userAgent, startHeight,
                relay);
    }

    private static String userAgent(ByteReader in) {
        int length = in.count(1);
        if (length > Message.Version.MAX_USER_AGENT)
            throw new MalformedException("String length limit exceeded");
        return new String(in.array(length), StandardCharsets.ISO_8859_1);
    }

    private static List<InvItem> items(ByteReader in) {
        return in.list(InvItem.BYTES, InvItem::read);
    }

    /** Nobody is hurt by a long one, so Core only looks away. */
    private static Message.NotFound readNotFound(ByteReader in) {
        List<InvItem> items = items(in);
        if (items.size() > Message.MAX_INVENTORY)
            throw new MalformedException("notfound message size = " + items.size());
        return new Message.NotFound(items);
    }

    private static void writeLocator(int version, List<BlockHash> locator, BlockHash stop, ByteWriter out) {
        out.i32(version).list(locator, (hash, to) -> to.hash(hash)).hash(stop);
    }

    private static List<BlockHash> locator(String command, ByteReader in) {
        List<BlockHash> locator = in.list(Hash256.BYTES, ByteReader::blockHash);
        if (locator.size() > Message.MAX_LOCATOR)
            throw new TooLongLocatorException(
                    command + " locator size " + locator.size() + " > " + Message.MAX_LOCATOR);
        return locator;
    }

    /** A header travels as a block without transactions: a count of zero follows it. */
    private static void writeHeader(BlockHeader header, ByteWriter out) {
        header.write(out);
        out.compactSize(0);
    }

    /** The count is judged before the headers are read, as in Core: it alone shows the intent. */
    private static Message.Headers readHeaders(ByteReader in) {
        long count = size(in);
        if (count > Message.Headers.MAX)
            throw overLimit("headers", count);
        var headers = new ArrayList<BlockHeader>(Math.min((int) count, in.remaining() / BlockHeader.BYTES));
        for (int i = 0; i < count; i++) {
            headers.add(BlockHeader.read(in));
            var _ = size(in);
        }
        return new Message.Headers(headers);
    }

    private static void writeMerkleBlock(Message.MerkleBlock block, ByteWriter out) {
        block.header().write(out);
        out.i32(block.transactions()).list(block.hashes(), (hash, to) -> to.hash(hash)).varBytes(block.flags());
    }

    private static long size(ByteReader in) {
        long size = in.compactSize();
        if (size > MAX_SIZE)
            throw new MalformedException("ReadCompactSize(): size too large");
        return size;
    }

    private static <T> List<T> within(int max, String command, List<T> items) {
        if (items.size() > max)
            throw overLimit(command, items.size());
        return items;
    }

    private static OverLimitException overLimit(String command, long size) {
        return new OverLimitException(command + " message size = " + size);
    }
}
