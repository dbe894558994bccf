// Who wins: blocks, share, what luck allows, and who is on a run.
import { $, h, text, percent, scaled, whole, wilson, plural } from './util.js';
import { titled } from './chain.js';

const ROWS = 12;

export class Score {
  /** @param rates words -> hashes a second, where they are known */
  constructor(chain, rates) {
    this.chain = chain;
    this.rates = rates;
    this.rows = new Map();
    this.key = h('li', { class: 'key', 'aria-hidden': 'true' });
  }

  update() {
    const { won } = this.chain.counts();
    const miners = [...this.chain.miners.values()].filter(miner => miner.wins > 0 || this.chain.given.has(miner.tag))
      .sort((a, b) => b.wins - a.wins || a.colour - b.colour || a.name.localeCompare(b.name));
    const board = $('board');
    const shown = miners.slice(0, ROWS);
    const streak = this.chain.streak();
    const total = shown.reduce((sum, miner) => sum + (this.rates.get(miner.tag) ?? 0), 0);
    const order = [];
    for (const miner of shown) {
      const row = this.rows.get(miner.tag) ?? this.create(miner);
      this.fill(row, miner, won, miner === this.chain.best?.miner ? streak : 0, total);
      order.push(row.li);
    }
    for (const [tag, row] of this.rows) {
      if (shown.some(miner => miner.tag === tag)) continue;
      row.li.remove();
      this.rows.delete(tag);
    }
    order.forEach((li, i) => { if (board.children[i] !== li) board.insertBefore(li, board.children[i] ?? null); });
    const rest = miners.length - shown.length;
    text($('score-note'), shown.length === 0 ? 'Nobody has won a block yet.'
      : `Of ${plural(won, 'block')}${rest > 0 ? `, and ${plural(rest, 'other miner')}` : ''}.`);
    text($('tally'), this.sentence(miners));
    this.legend(total > 0);
  }

  /** "Port 5000 won 9 blocks, port 5001 won 7." */
  sentence(miners) {
    const named = miners.slice(0, 8).sort((a, b) => a.colour - b.colour);
    const words = named.map((miner, i) => `${miner.name} won ${i === 0 ? plural(miner.wins, 'block') : whole(miner.wins)}`);
    if (!words.length) return 'Nobody has won a block yet.';
    return titled(words.join(', ')) + (miners.length > 8 ? ', and others.' : '.');
  }

  create(miner) {
    const row = {
      name: h('span', { class: 'name' }, titled(miner.name)), streak: h('span', { class: 'streak', hidden: true }), wins: h('span', {}),
      fill: h('span', { class: 'fill' }), luck: h('span', { class: 'luck' }), due: h('span', { class: 'due', hidden: true }),
      share: h('span', {}), range: h('span', {}), rate: h('span', {}),
    };
    row.li = h('li', { class: 'miner ' + miner.css },
      h('div', { class: 'who' }, h('span', { class: 'swatch', 'aria-hidden': 'true' }), row.name, row.streak),
      h('div', { class: 'wins' }, row.wins, ' ', h('small', {}, 'blocks')),
      h('div', { class: 'gauge', 'aria-hidden': 'true' }, row.fill, row.luck, row.due),
      h('div', { class: 'line' }, row.share, row.range, row.rate));
    this.rows.set(miner.tag, row);
    return row;
  }

  fill(row, miner, won, streak, totalRate) {
    const share = won ? miner.wins / won : 0, [low, high] = wilson(miner.wins, won);
    const css = 'miner ' + miner.css;
    if (row.li.className !== css) row.li.className = css;
    text(row.wins, whole(miner.wins));
    row.fill.style.transform = `scaleX(${share.toFixed(4)})`;
    row.luck.style.transform = `translateX(${(100 * low).toFixed(2)}%) scaleX(${(high - low).toFixed(4)})`;
    text(row.share, percent(share) + ' of the blocks');
    text(row.range, won ? `luck allows ${percent(low)} to ${percent(high)}` : '');
    const rate = this.rates.get(miner.tag);
    text(row.rate, rate ? scaled(rate, 'H/s') + (totalRate ? `, ${percent(rate / totalRate)} of the hashes` : '') : '');
    row.due.hidden = !(rate && totalRate);
    if (rate && totalRate) row.due.style.left = `calc(${(100 * rate / totalRate).toFixed(2)}% - 1.5px)`;
    row.streak.hidden = streak < 2;
    if (streak >= 2) text(row.streak, `${streak} in a row`);
  }

  legend(rates) {
    if (this.key.childNodes.length === (rates ? 2 : 1) && this.key.isConnected) return;
    this.key.replaceChildren(h('span', {}, h('i', { class: 'k-luck' }), 'where the true share lies, in 19 of 20 cases'),
      ...(rates ? [h('span', {}, h('i', { class: 'k-due' }), 'share of the hash rate')] : []));
    $('board').append(this.key);
  }
}
