package org.jackblockchain.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import org.jackblockchain.chain.BlockEntry;
import org.jackblockchain.consensus.ChainParams;
import org.jackblockchain.primitives.Block;
import org.jackblockchain.primitives.BlockHash;
import org.jackblockchain.primitives.BlockHeader;
import org.jackblockchain.wire.InvItem;
import org.jackblockchain.wire.Message;
import org.jackblockchain.wire.NetAddress;

/** The kinds of liar. */
final class Lies {
    private Lies() {}

    /** Announces blocks that are wrong in every way there is, and delivers them, asked or not. */
    static final class InvalidBlocks implements Lie {
        private static final List<Fakery> WAYS = List.of(Fakery.values());

        private final Forge forge;
        private final Map<BlockHash, Block> made = new HashMap<>();

        InvalidBlocks(Cluster cluster) {
            forge = new Forge(cluster.params(), cluster.ledger(), cluster.chance().nextLong());
        }

        @Override
        public void act(Liar self, long peer) {
            RandomGenerator chance = self.chance();
            Fakery way = WAYS.get(chance.nextInt(WAYS.size()));
            ChainParams params = self.cluster().params();
            BlockEntry parent = forge.follow(self.honestTip());
            Block good = forge.next(parent, self.now());
            Block bad = way.make(good, parent, params, self.now());
            BlockHash hash = bad.hash();
            made.put(hash, bad);
            if (!way.mayHeal())
                self.cluster().ledger().isLie(hash, way.name());
            deliver(self, peer, bad);
            if (way == Fakery.TOO_HIGH_REWARD)
                buildOn(self, peer, good, bad);
        }

        private static void deliver(Liar self, long peer, Block bad) {
            switch (self.chance().nextInt(4)) {
                case 0 -> self.say(peer, new Message.Inv(List.of(InvItem.block(bad.hash()))));
                case 1 -> self.say(peer, new Message.BlockMessage(bad));
                case 2 -> {
                    self.say(peer, new Message.Headers(List.of(bad.header())));
                    self.say(peer, new Message.BlockMessage(bad));
                }
                default -> self.say(peer, new Message.Headers(List.of(bad.header())));
            }
        }

        /** A flawless block, but for what it stands on. */
        private void buildOn(Liar self, long peer, Block good, Block bad) {
            Block on = forge.next(forge.take(good), self.now());
            BlockHeader header = on.header();
            Block child = Forge.worked(new BlockHeader(header.version(), bad.hash(), header.merkleRoot(),
                    header.time(), header.bits(), 0), on.transactions());
            made.put(child.hash(), child);
            self.cluster().ledger().isLie(child.hash(), "stands on a lie");
            self.say(peer, new Message.Headers(List.of(child.header())));
        }

        @Override
        public void heard(Liar self, long peer, Message message) {
            switch (message) {
                case Message.GetData(List<InvItem> items) -> items.forEach(item -> {
                    Block block = made.get(item.blockHash());
                    if (block != null)
                        self.say(peer, new Message.BlockMessage(block));
                });
                case Message.Ping(long nonce) -> self.say(peer, new Message.Pong(nonce));
                case Message.GetHeaders _ -> self.say(peer, new Message.Headers(List.of()));
                default -> {
                }
            }
        }
    }

    /** A chain from the first block on that costs two hashes a block and never ends. */
    static final class EndlessHeaders implements Lie {
        /** So much takes time to send. */
        private static final Duration UPLOAD = Duration.ofSeconds(10);
        private final List<BlockHeader> headers;
        private final Map<BlockHash, Integer> heights = new HashMap<>();

        EndlessHeaders(Cluster cluster) {
            headers = CheapHeaders.ALL;
            for (int i = 0; i < headers.size(); i++)
                heights.put(headers.get(i).hash(), i + 1);
        }

        @Override
        public int claimedHeight(Liar self) {
            return headers.size();
        }

        @Override
        public void act(Liar self, long peer) {
            if (self.chance().nextInt(5) == 0)
                say(self, peer, self.chance().nextBoolean() ? 0 : self.chance().nextInt(headers.size()));
        }

        private void say(Liar self, long peer, int from) {
            int to = Math.min(headers.size(), from + Message.Headers.MAX);
            self.say(peer, new Message.Headers(headers.subList(from, to)));
        }

        @Override
        public void heard(Liar self, long peer, Message message) {
            switch (message) {
                case Message.GetHeaders(_, List<BlockHash> locator, _) -> {
                    int from = locator.stream().map(heights::get).filter(Objects::nonNull).findFirst().orElse(0);
                    self.cluster().world().after(UPLOAD, () -> say(self, peer, from));
                }
                case Message.Ping(long nonce) -> self.say(peer, new Message.Pong(nonce));
                default -> {
                }
            }
        }
    }

    /** Has a better chain, says so, and keeps its blocks to itself. */
    static final class Staller implements Lie {
        private static final int LENGTH = 24;
        private final Forge forge;
        private List<Block> chain = List.of();

        Staller(Cluster cluster) {
            forge = new Forge(cluster.params(), cluster.ledger(), cluster.chance().nextLong());
        }

        @Override
        public void act(Liar self, long peer) {
            if (chain.isEmpty() || self.chance().nextInt(20) == 0) {
                BlockEntry from = forge.follow(self.honestTip());
                chain = forge.chain(from, LENGTH, self.now(), 1);
            }
            self.say(peer, new Message.Headers(chain.stream().map(Block::header).toList()));
        }

        @Override
        public void heard(Liar self, long peer, Message message) {
            switch (message) {
                case Message.Ping(long nonce) -> self.say(peer, new Message.Pong(nonce));
                case Message.GetHeaders _ ->
                    self.say(peer, new Message.Headers(chain.stream().map(Block::header).toList()));
                // a little now and then keeps the hope up
                case Message.GetData(List<InvItem> items) when self.chance().nextInt(8) == 0 ->
                    chain.stream().filter(block -> block.hash().equals(items.getFirst().blockHash()))
                            .forEach(block -> self.say(peer, new Message.BlockMessage(block)));
                default -> {
                }
            }
        }
    }

    /** Takes calls and makes them, and says nothing at all, or nothing after the handshake. */
    record Silent(boolean shakesHands) implements Lie {
        @Override
        public void act(Liar self, long peer) {
            // That is all.
        }

        @Override
        public void heard(Liar self, long peer, Message message) {
            // Nor this.
        }
    }

    /** Says what makes no sense. */
    static final class Garbage implements Lie {
        @Override
        public void act(Liar self, long peer) {
            RandomGenerator chance = self.chance();
            var hash = new BlockHash(0, chance.nextLong(), chance.nextLong(), chance.nextLong());
            switch (chance.nextInt(14)) {
                case 0 -> self.sayBroken(peer, "headers");
                case 1 -> self.say(peer, new Message.Unknown("nonsense"));
                case 2 -> self.say(peer, new Message.Headers(unconnected(self, hash)));
                case 3 -> self.say(peer, new Message.Verack());
                case 4 -> self.say(peer, new Message.Pong(chance.nextLong()));
                case 5 -> self.say(peer, new Message.Pong(OptionalLong.empty()));
                case 6 -> self.say(peer, new Message.NotFound(List.of(InvItem.block(hash))));
                case 7 -> self.say(peer, new Message.GetData(List.of(InvItem.block(hash), InvItem.of(77, hash))));
                case 8 -> self.say(peer, new Message.GetHeaders(1, List.of(hash), hash));
                case 9 -> self.say(peer, new Message.GetHeaders(1, List.of(), hash));
                case 10 -> self.say(peer, new Message.GetBlocks(1, List.of(hash), hash));
                case 11 -> self.say(peer, new Message.Headers(List.of()));
                case 12 -> self.say(peer, new Message.SendAddrV2());
                default -> self.hangUp(peer);
            }
        }

        private static List<BlockHeader> unconnected(Liar self, BlockHash parent) {
            BlockHeader model = self.honestTip().header();
            var first = Forge.worked(new BlockHeader(model.version(), parent, model.merkleRoot(), self.now(),
                    self.cluster().params().easiest(), 0), List.of()).header();
            var second = Forge.worked(new BlockHeader(model.version(), first.hash(), model.merkleRoot(), self.now(),
                    self.cluster().params().easiest(), 0), List.of()).header();
            return self.chance().nextInt(4) == 0 ? List.of(second, first) : List.of(first, second);
        }
    }

    /** Says and asks too much. */
    static final class Flood implements Lie {
        private static final int TIMES = 40;
        private static final int MUCH = 5_000;

        @Override
        public void act(Liar self, long peer) {
            switch (self.chance().nextInt(6)) {
                case 0 -> self.say(peer, new Message.Inv(strangers(self, InvItem.BLOCK)));
                case 1 -> self.say(peer, new Message.Inv(strangers(self, InvItem.TX)));
                case 2 -> self.say(peer, new Message.AddrV2(addresses(self.chance())));
                case 3 -> times(() -> self.say(peer, new Message.Ping(self.chance().nextLong())));
                case 4 -> times(() -> self.say(peer, new Message.GetData(everything(self))));
                default -> times(() -> self.say(peer, new Message.GetHeaders(Message.PROTOCOL_VERSION,
                        List.of(self.cluster().ledger().genesis().hash()), BlockHash.ZERO)));
            }
        }

        private static void times(Runnable what) {
            for (int i = 0; i < TIMES; i++)
                what.run();
        }

        private static List<InvItem> strangers(Liar self, int type) {
            return Stream.generate(() -> new InvItem(type, 0, 1, 2, self.chance().nextLong())).limit(MUCH).toList();
        }

        private static List<InvItem> everything(Liar self) {
            List<InvItem> items = new ArrayList<>();
            for (Ledger.Entry at = self.honestTip(); at != null && items.size() < TIMES; at = at.parent())
                items.add(InvItem.witnessBlock(at.hash()));
            return items;
        }

        private static List<NetAddress> addresses(RandomGenerator chance) {
            byte[] host = new byte[4];
            return Stream.generate(() -> {
                chance.nextBytes(host);
                return NetAddress.of(host, 1 + chance.nextInt(60_000)).withServices(9)
                        .withTime(chance.nextLong(1L << 32));
            }).limit(Message.MAX_ADDRESSES).toList();
        }
    }

    /** Repeats what honest nodes made, at the wrong time, in the wrong order, and without its witnesses. */
    static final class Echo implements Lie {
        private static final int BACK = 30;

        @Override
        public void act(Liar self, long peer) {
            Ledger.Entry at = self.honestTip();
            Ledger.Entry parent = at.parent();
            for (int i = self.chance().nextInt(BACK); i > 0 && parent != null; i--) {
                at = parent;
                parent = at.parent();
            }
            Block block = at.block();
            switch (self.chance().nextInt(4)) {
                case 0 -> self.say(peer, new Message.BlockMessage(block));
                case 1 -> self.say(peer, new Message.BlockMessage(block.stripped()));
                case 2 -> self.say(peer, new Message.Headers(List.of(block.header())));
                default -> self.say(peer, new Message.Inv(List.of(InvItem.block(block.hash()))));
            }
        }
    }
}
