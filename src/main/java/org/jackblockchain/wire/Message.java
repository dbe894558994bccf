package org.jackblockchain.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.primitives.Bytes;
import org.jackblockchain.primitives.FilterHash;
import org.jackblockchain.primitives.MerkleRoot;
import org.jackblockchain.primitives.Transaction;

/** What peers say to each other, as plain data. One record per message; {@link Codec} knows the bytes. */
public sealed interface Message {
    /** The protocol version we speak. */
    int PROTOCOL_VERSION = 70_016;
    /** A peer that speaks an older version than this is no use to us. */
    int MIN_PEER_PROTOCOL_VERSION = 31_800;
    /** Most items in one {@link Inv}, {@link GetData} or {@link NotFound}. */
    int MAX_INVENTORY = 50_000;
    /** Most addresses in one {@link Addr} or {@link AddrV2}. */
    int MAX_ADDRESSES = 1_000;
    /** Most hashes in the locator of a {@link GetHeaders} or {@link GetBlocks}. */
    int MAX_LOCATOR = 101;
    /** Most blocks whose filters one {@link GetCFilters} may ask for (BIP157). */
    int MAX_FILTERS = 1_000;
    /** Most hashes in one {@link CFHeaders} (BIP157). */
    int MAX_FILTER_HEADERS = 2_000;
    /** Highest place of a transaction in a block that compact blocks can name. */
    int MAX_BLOCK_INDEX = 0xffff;

    /**
     * The first thing each side says: who it is.
     *
     * @param services bits of {@link Services}
     * @param time the sender's clock, seconds since 1970; not negative
     * @param receiver how the sender sees the receiver; its own time is 0
     * @param sender what the sender calls itself: usually nothing but its services; its own time is 0
     * @param nonce chance, so that a node notices that it has connected to itself
     * @param userAgent one char per byte (ISO 8859-1), as anything can arrive (BIP14)
     * @param startHeight height of the sender's best block; -1 when it does not say
     * @param relay whether the sender wants transactions announced; true when it does not say (BIP37)
     */
    record Version(int protocolVersion, long services, long time, NetAddress receiver, NetAddress sender, long nonce,
            String userAgent, int startHeight, boolean relay) implements Message {
        /** Longest user agent, in bytes. */
        public static final int MAX_USER_AGENT = 256;

        public Version {
            if (time < 0)
                throw new IllegalArgumentException("time " + time);
            if (userAgent.length() > MAX_USER_AGENT)
                throw new IllegalArgumentException("a user agent of " + userAgent.length());
            if (!StandardCharsets.ISO_8859_1.newEncoder().canEncode(userAgent))
                throw new IllegalArgumentException("a user agent that is not ISO 8859-1");
            receiver = receiver.withTime(0);
            sender = sender.withTime(0);
        }

        /** The user agent with only the characters that are safe in a log and on a page, as Core shows it. */
        public String safeUserAgent() {
            return userAgent.replaceAll("[^A-Za-z0-9 .,;_/:?@()-]", "");
        }
    }

    /** Accepts the other's {@link Version}. */
    record Verack() implements Message {}

    /** Asks for transactions to be announced by wtxid (BIP339). Only before verack. */
    record WtxidRelay() implements Message {}

    /** Asks for {@link AddrV2} instead of {@link Addr} (BIP155). Only before verack. */
    record SendAddrV2() implements Message {}

    /** Asks for new blocks to be announced by {@link Headers} instead of {@link Inv} (BIP130). */
    record SendHeaders() implements Message {}

    /**
     * Asks not to be told of transactions that pay less (BIP133).
     *
     * @param rate smallest units per 1,000 virtual bytes; any 64 bits can arrive
     */
    record FeeFilter(long rate) implements Message {}

    /**
     * Offers compact blocks, or asks for them (BIP152).
     *
     * @param version unsigned; 2 is the only one with witnesses
     */
    record SendCmpct(boolean highBandwidth, long version) implements Message {}

    /** Asks for a {@link Pong} carrying the same nonce (BIP31). */
    record Ping(long nonce) implements Message {}

    /**
     * Answers a {@link Ping}.
     *
     * @param nonce empty when fewer than 8 bytes came: some peers do that, and it still ends the ping
     */
    record Pong(OptionalLong nonce) implements Message {
        public Pong(long nonce) {
            this(OptionalLong.of(nonce));
        }
    }

    /** Asks for addresses of other nodes. */
    record GetAddr() implements Message {}

    /** Addresses of nodes; what IPv6 cannot hold travels as zeros. */
    record Addr(List<NetAddress> addresses) implements Message {
        public Addr {
            addresses = atMost(MAX_ADDRESSES, addresses);
        }
    }

    /** Addresses of nodes, on any network (BIP155). */
    record AddrV2(List<NetAddress> addresses) implements Message {
        public AddrV2 {
            addresses = atMost(MAX_ADDRESSES, addresses);
        }
    }

    /** Announces what the sender has. */
    record Inv(List<InvItem> items) implements Message {
        public Inv {
            items = atMost(MAX_INVENTORY, items);
        }
    }

    /** Asks for things that the other has. */
    record GetData(List<InvItem> items) implements Message {
        public GetData {
            items = atMost(MAX_INVENTORY, items);
        }
    }

    /** Answers a {@link GetData} for what the sender does not have. */
    record NotFound(List<InvItem> items) implements Message {
        public NotFound {
            items = atMost(MAX_INVENTORY, items);
        }
    }

    /**
     * Asks for the {@link Headers} that follow the first known hash of the locator.
     *
     * @param protocolVersion ignored by everyone
     * @param locator hashes of the asker's chain, newest first, ever further apart
     * @param stop last header wanted; zero for as many as fit
     */
    record GetHeaders(int protocolVersion, List<BlockHash> locator, BlockHash stop) implements Message {
        public GetHeaders {
            locator = atMost(MAX_LOCATOR, locator);
        }
    }

    /** Asks for an {@link Inv} of the blocks that follow; parameters as in {@link GetHeaders}. */
    record GetBlocks(int protocolVersion, List<BlockHash> locator, BlockHash stop) implements Message {
        public GetBlocks {
            locator = atMost(MAX_LOCATOR, locator);
        }
    }

    /** Consecutive headers, oldest first. A full message means the sender may have more. */
    record Headers(List<BlockHeader> headers) implements Message {
        public static final int MAX = 2_000;

        public Headers {
            headers = atMost(MAX, headers);
        }
    }

    /** A whole block. Send {@link Block#stripped()} to a peer that did not ask for witnesses. */
    record BlockMessage(Block block) implements Message {}

    /** A transaction. Send {@link Transaction#stripped()} to a peer that did not ask for witnesses. */
    record Tx(Transaction transaction) implements Message {}

    /**
     * A block in short: whoever has its transactions needs no more (BIP152).
     *
     * @param nonce chosen by the sender; header and nonce are the key of the short ids
     * @param shortIds of the transactions that are not prefilled, in order, 48 bits each
     * @param prefilled transactions in full, the coinbase at least, by their place
     */
    record CmpctBlock(BlockHeader header, long nonce, List<Long> shortIds, List<Prefilled> prefilled)
            implements
                Message {
        public CmpctBlock {
            shortIds = atMost(MAX_BLOCK_INDEX, shortIds);
            prefilled = atMost(MAX_BLOCK_INDEX, prefilled);
        }

        /** Number of the block's transactions. */
        public int size() {
            return shortIds.size() + prefilled.size();
        }
    }

    /**
     * A transaction of a {@link CmpctBlock}.
     *
     * @param index its place in the block; what was received may lie anywhere above 0
     */
    record Prefilled(int index, Transaction transaction) {}

    /**
     * Asks for transactions of a block (BIP152).
     *
     * @param indexes their places in the block, ascending
     */
    record GetBlockTxn(BlockHash block, List<Integer> indexes) implements Message {
        public GetBlockTxn {
            indexes = atMost(MAX_BLOCK_INDEX + 1, indexes);
        }
    }

    /** The transactions that were asked for, in that order (BIP152). */
    record BlockTxn(BlockHash block, List<Transaction> transactions) implements Message {
        public BlockTxn {
            transactions = List.copyOf(transactions);
        }
    }

    /**
     * Asks to hear only of what a filter lets through (BIP37).
     *
     * @param functions how many hash functions it uses, unsigned
     */
    record FilterLoad(Bytes filter, int functions, int tweak, int flags) implements Message {}

    /** Adds an item to the filter (BIP37). */
    record FilterAdd(Bytes item) implements Message {}

    /** Takes the filter back (BIP37). */
    record FilterClear() implements Message {}

    /** A block as a filter lets it through: the transactions that matter follow (BIP37). */
    record MerkleBlock(BlockHeader header, int transactions, List<MerkleRoot> hashes, Bytes flags)
            implements
                Message {
        public MerkleBlock {
            hashes = List.copyOf(hashes);
        }
    }

    /**
     * Offers to reconcile which transactions each side knows (BIP330). Only before verack.
     *
     * @param version the highest that the sender speaks, unsigned
     * @param salt the sender's part of what short ids are made with
     */
    record SendTxRcncl(int version, long salt) implements Message {}

    /**
     * Asks for the {@link CFilter} of each block of a chain (BIP157).
     *
     * @param type of filter; 0 is the basic one, the only one there is
     * @param start height of the first block, unsigned
     * @param stop the last block
     */
    record GetCFilters(int type, int start, BlockHash stop) implements Message {}

    /** The compact filter of a block (BIP157). */
    record CFilter(int type, BlockHash block, Bytes filter) implements Message {}

    /** Asks for a {@link CFHeaders}; parameters as in {@link GetCFilters}. */
    record GetCFHeaders(int type, int start, BlockHash stop) implements Message {}

    /**
     * The hashes of the filters of consecutive blocks (BIP157).
     *
     * @param stop the last block
     * @param previous the filter header of the block before the first
     */
    record CFHeaders(int type, BlockHash stop, FilterHash previous, List<FilterHash> hashes) implements Message {
        public CFHeaders {
            hashes = atMost(MAX_FILTER_HEADERS, hashes);
        }
    }

    /** Asks for a {@link CFCheckpoints} of the chain that ends with a block (BIP157). */
    record GetCFCheckpoints(int type, BlockHash stop) implements Message {}

    /** The filter header of each thousandth block of a chain (BIP157). */
    record CFCheckpoints(int type, BlockHash stop, List<FilterHash> headers) implements Message {
        /** Blocks from one to the next. */
        public static final int INTERVAL = 1_000;

        public CFCheckpoints {
            headers = List.copyOf(headers);
        }
    }

    /** Asks for an {@link Inv} of the memory pool (BIP35). */
    record Mempool() implements Message {}

    /**
     * Well framed, but not a type we speak. Ignored by contract, so that peers can be newer than we are.
     *
     * @param command printable ASCII, at most 12 characters
     */
    record Unknown(String command) implements Message {}

    private static <T> List<T> atMost(int max, List<T> items) {
        if (items.size() > max)
            throw new IllegalArgumentException(items.size() + " items, of at most " + max);
        return List.copyOf(items);
    }
}
