// What the page knows of the chain: light records of blocks, who stands where, who won. Draws nothing.

/** So many heights are remembered; with them 10,000 blocks and a few stale ones. */
const MAX_HEIGHTS = 10_000;
/** A height has few blocks, unless somebody plays tricks on a network without work. */
const MAX_BLOCKS = 14_000;
const COLOURS = 10;
const USUAL = 'Mined by node on ';

/** Nobody won the first block: it came with the network. */
const GENESIS = { tag: '', name: 'nobody', short: 'genesis', colour: -1, css: 'cx', wins: 0 };

export class Chain extends EventTarget {
  constructor() {
    super();
    this.blocks = new Map();      // hash -> record
    this.heights = new Map();     // height -> records, in the order in which they came
    this.active = new Map();      // height -> hash, of the best chain
    this.tips = new Map();        // node -> {hash, height, chainwork, at}; node 0 where there is one node only
    this.best = null;             // the record at the end of the best chain
    this.miners = new Map();      // words -> {tag, name, colour, wins}
    this.given = new Map();       // words -> colour, as the race says
    this.reorganizations = [];    // the latest, newest first
    this.version = 0;             // grows with every change
  }

  miner(tag) {
    let miner = this.miners.get(tag);
    if (!miner) {
      const free = [...this.miners.values()].filter(known => !this.given.has(known.tag)).length + this.given.size;
      const colour = this.given.get(tag) ?? free;
      miner = { tag, name: nameOf(tag), short: shortOf(tag), colour, css: colour < COLOURS ? 'c' + colour : 'cx', wins: 0 };
      this.miners.set(tag, miner);
    }
    return miner;
  }

  /** The race knows its racers before they win. */
  giveColour(tag, colour) {
    if (this.given.get(tag) === colour) return;
    this.given.set(tag, colour);
    const miner = this.miner(tag);
    miner.colour = colour;
    miner.css = 'c' + colour % COLOURS;
  }

  /** Takes a block as `/blocks.json` and the events have it; `node` says who tells. */
  add(block, node = 0) {
    const known = this.blocks.get(block.hash);
    if (known) {
      if (block.at && !known.seen.has(node)) known.seen.set(node, block.at);
      if (block.at && (!known.at || block.at < known.at)) known.at = block.at;
      return known;
    }
    if (this.best && block.height <= this.best.h - MAX_HEIGHTS) return null;
    const record = {
      hash: block.hash, prev: block.previous, h: block.height, time: block.time, miner: block.height === 0 ? GENESIS : this.miner(block.miner),
      diff: block.difficulty, work: Number(block.work), cw: block.chainwork, size: block.size, weight: block.weight,
      txs: block.transactions, at: block.at ?? 0, seen: new Map(block.at ? [[node, block.at]] : []), active: false,
      live: Boolean(block.live),
    };
    this.blocks.set(record.hash, record);
    const there = this.heights.get(record.h);
    if (there) there.push(record); else this.heights.set(record.h, [record]);
    this.trim();
    this.changed();
    return record;
  }

  trim() {
    if (this.blocks.size <= MAX_BLOCKS && this.heights.size <= MAX_HEIGHTS) return;
    const lowest = this.heights.keys().reduce((a, b) => Math.min(a, b), Infinity);
    for (const record of this.heights.get(lowest)) {
      if (record.active && record.h > 0) record.miner.wins--;
      this.blocks.delete(record.hash);
    }
    this.heights.delete(lowest);
    this.active.delete(lowest);
    // most miners of a stranger's network win once: those without a block left are forgotten
    if (this.miners.size > 500) {
      for (const miner of this.miners.values()) {
        if (miner.wins === 0 && !this.given.has(miner.tag)) this.miners.delete(miner.tag);
      }
    }
  }

  /** Node `node` stands on this block now. */
  moveTip(tip, node = 0) {
    this.tips.set(node, { hash: tip.hash, height: tip.height, chainwork: tip.chainwork, at: tip.at ?? 0 });
    this.chooseBest();
    this.changed();
  }

  /** The tip with the most work; of equals the one that was best already. */
  chooseBest() {
    let best = this.best && [...this.tips.values()].some(tip => tip.hash === this.best.hash) ? this.best : null;
    for (const tip of this.tips.values()) {
      const record = this.blocks.get(tip.hash);
      if (record && (!best || record.cw > best.cw)) best = record;
    }
    if (best && best !== this.best) this.activate(best);
  }

  activate(tip) {
    const joined = [];
    let at = tip;
    while (at && !at.active) { joined.push(at); at = this.blocks.get(at.prev); }
    const fork = at ? at.h : joined.at(-1).h - 1;
    const left = [];
    for (let old = this.best; old && old.h > fork && old.active; old = this.blocks.get(old.prev)) {
      old.active = false;
      old.miner.wins--;
      left.push(old);
      this.active.delete(old.h);
    }
    // genesis was nobody's win
    for (const record of joined) {
      record.active = true;
      if (record.h > 0) record.miner.wins++;
      this.active.set(record.h, record.hash);
    }
    this.best = tip;
    if (joined.some(record => record.live)) this.dispatchEvent(new CustomEvent('won', { detail: { tip, left } }));
  }

  /** Older blocks were added below: those that the best chain stands on are its own, too. */
  settle() {
    let at = this.best;
    while (at?.active && this.active.has(at.h - 1)) at = this.blocks.get(at.prev);
    for (at = at && this.blocks.get(at.prev); at && !at.active; at = this.blocks.get(at.prev)) {
      at.active = true;
      if (at.h > 0) at.miner.wins++;
      this.active.set(at.h, at.hash);
    }
    this.changed();
  }

  /** A node changed to another branch, as the event says. */
  reorganized(event, node = 0) {
    const last = this.reorganizations[0];
    const same = last && last.tip === event.connected.at(-1)?.hash && last.from === event.disconnected[0]?.hash;
    if (same) { last.nodes.push(node); this.changed(); return; }
    this.reorganizations.unshift({
      at: event.at, fork: event.fork, nodes: [node], from: event.disconnected[0]?.hash, tip: event.connected.at(-1)?.hash,
      lost: [...event.disconnected].reverse(), gained: event.connected,
    });
    this.reorganizations.length = Math.min(this.reorganizations.length, 20);
    this.changed();
    this.dispatchEvent(new CustomEvent('reorganized', { detail: this.reorganizations[0] }));
  }

  /** Everything is loaded anew. */
  clear() {
    for (const miner of this.miners.values()) miner.wins = 0;
    this.blocks.clear(); this.heights.clear(); this.active.clear(); this.tips.clear();
    this.best = null;
    this.changed();
  }

  changed() {
    this.version++;
  }

  at(height) {
    const hash = this.active.get(height);
    return hash && this.blocks.get(hash);
  }

  /** The latest blocks of the best chain, oldest first. */
  latest(count) {
    const records = [];
    for (let at = this.best; at && records.length < count; at = this.blocks.get(at.prev)) records.push(at);
    return records.reverse();
  }

  /** Blocks in a row by the miner of the tip. */
  streak() {
    let length = 0;
    for (let at = this.best; at && at.h > 0 && at.miner === this.best.miner; at = this.blocks.get(at.prev)) length++;
    return length;
  }

  /** How many blocks are in the best chain, and how many are not. */
  counts() {
    const won = this.active.size - (this.active.has(0) ? 1 : 0);
    return { won, stale: this.blocks.size - this.active.size };
  }

  /** The ends of the branches that nodes stand on; the best first. */
  liveTips() {
    const found = new Map();
    for (const [node, tip] of this.tips) {
      const record = this.blocks.get(tip.hash);
      if (!record) continue;
      if (!found.has(record)) found.set(record, []);
      found.get(record).push(node);
    }
    return [...found].map(([record, nodes]) => ({ record, nodes }))
      .sort((a, b) => (b.record === this.best) - (a.record === this.best) || (b.record.cw > a.record.cw ? 1 : -1));
  }

  /** The blocks of the way from the best chain to this one, oldest first; and where it leaves. */
  branch(record) {
    const way = [];
    let at = record;
    while (at && !at.active) { way.unshift(at); at = this.blocks.get(at.prev); }
    return { way, fork: at ?? null };
  }
}

function parts(tag) {
  if (!tag.startsWith(USUAL)) return null;
  const rest = tag.slice(USUAL.length), cut = rest.indexOf(' / ');
  return cut < 0 ? { place: rest, worker: '' } : { place: rest.slice(0, cut), worker: rest.slice(cut + 3) };
}

/** "port 5000" for a racer, "rig @ port 5000" for its worker, a stranger's own words. */
export function nameOf(tag) {
  const usual = parts(tag);
  if (usual) return usual.worker ? `${usual.worker} @ ${usual.place}` : usual.place;
  return tag.trim() ? tag : 'somebody';
}

function shortOf(tag) {
  const name = nameOf(tag).replace(/^port /, '');
  const short = parts(tag)?.worker || name.replace(/^Mined by /, '');
  return short.length > 8 ? short.slice(0, 7) + '…' : short;
}

export const titled = name => name.charAt(0).toUpperCase() + name.slice(1);
