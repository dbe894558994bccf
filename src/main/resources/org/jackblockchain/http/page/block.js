// One block, all of it.
import { $, h, json, whole, scaled, clock, plural, coins } from './util.js';
import { pair, payee, txLink } from './tx.js';
import { titled } from './chain.js';

const TXS = 50;

export class BlockPage {
  constructor(chain) {
    this.chain = chain;
  }

  async show(hash) {
    const box = $('detail');
    if (this.hash !== hash) box.replaceChildren(h('p', { class: 'empty' }, 'Looking for the block…'));
    this.hash = hash;
    try {
      const block = await json(`/block/${hash}.json?limit=${TXS}`);
      if (this.hash === hash) this.draw(block);
    } catch (failure) {
      const known = this.chain.blocks.get(hash);
      if (this.hash === hash) this.missing(failure, known);
    }
  }

  missing(failure, known) {
    $('detail').replaceChildren(h('section', { class: 'card' }, this.crumbs(), h('h1', { tabindex: -1 }, known ? `Block ${known.h}` : 'No such block here'),
      h('p', { class: 'note' }, known ? `Another node of the race has it, this one does not: ${failure.message}.` : titled(failure.message) + '.'),
      known && h('dl', { class: 'pairs' }, pair('Hash', h('code', {}, known.hash)), pair('Won by', known.miner.name), pair('Previous', link(known.prev)), pair('Time', clock(known.time)))));
    this.focus();
  }

  crumbs(block) {
    return h('p', { class: 'crumbs' }, h('a', { href: '#/' }, '← The chain'), block && block.height > 0 && h('a', { href: '#/block/' + block.previous }, `Block ${block.height - 1}`),
      block?.next && h('a', { href: '#/block/' + block.next }, `Block ${block.height + 1} →`));
  }

  draw(block) {
    const miner = block.height > 0 ? this.chain.miner(block.miner) : null;
    const rows = [pair('Hash', h('code', {}, block.hash)), pair('Previous', block.height > 0 ? link(block.previous) : 'none: this is the first'), pair('Merkle root', h('code', {}, block.merkle_root)),
      pair('Time', clock(block.time)), pair('Version', '0x' + (block.version >>> 0).toString(16).padStart(8, '0')), pair('Bits', h('code', {}, block.bits)), pair('Target', h('code', {}, block.target)), pair('Nonce', whole(block.nonce)),
      pair('Difficulty', block.difficulty < .001 ? block.difficulty.toExponential(3) : scaled(block.difficulty)), pair('Work', `${scaled(Number(block.work))} hashes were to be expected`), pair('Work of the chain', h('code', {}, '0x' + block.chainwork.replace(/^0+/, ''))),
      pair('Size', `${whole(block.size)} bytes, weight ${whole(block.weight)}`)];
    $('detail').replaceChildren(
      h('section', { class: 'card ' + (miner?.css ?? 'cx'), 'aria-labelledby': 'block-h' }, this.crumbs(block),
        h('div', { class: 'head block-head' }, h('h1', { id: 'block-h', tabindex: -1 }, `Block ${whole(block.height)}`), miner ? h('span', {}, 'won by ', h('span', { class: 'name' }, miner.name)) : h('span', {}, 'the first block, part of the network: “', block.miner, '”'),
          block.stale ? h('span', { class: 'mark' }, 'stale: not in the best chain') : h('span', { class: 'mark' }, plural(block.confirmations, 'confirmation'))),
        h('dl', { class: 'pairs block-pairs' }, rows)),
      h('section', { class: 'card', 'aria-labelledby': 'tx-h' }, h('div', { class: 'head' }, h('h2', { id: 'tx-h' }, 'Transactions'), h('p', { class: 'note' }, block.transactions > block.tx.length ? `The first ${block.tx.length} of ${whole(block.transactions)}.` : plural(block.transactions, 'transaction') + '.')),
        h('ol', { class: 'txs' }, block.tx.map((tx, i) => this.transaction(tx, i, block.hash)))));
    this.focus();
  }

  transaction(tx, index, block) {
    const sum = tx.outputs.reduce((total, output) => total + Number(output.value), 0);
    return h('li', { class: 'tx' }, h('p', {}, h('b', {}, index === 0 ? 'Coinbase: the reward ' : 'Transaction '), txLink(tx.txid, block)),
      h('p', { class: 'note' }, `${plural(tx.inputs?.length ?? 0, 'input')}, ${plural(tx.outputs.length, 'output')}, ${coins(sum)} coins, ${whole(tx.size)} bytes`),
      h('ul', { class: 'outs' }, tx.outputs.slice(0, 20).map(output => h('li', {}, h('span', {}, coins(output.value)), h('span', {}, payee(output))))));
  }

  focus() {
    document.title = $('detail').querySelector('h1').textContent + ' · JackBlockChain';
    $('detail').querySelector('h1').focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

const link = hash => h('a', { href: '#/block/' + hash }, h('code', {}, hash));
