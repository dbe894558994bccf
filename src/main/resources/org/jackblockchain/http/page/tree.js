// The fork tree: the best chain in the middle, branches that lost above and below, the newest on the right.
import { $, h, s, text, scaled, clock, shortHash, still, duration, plural } from './util.js';
import { titled } from './chain.js';

const WINDOW = 50;          // heights drawn
const SIZE = 44, STEP = 62, LANE = 76, PAD = 30;
const FLAGS = 62;          // above the highest lane: who stands there
const LANES = 1;            // each side of the middle that there is always room for
const SLIDE = 420, SWAP = 900;

const ease = t => 1 - (1 - t) ** 3;

export class Tree {
  constructor(chain, names) {
    this.chain = chain;
    this.names = names;      // node -> {name, css} in a race
    this.svg = $('tree-svg');
    this.scroll = $('tree-scroll');
    this.stage = $('stage');
    this.pulse = $('pulse');
    this.card = $('tip-card');
    this.world = s('g');
    this.links = s('g');
    this.faces = s('g');
    this.world.append(this.links, this.faces);
    this.svg.append(this.world);
    this.nodes = new Map();  // hash -> {record, g, link, x, y, fromY, toY}
    this.base = 0;
    this.above = LANES - 1;
    this.below = LANES;
    this.slide = null;
    this.swap = null;
    this.focus = null;
    this.sticky = true;
    this.scroll.addEventListener('scroll', () => {
      this.sticky = this.scroll.scrollLeft + this.scroll.clientWidth > this.scroll.scrollWidth - STEP;
      this.moveCard();
    }, { passive: true });
    this.svg.addEventListener('keydown', event => this.key(event));
    new ResizeObserver(() => { this.stick(); }).observe(this.scroll);
  }

  /** Draws what changed; called at most once a frame. */
  update(now) {
    const best = this.chain.best;
    if (!best) return;
    const base = Math.max(0, best.h - WINDOW + 1);
    const shown = this.shown(base);
    const lanes = this.lanes(shown, base);
    const moved = this.place(shown, lanes, base, now);
    this.size(lanes);
    this.drawLinks();
    this.flags();
    if (moved || this.swap) this.frame(now);
    if (this.sticky) this.stick();
    this.moveCard();
  }

  shown(base) {
    const shown = [];
    for (let height = base; this.chain.heights.has(height) || height <= this.chain.best.h; height++) {
      for (const record of this.chain.heights.get(height) ?? []) shown.push(record);
      if (height > this.chain.best.h + 5) break;
    }
    return shown;
  }

  /** Lane 0 is the best chain; a branch keeps one lane from its first block to its last. */
  lanes(shown, base) {
    const lane = new Map(), taken = [];
    const children = new Map();
    for (const record of shown) {
      if (record.active) { lane.set(record.hash, 0); continue; }
      if (!children.has(record.prev)) children.set(record.prev, []);
      children.get(record.prev).push(record);
    }
    const depth = record => {
      let last = record.h;
      for (const child of children.get(record.hash) ?? []) last = Math.max(last, depth(child));
      return last;
    };
    for (const record of shown) {
      if (record.active) continue;
      const parent = this.chain.blocks.get(record.prev);
      const first = children.get(record.prev)[0] === record;
      if (parent && !parent.active && first && lane.has(parent.hash)) { lane.set(record.hash, lane.get(parent.hash)); continue; }
      const to = depth(record), from = record.h - 1;
      const free = this.freeLane(taken, from, to, this.nodes.get(record.hash)?.lane);
      taken.push({ lane: free, from, to });
      lane.set(record.hash, free);
    }
    return lane;
  }

  freeLane(taken, from, to, wish) {
    const fits = lane => taken.every(other => other.lane !== lane || other.to < from || other.from > to);
    if (wish && fits(wish)) return wish;
    for (let distance = 1; ; distance++) {
      if (fits(distance)) return distance;
      if (fits(-distance)) return -distance;
    }
  }

  place(shown, lanes, base, now) {
    const here = new Set();
    let swapped = false;
    const shift = this.nodes.size && this.base !== base ? (base - this.base) * STEP : 0;
    for (const record of shown) {
      here.add(record.hash);
      const lane = lanes.get(record.hash);
      let node = this.nodes.get(record.hash);
      if (!node) node = this.create(record, lane);
      node.x = PAD + SIZE / 2 + (record.h - base) * STEP;
      if (node.lane !== lane) { node.fromY = node.y; node.lane = lane; swapped = true; }
      node.g.classList.toggle('stale', !record.active);
      node.g.classList.toggle('tip', record === this.chain.best);
    }
    for (const [hash, node] of this.nodes) {
      if (here.has(hash)) continue;
      node.g.remove();
      node.link.remove();
      this.nodes.delete(hash);
      if (this.focus === hash) this.focus = null;
    }
    this.base = base;
    if (shift > 0 && shift < 6 * STEP && !still.matches) this.slideBy(shift, now);
    if (swapped) this.swap = still.matches ? { start: now - SWAP } : { start: now };
    if (!this.focus && this.chain.best) this.roving(this.chain.best.hash);
    return swapped || shift !== 0;
  }

  /** The whole picture moves to the left, without being painted again for it. */
  slideBy(shift, now) {
    const left = this.slide ? this.slide.from * (1 - ease(Math.min(1, (now - this.slide.start) / SLIDE))) : 0;
    this.slide = { from: Math.min(left + shift, 6 * STEP), start: now };
    this.sliding?.cancel();
    this.sliding = this.stage.animate([{ transform: `translateX(${this.slide.from}px)` }, { transform: 'none' }],
      { duration: SLIDE, easing: 'cubic-bezier(.33, 1, .68, 1)' });
  }

  create(record, lane) {
    const x = -SIZE / 2;
    const label = s('text', { class: 'h', y: 5 }, String(record.h));
    const body = s('g', { class: 'body' },
      s('rect', { class: 'face', x, y: x, width: SIZE, height: SIZE, rx: 12 }), label,
      s('rect', { class: 'ring', x: x - 5, y: x - 5, width: SIZE + 10, height: SIZE + 10, rx: 16 }));
    const g = s('a', { class: `block ${record.miner.css}${record.live ? ' fresh' : ''}`, href: '#/block/' + record.hash, tabindex: -1,
      'data-hash': record.hash, 'aria-label': this.describe(record),
      onpointerenter: () => this.showCard(record), onpointerleave: () => this.hideCard(),
      onfocus: () => { this.roving(record.hash); this.showCard(record); }, onblur: () => this.hideCard() },
      body, s('text', { class: 'who', y: SIZE / 2 + 13 }, record.h === 0 ? 'genesis' : record.miner.short));
    if (String(record.h).length > 5) label.setAttribute('textLength', SIZE - 6);
    const link = s('path', { class: 'link' });
    const node = { record, g, link, lane, x: 0, y: lane * LANE, fromY: lane * LANE, flag: null };
    // an animation that is over would still cost a layer of its own
    body.addEventListener('animationend', () => g.classList.remove('fresh'));
    this.links.append(link);
    this.faces.append(g);
    this.nodes.set(record.hash, node);
    return node;
  }

  describe(record) {
    const place = record.active ? '' : ', stale';
    return `Block ${record.h}${place}, ${record.h === 0 ? 'the first of all' : 'won by ' + record.miner.name}, ${plural(record.txs, 'transaction')}, `
      + `at ${clock(record.time)}, hash ending ${record.hash.slice(-8)}`;
  }

  size(lanes) {
    // room that was needed once stays: the page below must not jump
    for (const lane of lanes.values()) {
      this.above = Math.min(4, Math.max(this.above, -lane));
      this.below = Math.min(4, Math.max(this.below, lane));
    }
    this.middle = FLAGS + SIZE / 2 + this.above * LANE;
    const height = this.middle + this.below * LANE + SIZE / 2 + (this.names.size ? FLAGS + 10 : PAD);
    const width = 2 * PAD + SIZE + (WINDOW - 1) * STEP + 20;
    const used = Math.min(WINDOW, this.chain.best.h - this.base + 1);
    const real = Math.max(2 * PAD + SIZE + (used - 1) * STEP + 20, 0);
    const box = `${Math.min(width, real)} ${height}`;
    if (this.box === box) return;
    this.box = box;
    this.svg.setAttribute('width', Math.min(width, real));
    this.svg.setAttribute('height', height);
  }

  stick() {
    const left = this.scroll.scrollWidth - this.scroll.clientWidth;
    if (this.sticky && Math.abs(this.scroll.scrollLeft - left) > 1) this.scroll.scrollLeft = left;
  }

  /** One step of what moves; nothing is measured here. */
  frame(now) {
    const t = this.swap ? Math.min(1, (now - this.swap.start) / SWAP) : 1;
    for (const node of this.nodes.values()) {
      const to = node.lane * LANE;
      node.y = t === 1 ? to : node.fromY + (to - node.fromY) * ease(t);
      if (t === 1) node.fromY = to;
    }
    if (t === 1) this.swap = null;
    this.drawLinks();
    return Boolean(this.swap);
  }

  drawLinks() {
    for (const node of this.nodes.values()) {
      const where = `translate(${node.x} ${node.y.toFixed(1)})`;
      if (node.where !== where) { node.where = where; node.g.setAttribute('transform', where); }
      const parent = this.nodes.get(node.record.prev);
      const to = node.x - SIZE / 2;
      const from = parent ? parent.x + SIZE / 2 : to - (STEP - SIZE);
      const y = parent ? parent.y : node.y;
      const bend = (from + to) / 2;
      const path = y === node.y ? `M${from} ${y.toFixed(1)}H${to}`
        : `M${from} ${y.toFixed(1)}C${bend} ${y.toFixed(1)} ${bend} ${node.y.toFixed(1)} ${to} ${node.y.toFixed(1)}`;
      if (node.path !== path) { node.path = path; node.link.setAttribute('d', path); }
      node.link.classList.toggle('stale', !node.record.active);
    }
    const down = `translate(0 ${this.middle})`;
    if (this.down !== down) { this.down = down; this.world.setAttribute('transform', down); }
    this.movePulse();
  }

  movePulse() {
    const tip = this.nodes.get(this.chain.best?.hash);
    this.pulse.hidden = !tip;
    if (!tip) return;
    const where = `translate(${tip.x}px, ${(this.middle + tip.y).toFixed(1)}px)`;
    if (this.pulsing !== where) { this.pulsing = where; this.pulse.style.transform = where; }
    if (this.pulse.className !== tip.record.miner.css) this.pulse.className = tip.record.miner.css;
  }

  /** In a race: who stands where. */
  flags() {
    if (!this.names.size) return;
    const standing = new Map();
    for (const [node, tip] of this.chain.tips) {
      if (!standing.has(tip.hash)) standing.set(tip.hash, []);
      standing.get(tip.hash).push(node);
    }
    for (const node of this.nodes.values()) {
      const who = (standing.get(node.record.hash) ?? []).sort().join();
      const key = who && who + (node.record === this.chain.best) + (node.lane > 0);
      if (node.who === key) continue;
      node.who = key;
      node.flag?.remove();
      node.flag = null;
      if (!who) continue;
      node.flag = s('g', { class: 'flags' });
      // beside the tip there is room for two in a row, beside other blocks for one
      const all = who.split(',').map(Number), columns = node.record === this.chain.best ? 2 : 1;
      const most = 3 * columns, few = all.length > most ? all.slice(0, most - 1) : all;
      const side = node.lane > 0 ? 1 : -1, away = SIZE / 2 + (side > 0 ? 29 : 13);
      const put = (i, css, words) => node.flag.append(this.flag((i % columns - (Math.min(columns, all.length) - 1) / 2) * 41,
        side * (away + Math.floor(i / columns) * 18), css, words));
      few.forEach((port, i) => put(i, this.names.get(port)?.css ?? 'cx', String(port)));
      if (all.length > few.length) put(few.length, 'cx', '+' + (all.length - few.length));
      node.g.append(node.flag);
    }
  }

  flag(x, y, css, words) {
    return s('g', { class: 'flag ' + css, transform: `translate(${x} ${y})` },
      s('rect', { x: -19, y: -8, width: 38, height: 16, rx: 8 }), s('text', { y: 3.5 }, words));
  }

  showCard(record) {
    const node = this.nodes.get(record.hash);
    if (!node) return;
    const first = record.seen.size > 1 ? spread(record) : '';
    this.card.replaceChildren(h('h3', { class: record.miner.css }, `Block ${record.h} · `, h('span', { class: 'name' }, record.miner.name)),
      h('dl', { class: 'pairs' }, pair('Hash', shortHash(record.hash)), pair('Time', clock(record.time)),
        pair('Transactions', String(record.txs)), pair('Work', scaled(record.work) + ' hashes'),
        pair('Place', record.active ? 'in the best chain' : 'stale: its branch has less work'), first && pair('Reached all in', first)));
    this.card.hidden = false;
    this.carded = record.hash;
    this.moveCard();
  }

  /** The card stays with its block, wherever that moves. */
  moveCard() {
    if (this.card.hidden) return;
    const node = this.nodes.get(this.carded);
    if (!node) return this.hideCard();
    const box = this.scroll.clientWidth, wide = Math.min(304, box - 16);
    const x = node.x - this.scroll.scrollLeft;
    this.card.style.left = Math.max(8, Math.min(box - wide - 8, x - wide / 2)) + 'px';
    this.card.style.top = this.middle + node.lane * LANE + SIZE / 2 + 22 + 'px';
  }

  hideCard() {
    if (!this.card.hidden) this.card.hidden = true;
  }

  roving(hash) {
    this.nodes.get(this.focus)?.g.setAttribute('tabindex', -1);
    this.focus = hash;
    this.nodes.get(hash)?.g.setAttribute('tabindex', 0);
  }

  /** Left and right along the branch, up and down to another one. */
  key(event) {
    const at = this.nodes.get(event.target.closest?.('[data-hash]')?.dataset.hash);
    if (!at) return;
    const near = test => [...this.nodes.values()].filter(test)
      .sort((a, b) => Math.abs(a.x - at.x) - Math.abs(b.x - at.x) || Math.abs(a.lane - at.lane) - Math.abs(b.lane - at.lane))[0];
    const next = {
      ArrowLeft: () => this.nodes.get(at.record.prev),
      ArrowRight: () => near(other => other.record.prev === at.record.hash && (other.lane === at.lane || other.record.active))
        ?? near(other => other.record.prev === at.record.hash),
      ArrowUp: () => near(other => other.lane < at.lane && Math.abs(other.x - at.x) < 4 * STEP),
      ArrowDown: () => near(other => other.lane > at.lane && Math.abs(other.x - at.x) < 4 * STEP),
      Home: () => near(other => other.record.active && other.record.h === this.base),
      End: () => this.nodes.get(this.chain.best.hash),
    }[event.key]?.();
    if (!next) return;
    event.preventDefault();
    next.g.focus();
  }
}

const pair = (name, value) => [h('dt', {}, name), h('dd', {}, value)];

function spread(record) {
  const times = [...record.seen.values()];
  return duration((Math.max(...times) - Math.min(...times)) / 1000);
}

/** Why one branch counts and the other does not: the work of each, block by block. */
export class Duel {
  constructor(chain, names) {
    this.chain = chain;
    this.names = names;
    this.box = $('duel');
    this.shown = '';
  }

  update() {
    const tips = this.chain.liveTips();
    const rivals = tips.filter(tip => !tip.record.active);
    const done = this.chain.reorganizations[0];
    const key = rivals.length ? 'live' + this.chain.best.hash + rivals.map(r => r.record.hash + r.nodes)
      : done ? 'done' + done.at + done.nodes.length : '';
    if (key === this.shown) return;
    this.shown = key;
    this.box.hidden = !key;
    if (rivals.length) this.live(tips, rivals); else if (done) this.done(done);
  }

  live(tips, rivals) {
    const branches = rivals.slice(0, 4).map(rival => ({ ...rival, ...this.chain.branch(rival.record) }));
    const fork = branches.reduce((low, branch) => Math.min(low, branch.fork?.h ?? low), this.chain.best.h);
    const main = [];
    for (let at = this.chain.best; at && at.h > fork; at = this.chain.blocks.get(at.prev)) main.unshift(at);
    const ways = branches.map(branch => {
      const way = [...branch.way];
      for (let at = branch.fork; at && at.h > fork; at = this.chain.blocks.get(at.prev)) way.unshift(at);
      return { way, nodes: branch.nodes };
    });
    const best = { way: main, nodes: tips.find(tip => tip.record === this.chain.best)?.nodes ?? [] };
    const most = Math.max(...[best, ...ways].map(branch => sum(branch.way)));
    const even = ways.some(way => sum(way.way) === sum(main) && way.way.length);
    this.box.replaceChildren(h('h3', {}, even ? 'A tie: two branches with the same work' : 'The chain has forked'),
      h('p', {}, even ? `Each node keeps the one it saw first. The next block decides.`
        : `Since block ${fork} the nodes follow different branches. When they hear of each other, the one with more work wins; length does not count.`),
      this.row(best, most, 'leads', 'won'), ...ways.map(way => this.row(way, most, sum(way.way) === sum(main) ? 'as much' : 'behind', sum(way.way) === sum(main) ? '' : 'lost')));
  }

  done(event) {
    const gained = { way: event.gained.map(block => this.known(block)), nodes: event.nodes };
    const lost = { way: event.lost.map(block => this.known(block)), nodes: [] };
    const most = Math.max(sum(gained.way), sum(lost.way));
    const who = this.names.size ? event.nodes.map(node => this.names.get(node)?.name ?? node).join(', ') : 'this node';
    this.box.replaceChildren(h('h3', {}, `Why the chain switched at block ${event.fork.height}`),
      h('p', {}, `${titled(who)} gave up ${plural(lost.way.length, 'block')} for ${plural(gained.way.length, 'other')}: the new branch holds more work.`
        + ' The others stay in the tree as stale.'),
      this.row(gained, most, 'counts now', 'won'), this.row(lost, most, 'is stale', 'lost'));
  }

  known(block) {
    return this.chain.blocks.get(block.hash) ?? { h: block.height, work: Number(block.work), miner: this.chain.miner(block.miner), hash: block.hash };
  }

  row({ way, nodes }, most, verdict, css) {
    const who = nodes.map(node => this.names.get(node)?.name).filter(Boolean).join(', ');
    const few = way.slice(-60);
    const bar = h('div', { class: 'work', 'aria-hidden': 'true' }, few.map(record => {
      const seg = h('span', { class: 'seg ' + record.miner.css });
      seg.style.flex = `0 1 ${(100 * record.work / most).toFixed(3)}%`;
      return seg;
    }));
    return h('div', { class: 'branch ' + css },
      h('div', { class: 'verdict' }, titled(verdict), h('small', {}, who || `${plural(way.length, 'block')}`)), bar,
      h('div', { class: 'sum' }, scaled(sum(way)) + ' hashes', h('small', {}, plural(way.length, 'block'))));
  }
}

const sum = way => way.reduce((total, record) => total + record.work, 0);
