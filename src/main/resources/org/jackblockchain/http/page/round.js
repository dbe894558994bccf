// The part that teaches: the 80 bytes that are hashed, the target, and how close the tries came.
import { $, h, s, text, whole, scaled, duration, still, clock } from './util.js';
import { nameOf, titled } from './chain.js';

const FIELDS = [
  ['version', 0, 4, 'Version', 'which rules the block signals', 'c3'],
  ['previous', 4, 32, 'Previous block', 'the hash this block builds on: it makes the chain', 'c0'],
  ['root', 36, 32, 'Merkle root', 'stands for all transactions, and who gets the reward', 'c2'],
  ['time', 68, 4, 'Time', 'seconds since 1970', 'c4'],
  ['bits', 72, 4, 'Bits', 'the target in short form', 'c6'],
  ['nonce', 76, 4, 'Nonce', 'what the worker counts through', 'c1'],
];
/** Dots kept in the picture of tries. */
const MAX_DOTS = 240;
const LINE = '--accent';

export class Round {
  constructor(chain, names) {
    this.chain = chain;
    this.names = names;
    this.latest = new Map();   // node -> event
    this.dots = new Map();     // node -> [{zeros, at, hashes, height}]
    this.node = 0;
    this.drawn = null;
    this.why = '';
  }

  /** In a race the page looks at its own node first, and at any other that is chosen. */
  offer(nodes, own) {
    const pick = $('round-pick');
    if (this.select && this.select.options.length === nodes.length) return;
    const chosen = this.select ? Number(this.select.value) : own;
    this.node = chosen;
    this.select = h('select', { id: 'round-node', 'aria-label': 'Whose round', onchange: () => {
      this.node = Number(this.select.value);
      this.drawn = null;
      this.dirty = true;
    } }, nodes.map(node => h('option', { value: node.port, selected: node.port === chosen }, titled(node.name))));
    pick.replaceChildren(this.select);
  }

  add(event, node = 0) {
    const before = this.latest.get(node);
    this.latest.set(node, event);
    const dots = this.dots.get(node) ?? [];
    this.dots.set(node, dots);
    const last = dots.at(-1);
    const bits = event.best_hash ? exactZeros(event.best_hash) : null;
    const same = before && last && before.height === event.height && before.header.slice(8, 72) === event.header.slice(8, 72);
    if (bits === null) { if (!same && last) last.over = true; }
    else if (last && !last.over && same) { last.bits = Math.max(last.bits, bits); last.hashes = event.hashes; }
    else dots.push({ bits, hashes: event.hashes, height: event.height, target: exactZeros(event.target), over: false });
    if (dots.length > MAX_DOTS) dots.splice(0, dots.length - MAX_DOTS);
    if (before && before.header.slice(8, 72) !== event.header.slice(8, 72)) this.news(before, event, node);
    if (node === this.node) this.dirty = true;
  }

  /** Another block came in: what that did to this worker. */
  news(before, event, node) {
    const parent = reversed(event.header.slice(8, 72));
    const record = this.chain.blocks.get(parent);
    const winner = record ? record.miner.name : event.reason?.replace(/^new tip:? ?/, '') || 'somebody';
    const own = this.names.get(node);
    // a node alone does not say its own words; the usual ones and a hash that won give it away
    const self = own ? record?.miner.tag === own.tag
      : record?.miner.tag === 'Mined by node on port ' + location.port || (before.best_hash && before.best_hash <= before.target);
    const dots = this.dots.get(node);
    const last = dots?.at(-1);
    if (last && before.height === last.height) { last.over = true; last.won = Boolean(self); }
    this.whyOf ??= new Map();
    this.whyOf.set(node, { winner: record ? nameOf(record.miner.tag) : nameOf(winner), height: before.height, hashes: before.hashes, self });
  }

  update() {
    if (!this.dirty) return;
    this.dirty = false;
    const event = this.latest.get(this.node);
    if (!event) {
      if (this.parts) { $('round-body').replaceChildren(h('p', { class: 'empty' }, 'This node has not shown a round yet. It shows while it mines.')); this.parts = null; }
      return;
    }
    if (!this.parts) this.build();
    this.fill(event);
  }

  build() {
    const parts = { fields: new Map(), why: h('p', { class: 'why wide' }) };
    const fields = FIELDS.map(([id, , length, name, meaning, css]) => {
      const bytes = Array.from({ length }, () => h('i', { onanimationend: event => event.target.classList.remove('new') }, '00'));
      const value = h('small', {}, '');
      parts.fields.set(id, { bytes, value, hex: '' });
      return h('div', { class: `field ${css} f-${id}` }, h('b', {}, name), h('div', { class: 'bytes' }, bytes), h('small', {}, meaning), value);
    });
    const number = () => h('dd', {}, '–');
    Object.assign(parts, { range: number(), hashes: number(), odds: number(), height: number(), best: h('code'), target: h('code'), bestBits: h('span'), targetBits: h('span'),
      rain: s('svg', { id: 'rain', role: 'img', 'aria-label': 'The best try of each round, and the target as a line to get under' }) });
    $('round-body').replaceChildren(h('div', { class: 'round' }, parts.why,
      h('div', {}, h('h3', {}, 'The header, byte by byte'), h('div', { class: 'fields' }, fields)),
      h('div', { class: 'round-right' },
        h('h3', {}, 'Get under the target'),
        h('dl', { class: 'tries' }, item('Works on block', parts.height), item('Tries for it', parts.hashes), item('One in so many wins', parts.odds), item('Nonces of this round', parts.range)),
        h('dl', { class: 'compare' }, compared('Best hash so far', parts.best, parts.bestBits), compared('Target', parts.target, parts.targetBits)), parts.rain)));
    this.parts = parts;
  }

  fill(event) {
    const { parts } = this;
    const fresh = this.drawn && this.drawn.header.slice(0, 152) !== event.header.slice(0, 152);
    for (const [id, from, length] of FIELDS) {
      const field = parts.fields.get(id), hex = event.header.slice(2 * from, 2 * (from + length));
      if (field.hex === hex) continue;
      for (let i = 0; i < length; i++) {
        const byte = hex.slice(2 * i, 2 * i + 2), cell = field.bytes[i];
        if (cell.textContent === byte) continue;
        cell.textContent = byte;
        if (fresh && id !== 'nonce' && !still.matches) restart(cell);
      }
      field.hex = hex;
      text(field.value, this.meaning(id, hex, event));
    }
    text(parts.height, whole(event.height));
    text(parts.hashes, scaled(event.hashes));
    const odds = 2 ** exactZeros(event.target);
    text(parts.odds, scaled(odds));
    text(parts.range, `${whole(event.nonce_from)} – ${whole(event.nonce_to)}`);
    hash(parts.target, event.target);
    text(parts.targetBits, zeros(event.target) + ' zero bits');
    if (event.best_hash) hash(parts.best, event.best_hash); else text(parts.best, 'none worth showing yet');
    text(parts.bestBits, event.best_hash ? zeros(event.best_hash) + ' zero bits' : '');
    this.tell(event);
    this.rain(this.dots.get(this.node) ?? [], exactZeros(event.target));
    this.drawn = event;
  }

  tell(event) {
    const why = this.whyOf?.get(this.node);
    const key = why ? `${why.height}${why.winner}${this.node}` : 'none' + event.height;
    if (this.why === key) return;
    this.why = key;
    if (!why) {
      this.parts.why.replaceChildren(h('b', {}, 'Every try is a ticket. '), 'The worker writes a nonce into the header and hashes it twice with SHA-256. '
        + 'If the hash, read as a number, is below the target, the block is won. If not: next nonce.');
      return;
    }
    this.parts.why.replaceChildren(h('b', {}, why.self ? `This node won block ${why.height}. ` : `${titled(why.winner)} won block ${why.height}. `),
      why.self ? `It took ${scaled(why.hashes)} tries. ` : `The ${scaled(why.hashes)} tries of this node do not help it now: luck has no memory. `,
      `It works on block ${event.height}: the previous block, the Merkle root and the time are new, and the counting begins again.`);
  }

  meaning(id, hex, event) {
    const number = parseInt(reversed(hex), 16);
    if (id === 'time') return clock(number);
    if (id === 'previous') return `block ${event.height - 1}: ${reversed(hex).slice(0, 12)}… read backwards`;
    if (id === 'bits') return reversed(hex) + ' read backwards';
    if (id === 'nonce') return whole(number) + ' and on';
    return '';
  }

  /** Each round a dot: how low its best hash came; who is under the line has won. */
  rain(dots, target) {
    const svg = this.parts.rain, width = svg.clientWidth || 600, height = 240, top = 26, bottom = 34, left = 46, right = 14;
    const high = Math.max(target + 3.5, ...dots.map(dot => dot.bits + 1)), low = Math.max(0, target - 8);
    const y = bits => top + (Math.max(low, bits) - low) / (high - low) * (height - top - bottom);
    const count = Math.max(24, Math.floor((width - left - right) / 14));
    const few = dots.slice(-count);
    const x = i => width - right - 8 - (few.length - 1 - i) * (width - left - right - 16) / (count - 1);
    const line = y(target);
    const marks = [];
    for (let bits = Math.ceil(low / 2) * 2; bits < high; bits += 2) {
      marks.push(s('text', { x: left - 8, y: y(bits) + 4, class: 'rain-t end' }, bits), s('line', { x1: left, x2: width - right, y1: y(bits), y2: y(bits), class: 'rain-g' }));
    }
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
    svg.replaceChildren(...marks, s('rect', { x: left, y: line, width: width - left - right, height: Math.max(0, height - bottom - line), class: 'rain-win' }),
      s('line', { x1: left, x2: width - right, y1: line, y2: line, class: 'rain-line' }),
      s('text', { x: left + 8, y: line + 16, class: 'rain-t strong' }, 'Target: under this line a block is won'),
      s('text', { x: left, y: 15, class: 'rain-t' }, 'zero bits at the front (more is lower)'),
      s('text', { x: width - right, y: height - 12, class: 'rain-t end' }, 'best try of each block worked on, newest right'),
      ...few.map((dot, i) => s('circle', { cx: x(i).toFixed(1), cy: y(dot.bits).toFixed(1), r: i === few.length - 1 && !dot.over ? 7 : 4.5,
        class: dot.bits >= dot.target ? 'rain-dot won' : i === few.length - 1 && !dot.over ? 'rain-dot now' : 'rain-dot' })));
  }
}

const compared = (name, hash, bits) => h('div', {}, h('dt', {}, name), h('dd', { class: 'digits' }, hash), h('dd', { class: 'bits' }, bits));
const item = (name, value) => h('div', {}, h('dt', {}, name), value);

function restart(cell) {
  cell.classList.remove('new');
  requestAnimationFrame(() => cell.classList.add('new'));
}

export const reversed = hex => hex.match(/../g).reverse().join('');

/** The whole zero bits at the front. */
export function zeros(hex) {
  let bits = 0;
  for (const digit of hex) {
    if (digit === '0') { bits += 4; continue; }
    return bits + Math.clz32(parseInt(digit, 16)) - 28;
  }
  return bits;
}

/** 256 less the logarithm: between the number of zero bits and one more, so that two hashes of as many can be told apart. */
export function exactZeros(hex) {
  const at = hex.search(/[1-9a-f]/);
  if (at < 0) return 256;
  const lead = parseInt(hex.slice(at, at + 12).padEnd(12, '0'), 16);
  return 4 * at + 48 - Math.log2(lead);
}

function hash(node, hex) {
  if (node.dataset.hex === hex) return;
  node.dataset.hex = hex;
  const cut = hex.search(/[1-9a-f]/);
  node.replaceChildren(h('span', { class: 'z' }, hex.slice(0, cut)), h('span', { class: 'rest' }, hex.slice(cut)));
}
