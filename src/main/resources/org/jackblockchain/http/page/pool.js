// The memory pool: what waits for a block, and what it pays.
import { $, h, s, json, text, whole, scaled, plural, percent, coins } from './util.js';
import { titled } from './chain.js';
import { rate } from './tx.js';

const BEST = 8;
/** The list is asked for so often at most; the figures come by themselves. */
const PAUSE = 2000;
/** Narrower bars have no room for a number each. */
const NARROW = 28;
const HEIGHT = 190, TOP = 22, BOTTOM = 38, LEFT = 4;

export class Pool {
  /** @param names node -> {name, css}, of a race @param own this node's number in events */
  constructor(names, own) {
    this.names = names;
    this.own = own;
    this.others = new Map();
    this.best = [];
    this.asked = -Infinity;
    this.facts = ['Waiting', 'Virtual size', 'Fees', 'Lowest fee', 'Memory'].map(name => [name, h('dd', {}, '–')]);
    this.note = h('small', {}, '\u00a0');
    this.svg = s('svg', { role: 'img', 'aria-label': 'Fee rates' });
    this.rows = h('tbody');
    this.empty = h('p', { class: 'empty' }, 'Nothing waits. A transaction shows here before it is in a block.');
    this.table = h('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': 'Transactions that pay best' }, h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col' }, 'Pays best'), ['A vbyte', 'Coins', 'vbytes'].map(name => h('th', { scope: 'col', class: 'num' }, name)))), this.rows));
    this.list = h('ul', { class: 'pools' });
    $('pool-body').replaceChildren(h('div', { class: 'pool' },
      h('div', {}, h('dl', { class: 'tries' }, this.facts.map(([name, value]) => h('div', {}, h('dt', {}, name), value))), h('figure', {}, h('figcaption', {}, 'What they pay', this.note), this.svg)),
      h('div', {}, this.empty, this.table, this.list)));
  }

  async load() {
    this.asked = performance.now();
    this.wanted = false;
    const pool = await json('/mempool.json?limit=' + BEST);
    this.figures = pool;
    this.best = pool.tx;
    this.dirty = true;
  }

  add(figures, node) {
    if (node !== this.own) this.others.set(node, figures);
    else {
      this.figures = figures;
      this.wanted = true;
    }
    this.dirty = true;
  }

  update(now) {
    if (this.wanted && now - this.asked > PAUSE && !document.hidden) this.load().catch(() => { /* the next event asks again */ });
    const width = this.svg.clientWidth;
    if (!this.figures || !width || !(this.dirty || width !== this.width)) return;
    this.dirty = false;
    this.width = width;
    const { transactions, bytes, fees, minimum_fee_rate, memory, max_memory } = this.figures;
    [whole(transactions), scaled(bytes, 'vB'), coins(fees), rate(minimum_fee_rate), transactions ? percent(memory / max_memory) : '0 %'].forEach((value, i) => text(this.facts[i][1], value));
    this.bars(width);
    const best = transactions ? this.best : [];
    this.empty.hidden = best.length > 0;
    this.table.hidden = best.length === 0;
    this.rows.replaceChildren(...best.map(tx => h('tr', {}, h('td', {}, h('a', { href: '#/tx/' + tx.txid }, h('code', {}, tx.txid.slice(0, 12) + '…'))), [tx.fee_rate.toFixed(1), coins(tx.value), whole(tx.bytes)].map(value => h('td', { class: 'num' }, value)))));
    this.list.replaceChildren(...[...this.others].sort(([a], [b]) => a - b).map(([node, pool]) => h('li', { class: this.names.get(node)?.css }, h('i', { class: 'swatch' }), h('span', {}, titled(this.names.get(node)?.name ?? 'port ' + node)), h('span', { class: 'note' }, `${plural(pool.transactions, 'transaction')}, ${scaled(pool.bytes, 'vB')}`))));
  }

  /** A bar for each fee rate, as high as what waits there is large. */
  bars(width) {
    const bars = this.figures.histogram, most = Math.max(1, ...bars.map(bar => bar.bytes));
    const step = (width - 2 * LEFT) / bars.length, height = HEIGHT - TOP - BOTTOM;
    this.svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    const full = bars.filter(bar => bar.transactions);
    const said = full.map(bar => `${bar.transactions} from ${bar.from}`).join(', ');
    text(this.note, full.length ? 'Virtual bytes by fee rate; miners take the right-hand ones first.' : 'No transaction waits.');
    this.svg.setAttribute('aria-label', `Fee rates: ${said || 'none'}`);
    this.svg.replaceChildren(s('line', { class: 'base', x1: LEFT, x2: width - LEFT, y1: HEIGHT - BOTTOM + .5, y2: HEIGHT - BOTTOM + .5 }), ...bars.flatMap((bar, i) => {
      const x = LEFT + i * step, tall = Math.max(bar.bytes && 3, height * bar.bytes / most);
      return [tall && s('rect', { class: 'fee', x: x + 2, width: Math.max(1, step - 4), y: HEIGHT - BOTTOM - tall, height: tall, rx: 3 }),
        tall && s('text', { x: x + step / 2, y: HEIGHT - BOTTOM - tall - 6, 'text-anchor': 'middle' }, whole(bar.transactions)),
        (step > NARROW || i % 2 === 0) && s('text', { x: x + step / 2, y: HEIGHT - BOTTOM + 16, 'text-anchor': 'middle' }, bar.from + (i === bars.length - 1 ? '+' : ''))];
    }).filter(Boolean), s('text', { x: width - LEFT, y: HEIGHT - 5, 'text-anchor': 'end' }, 'fee for a virtual byte, at least'));
  }
}
