// The race's controls: what a teacher does to the network before the class's eyes.
import { $, h, s, text, json, meta, scaled } from './util.js';
import { titled } from './chain.js';

const TOKEN = meta('race-token');
export const isRace = Boolean(TOKEN);

/** With more nodes the lines of the map cannot be told apart. */
const MAX_MAPPED = 8;
const LATENCIES = [0, 50, 200, 500, 1000, 2000, 5000];
const STATE_PAUSE = 1000;

export class Race {
  constructor(chain, names, rates) {
    this.chain = chain;
    this.names = names;
    this.rates = rates;
    this.sides = new Map();
    this.rows = new Map();
    this.state = null;
    this.structure = '';
  }

  async load() {
    this.take(await json('/race.json'));
    $('controls').hidden = false;
    $('nav-controls').hidden = false;
    $('columns').classList.add('two');
  }

  /** Asks now and then: miners and rates change by themselves. */
  async poll() {
    if (this.asking || document.hidden) return;
    this.asking = true;
    try {
      this.take(await json('/race.json'));
    } catch {
      // the line is shown as lost by the events, which come back by themselves
    } finally {
      this.asking = false;
    }
  }

  follow() {
    setInterval(() => this.poll(), STATE_PAUSE);
  }

  take(state) {
    this.state = state;
    for (const node of state.nodes) {
      this.chain.giveColour(node.tag, node.colour);
      const miner = this.chain.miner(node.tag);
      this.names.set(node.port, { name: node.name, css: miner.css, tag: node.tag });
      this.rates.set(node.tag, node.hashes_per_second);
      if (!this.sides.has(node.port)) this.sides.set(node.port, node.index % 2 ? 'b' : 'a');
    }
    this.chain.changed();
    this.dirty = true;
  }

  async order(path, body, said) {
    text(this.oops, '');
    try {
      const answer = await json(path, { method: 'POST', headers: { 'X-Race-Token': TOKEN, 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
      this.take(answer);
      text($('say'), said);
    } catch (failure) {
      text(this.oops, failure.message);
    }
  }

  update() {
    if (!this.dirty || !this.state) return;
    this.dirty = false;
    const structure = this.state.nodes.map(node => node.port).join();
    if (structure !== this.structure) { this.structure = structure; this.build(); }
    this.fill();
  }

  build() {
    const { nodes, links } = this.state;
    const held = document.activeElement?.closest?.('#controls-body') ? document.activeElement.id : '';
    this.rows.clear();
    this.oops = h('p', { class: 'oops', role: 'alert' });
    this.wires = new Map();
    this.buttons = {
      split: h('button', { type: 'button', class: 'main', id: 'split', onclick: () => this.split() }, 'Cut A from B'),
      heal: h('button', { type: 'button', id: 'heal', onclick: () => this.order('/race/heal', {}, 'All lines are healed.') }, 'Heal all lines'),
      add: h('button', { type: 'button', id: 'add-node', onclick: () => this.order('/race/nodes', {}, 'A node joins.') }, 'Add a node'),
    };
    const map = nodes.length > 1 && nodes.length <= MAX_MAPPED ? this.map(nodes, links) : null;
    $('controls-body').replaceChildren(h('div', { class: 'ctl-top' }, Object.values(this.buttons)),
      h('div', { class: 'ctl-grid' }, h('div', {}, map, map && h('p', { class: 'note map-note' }, 'Click a line to cut it, again to heal it.')),
        h('div', { class: 'racers' }, nodes.map(node => this.row(node)))), this.oops);
    if (held) document.getElementById(held)?.focus();
  }

  split() {
    const groups = ['a', 'b'].map(side => this.state.nodes.map(node => node.port).filter(port => this.sides.get(port) === side));
    this.order('/race/partition', { groups }, `The network is cut: ${groups[0].join(', ')} on one side, ${groups[1].join(', ')} on the other.`);
  }

  row(node) {
    const { port } = node, css = this.names.get(port).css;
    const path = '/race/nodes/' + port;
    const row = {
      rate: h('small'), threads: h('output', { 'aria-label': 'Threads' }), side: h('button', { type: 'button', class: 'side', id: 'side-' + port, onclick: () => {
        this.sides.set(port, this.sides.get(port) === 'a' ? 'b' : 'a');
        this.dirty = true;
      } }),
      mine: h('button', { type: 'button', class: 'switch', role: 'switch', id: 'mine-' + port, 'aria-label': `${titled(node.name)} mines`, onclick: () => {
        const on = row.mine.getAttribute('aria-checked') !== 'true';
        this.order(path + '/mining', { on }, `${titled(node.name)} ${on ? 'mines' : 'rests'}.`);
      } }),
      slow: h('select', { id: 'slow-' + port, 'aria-label': `Latency of all lines of ${node.name}`, onchange: () => this.order(path + '/latency',
        { latency_ms: Number(row.slow.value) }, `All lines of ${node.name} take ${row.slow.value} milliseconds longer.`) },
        LATENCIES.map(ms => h('option', { value: ms }, ms === 0 ? 'no delay' : ms < 1000 ? `+${ms} ms` : `+${ms / 1000} s`))),
    };
    const step = by => this.order(path + '/threads', { threads: Number(row.threads.textContent) + by }, `${titled(node.name)} has ${Number(row.threads.textContent) + by} threads.`);
    row.less = h('button', { type: 'button', id: 'less-' + port, 'aria-label': `${titled(node.name)}: one thread less`, onclick: () => step(-1) }, '−');
    row.more = h('button', { type: 'button', id: 'more-' + port, 'aria-label': `${titled(node.name)}: one thread more`, onclick: () => step(1) }, '+');
    this.rows.set(port, row);
    return h('div', { class: 'racer ' + css, role: 'group', 'aria-label': titled(node.name) },
      h('div', { class: 'who' }, h('span', { class: 'swatch', 'aria-hidden': 'true' }), titled(node.name), row.rate), row.mine,
      h('label', {}, 'Threads', h('span', { class: 'stepper' }, row.less, row.threads, row.more)), row.slow, h('label', {}, 'Side', row.side));
  }

  fill() {
    const sides = new Set();
    for (const node of this.state.nodes) {
      const row = this.rows.get(node.port), side = this.sides.get(node.port);
      sides.add(side);
      text(row.rate, scaled(node.hashes_per_second, 'H/s'));
      row.mine.setAttribute('aria-checked', node.mining);
      text(row.mine, node.mining ? 'mines' : 'rests');
      text(row.threads, String(node.threads));
      row.less.disabled = node.threads <= 1;
      row.more.disabled = node.threads >= this.state.max_threads;
      text(row.side, side.toUpperCase());
      row.side.dataset.side = side;
      row.side.setAttribute('aria-label', `${titled(node.name)} is on side ${side.toUpperCase()}; change`);
      const delays = this.state.links.filter(link => link.a === node.port || link.b === node.port).map(link => link.latency_ms);
      const common = Math.min(...delays);
      if (document.activeElement !== row.slow) row.slow.value = LATENCIES.includes(common) ? common : 0;
      const dot = this.dots?.get(node.port);
      dot?.classList.toggle('off', !node.mining);
    }
    this.buttons.split.disabled = sides.size < 2;
    this.buttons.heal.disabled = !this.state.links.some(link => link.cut);
    this.buttons.add.disabled = this.state.nodes.length >= this.state.max_nodes;
    for (const link of this.state.links) this.wire(link);
  }

  /** The nodes on a circle, and the lines between them. */
  map(nodes, links) {
    const size = 300, middle = size / 2, radius = 112;
    const place = new Map(nodes.map((node, i) => {
      const angle = 2 * Math.PI * i / nodes.length - Math.PI / 2 - (nodes.length === 4 ? Math.PI / 4 : 0);
      return [node.port, [middle + radius * Math.cos(angle), middle + radius * Math.sin(angle)]];
    }));
    const wires = links.map(link => {
      const [x1, y1] = place.get(link.a), [x2, y2] = place.get(link.b), at = { x1, y1, x2, y2 };
      // lines cross in the middle of the circle: their words stand nearer to one end
      const words = s('text', { x: x1 + (x2 - x1) * .37, y: y1 + (y2 - y1) * .37 + 4 });
      const change = () => {
        const now = this.state.links.find(other => other.a === link.a && other.b === link.b);
        this.order(`/race/links/${link.a}/${link.b}`, { cut: !now.cut }, `The line between ${link.a} and ${link.b} is ${now.cut ? 'healed' : 'cut'}.`);
      };
      const g = s('g', { class: 'wire', id: `wire-${link.a}-${link.b}`, role: 'button', tabindex: 0, onclick: change,
        onkeydown: event => { if (event.key === 'Enter' || event.key === ' ') { event.preventDefault(); change(); } } },
        s('line', { class: 'hit', ...at }), s('line', { class: 'see', ...at }), words);
      this.wires.set(`${link.a}-${link.b}`, { g, words });
      return g;
    });
    this.dots = new Map(nodes.map(node => [node.port, s('g', { class: 'node ' + this.names.get(node.port).css, 'aria-hidden': 'true' },
      s('circle', { cx: place.get(node.port)[0], cy: place.get(node.port)[1], r: 27 }), s('text', { x: place.get(node.port)[0], y: place.get(node.port)[1] + 5 }, String(node.port)))]));
    return s('svg', { class: 'map', viewBox: `0 0 ${size} ${size}`, role: 'group', 'aria-label': 'Lines between the nodes' }, wires, [...this.dots.values()]);
  }

  wire(link) {
    const wire = this.wires.get(`${link.a}-${link.b}`);
    if (!wire) return;
    wire.g.setAttribute('class', 'wire' + (link.cut ? ' cut' : link.latency_ms ? ' slow' : ''));
    wire.g.setAttribute('aria-label', `Line between ${link.a} and ${link.b}: ${link.cut ? 'cut; heal it' : link.latency_ms ? `${link.latency_ms} milliseconds; cut it` : 'good; cut it'}`);
    text(wire.words, link.cut ? 'cut' : link.latency_ms ? `+${link.latency_ms} ms` : '');
  }
}
