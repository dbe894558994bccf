// Five small charts, drawn at most once a second: numbers change more often than eyes can follow.
import { $, h, s, text, scaled, duration, percent, meta } from './util.js';

const HEIGHT = 190, TOP = 12, RIGHT = 18, BOTTOM = 24, LEFT = 46;
const PAUSE = 1000;
const BLOCKS = 240;         // the latest, for what moves with time
const SAMPLES = 300;        // hash rates, one a second
const BINS = 16;

let d3;

export class Charts {
  /** @param rates samples of {at, own, network, byNode}; @param names node -> {name, css} */
  constructor(chain, names, interval) {
    this.chain = chain;
    this.names = names;
    this.interval = interval;
    this.samples = [];
    this.last = -Infinity;
    this.list = [
      this.figure('rate', 'Hash rate', this.rate), this.figure('intervals', 'Time between blocks', this.intervals),
      this.figure('difficulty', 'Difficulty', this.difficulty), this.figure('stale', 'Stale blocks', this.stale),
    ];
    if (names.size) this.list.push(this.figure('spread', 'How fast blocks travel', this.spread));
    $('charts-body').classList.toggle('five', this.list.length === 5);
    $('charts-body').replaceChildren(...this.list.map(chart => chart.node));
  }

  figure(id, title, draw) {
    const note = h('small', {}, '\u00a0'), svg = s('svg', { role: 'img', 'aria-label': title });
    return { id, svg, note, draw, title, node: h('figure', { id: 'chart-' + id }, h('figcaption', {}, title, note), svg) };
  }

  /** The library comes after the first paint. */
  async load() {
    await import(meta('assets') + '/d3.min.js');
    d3 = globalThis.d3;
  }

  sample(sample) {
    this.samples.push(sample);
    if (this.samples.length > SAMPLES) this.samples.shift();
  }

  update(now) {
    if (!d3 || now - this.last < PAUSE) return;
    this.last = now;
    const widths = this.list.map(chart => chart.svg.clientWidth);
    if (!widths[0]) return;
    for (const [i, chart] of this.list.entries()) {
      const width = widths[i];
      chart.svg.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
      chart.draw.call(this, chart, width);
      chart.svg.setAttribute('aria-label', `${chart.title}: ${chart.note.textContent}`);
    }
  }

  empty(chart, width, words) {
    text(chart.note, '\u00a0');
    chart.svg.replaceChildren(s('text', { class: 'no-data', x: width / 2, y: HEIGHT / 2 }, words));
  }

  axes(chart, x, y, xFormat, yFormat, width) {
    const ticks = Math.max(2, Math.floor(width / 90));
    const bottom = s('g', { class: 'axis', transform: `translate(0 ${HEIGHT - BOTTOM})` }), left = s('g', { class: 'axis', transform: `translate(${LEFT} 0)` });
    d3.select(bottom).call(d3.axisBottom(x).ticks(ticks, xFormat ? undefined : 'd').tickFormat(xFormat).tickSizeOuter(0));
    d3.select(left).call(d3.axisLeft(y).ticks(4).tickFormat(yFormat).tickSize(-(width - LEFT - RIGHT)));
    return [bottom, left];
  }

  scales(width, xs, ys) {
    return [d3.scaleLinear(xs, [LEFT, width - RIGHT]), d3.scaleLinear(ys, [HEIGHT - BOTTOM, TOP]).nice(4)];
  }

  rate(chart, width) {
    const data = this.samples;
    if (data.length < 2) return this.empty(chart, width, 'Measured while this page is open');
    const end = data.at(-1).at, top = d3.max(data, d => Math.max(d.own ?? 0, d.network ?? 0));
    const [x, y] = this.scales(width, [Math.min(data[0].at - end, -10), 0], [0, top || 1]);
    const line = key => d3.line(d => x(d.at - end), d => y(d[key])).defined(d => d[key] !== undefined).curve(d3.curveMonotoneX);
    const area = d3.area(d => x(d.at - end), y(0), d => y(d.own)).defined(d => d.own !== undefined).curve(d3.curveMonotoneX);
    text(chart.note, `${this.names.size ? 'all racers' : 'own'} ${scaled(data.at(-1).own ?? 0, 'H/s')}, network about ${scaled(data.at(-1).network ?? NaN, 'H/s')} (dashed)`);
    chart.svg.replaceChildren(...this.axes(chart, x, y, v => v === 0 ? 'now' : `${v} s`, v => scaled(v), width),
      s('path', { class: 'area c0', d: area(data) }), s('path', { class: 'curve two', d: line('network')(data) ?? '' }), s('path', { class: 'curve c0', d: line('own')(data) }));
  }

  /** Finding blocks has no memory: short waits are the most frequent, and the curve falls by the same part each step. */
  intervals(chart, width) {
    const records = this.chain.latest(1000).filter(record => record.h > 0);
    const times = records.every(record => record.at) ? record => record.at / 1000 : record => record.time;
    const waits = d3.pairs(records, (a, b) => Math.max(0, times(b) - times(a)));
    if (waits.length < 5) return this.empty(chart, width, 'After a few more blocks');
    const mean = d3.mean(waits), aim = this.interval, end = 4 * Math.max(mean, aim);
    const [x, y0] = this.scales(width, [0, end], [0, 1]);
    const bins = d3.bin().domain([0, end]).thresholds(d3.range(0, end, end / BINS))(waits.map(wait => Math.min(wait, end * .999)));
    const expected = at => waits.length * (end / BINS) / mean * Math.exp(-at / mean);
    const y = y0.domain([0, Math.max(d3.max(bins, bin => bin.length), expected(0))]).nice(4);
    const theory = d3.line(at => x(at), at => y(expected(at)))(d3.range(0, end * 1.001, end / 60));
    text(chart.note, `mean ${duration(mean)}, aim ${duration(aim)}; the curve is what chance alone would make`);
    chart.svg.replaceChildren(...this.axes(chart, x, y, v => v === 0 ? '0' : duration(v).replace('.0', ''), v => Number.isInteger(v) ? v : '', width),
      ...bins.filter(bin => bin.length).map(bin => s('rect', { class: 'bar-x', x: x(bin.x0) + 1, width: Math.max(1, x(bin.x1) - x(bin.x0) - 2), y: y(bin.length), height: y(0) - y(bin.length), rx: 2 })),
      s('path', { class: 'theory', d: theory }));
  }

  difficulty(chart, width) {
    const data = this.chain.latest(BLOCKS).filter(record => record.h > 0);
    if (data.length < 2) return this.empty(chart, width, 'After a few more blocks');
    const [x, y] = this.scales(width, [data[0].h, data.at(-1).h], [0, d3.max(data, d => d.work)]);
    text(chart.note, `block ${data.at(-1).h + 1} takes about ${scaled(data.at(-1).work)} hashes`);
    chart.svg.replaceChildren(...this.axes(chart, x, y, undefined, v => scaled(v), width),
      s('path', { class: 'area c3', d: d3.area(d => x(d.h), y(0), d => y(d.work)).curve(d3.curveStepAfter)(data) }),
      s('path', { class: 'curve c3', d: d3.line(d => x(d.h), d => y(d.work)).curve(d3.curveStepAfter)(data) }));
  }

  /** Of the blocks at so many heights, which part was in vain. */
  stale(chart, width) {
    const data = this.chain.latest(BLOCKS).filter(record => record.h > 0);
    if (data.length < 5) return this.empty(chart, width, 'After a few more blocks');
    const span = 20, lost = data.map(d => this.chain.heights.get(d.h).length - 1);
    const sums = d3.cumsum(lost);
    const points = data.map((d, i) => {
      const from = Math.max(-1, i - span), stale = sums[i] - (from < 0 ? 0 : sums[from]);
      return { h: d.h, share: stale / (stale + i - from) };
    });
    const [x, y] = this.scales(width, [data[0].h, data.at(-1).h], [0, Math.max(.05, d3.max(points, p => p.share))]);
    const { won, stale } = this.chain.counts();
    text(chart.note, `${percent(stale / Math.max(1, won + stale))} in all; the line is over ${span} heights`);
    chart.svg.replaceChildren(...this.axes(chart, x, y, undefined, v => percent(v), width),
      s('path', { class: 'area c5', d: d3.area(p => x(p.h), y(0), p => y(p.share))(points) }), s('path', { class: 'curve c5', d: d3.line(p => x(p.h), p => y(p.share))(points) }));
  }

  /** When each node had a block, after the first one: a dot for each. */
  spread(chart, width) {
    const data = this.chain.latest(60).filter(record => record.seen.size > 1);
    if (data.length < 2) return this.empty(chart, width, 'After a few more blocks');
    const dots = data.flatMap(record => {
      const first = Math.min(...record.seen.values());
      return [...record.seen].filter(([, at]) => at > first).map(([node, at]) => ({ h: record.h, ms: Math.max(.5, at - first), node }));
    });
    if (!dots.length) return this.empty(chart, width, 'All within a millisecond');
    const x = d3.scaleLinear([data[0].h, data.at(-1).h], [LEFT + 6, width - RIGHT - 6]);
    const y = d3.scaleLog([.5, Math.max(20, d3.max(dots, d => d.ms) * 1.3)], [HEIGHT - BOTTOM, TOP]);
    text(chart.note, `half of the nodes have a block ${duration(d3.median(dots, d => d.ms) / 1000)} after the first one`);
    const left = s('g', { class: 'axis', transform: `translate(${LEFT} 0)` }), bottom = this.axes(chart, x, y, undefined, undefined, width)[0];
    d3.select(left).call(d3.axisLeft(y).tickValues([1, 10, 100, 1000, 10000, 100000].filter(v => v <= y.domain()[1])).tickFormat(v => duration(v / 1000).replace('.0', '')).tickSize(-(width - LEFT - RIGHT)));
    chart.svg.replaceChildren(bottom, left, ...dots.map(d => s('circle', { class: 'spot ' + (this.names.get(d.node)?.css ?? 'cx'), cx: x(d.h).toFixed(1), cy: y(d.ms).toFixed(1), r: 3.5 })));
  }
}
