// Who this node talks to.
import { $, h, json, whole, scaled, text, plural } from './util.js';

const PAUSE = 2000;
const ROWS = 60;

export class Peers {
  constructor() {
    this.last = -Infinity;
    this.shown = '';
  }

  async poll() {
    if (document.hidden) return;
    try {
      this.status = await json('/status.json');
      this.dirty = true;
    } catch {
      // the events show that the line is lost
    }
  }

  follow() {
    this.poll();
    setInterval(() => this.poll(), PAUSE);
  }

  update() {
    if (!this.dirty) return;
    this.dirty = false;
    const { peers } = this.status;
    text($('peers-note'), peers.length ? `This node talks to ${plural(peers.length, 'other')}.` : 'This node talks to nobody.');
    if (!peers.length) { $('peers-body').replaceChildren(h('p', { class: 'empty' }, 'No peers. Start another node with --peer, and it appears here.')); this.body = null; return; }
    if (!this.body) {
      this.body = h('tbody');
      $('peers-body').replaceChildren(h('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': 'Table of peers' }, h('table', {}, h('thead', {}, h('tr', {},
        ['Address', 'Direction', 'Says it is'].map(name => h('th', { scope: 'col' }, name)), ['Height', 'Latency', 'Received', 'Sent'].map(name => h('th', { scope: 'col', class: 'num' }, name)))), this.body)));
    }
    const rows = peers.slice(0, ROWS).map(peer => [peer.address, peer.direction, peer.user_agent, peer.best_height < 0 ? whole(peer.start_height) : whole(Math.max(peer.start_height, peer.best_height)),
      peer.ping_ms === null ? '–' : peer.ping_ms < 10 ? peer.ping_ms.toFixed(1) + ' ms' : whole(Math.round(peer.ping_ms)) + ' ms', scaled(bytes(peer.bytes_received), 'B'), scaled(bytes(peer.bytes_sent), 'B')]);
    while (this.body.rows.length > rows.length) this.body.lastChild.remove();
    rows.forEach((row, i) => {
      const tr = this.body.rows[i] ?? this.body.appendChild(h('tr', {}, row.map((_, cell) => h('td', { class: cell > 2 ? 'num' : cell === 2 ? 'wrap' : undefined }))));
      row.forEach((value, cell) => text(tr.cells[cell], value));
    });
  }
}

const bytes = byType => Object.values(byType).reduce((sum, count) => sum + count, 0);
