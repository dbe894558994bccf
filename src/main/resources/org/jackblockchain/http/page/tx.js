// One transaction, and one address.
import { $, h, json, whole, clock, plural, coins } from './util.js';
import { titled } from './chain.js';

const ROWS = 100;
const FORMS = {
  pubkey: 'to a public key (P2PK)', pubkeyhash: 'to the hash of a key (P2PKH)', scripthash: 'to the hash of a script (P2SH)',
  multisig: 'to several keys (multisig)', nulldata: 'data, which nobody can spend', anchor: 'to anybody (anchor)',
  witness_v0_keyhash: 'to the hash of a key (P2WPKH)', witness_v0_scripthash: 'to the hash of a script (P2WSH)',
  witness_v1_taproot: 'to a taproot key (P2TR)', witness_unknown: 'to a witness program without meaning yet', nonstandard: 'a script of no common form',
};

export const pair = (name, value) => [h('dt', {}, name), h('dd', {}, value)];
export const txLink = (txid, block) => h('a', { href: `#/tx/${txid}${block ? '/' + block : ''}` }, h('code', {}, txid));
export const addressLink = address => h('a', { href: '#/address/' + encodeURIComponent(address) }, h('code', {}, address));

/** Whom an output pays, or the words in it. */
export function payee(output) {
  if (output.text) return h('q', { class: 'data', dir: 'auto' }, output.text);
  if (output.data) return h('code', {}, output.data);
  return output.address ? addressLink(output.address) : h('span', {}, FORMS[output.type] ?? output.type);
}

export function rate(perByte) {
  return `${perByte < 10 ? perByte.toFixed(2) : whole(Math.round(perByte))} a vbyte`;
}

class Sheet {
  /** Asks, and draws the answer unless another sheet was opened meanwhile. */
  async load(what, path, again) {
    const box = $('detail');
    if (!again) box.replaceChildren(h('p', { class: 'empty', role: 'status' }, `Looking for the ${what}…`));
    const asked = this.asked = location.hash;
    try {
      const answer = await json(path);
      if (asked === location.hash) this.draw(answer);
    } catch (failure) {
      if (asked === location.hash && !again) box.replaceChildren(h('section', { class: 'card' }, crumbs(), h('h1', { tabindex: -1 }, `No such ${what} here`), h('p', { class: 'note' }, titled(failure.message) + '.')));
    }
    if (asked === location.hash && !again) this.focus();
  }

  focus() {
    const title = $('detail').querySelector('h1');
    if (!title) return;
    document.title = title.textContent + ' · JackBlockChain';
    title.focus({ preventScroll: true });
    scrollTo(0, 0);
  }
}

const crumbs = block => h('p', { class: 'crumbs' }, h('a', { href: '#/' }, '← The chain'), block && h('a', { href: '#/block/' + block.hash }, `Block ${whole(block.height)}`));

export class TransactionPage extends Sheet {
  show(txid, block, again) {
    this.last = [txid, block];
    return this.load('transaction', `/tx/${txid}.json?limit=${ROWS}${block ? '&block=' + block : ''}`, again);
  }

  /** Something happened that may have moved it. */
  refresh() {
    if (this.moves && location.hash.startsWith('#/tx/') && this.asked === location.hash) this.show(...this.last, true);
  }

  draw(tx) {
    this.moves = tx.where === 'mempool';
    const coinbase = tx.inputs[0]?.coinbase;
    const open = [...$('detail').querySelectorAll('details[open]')].map(details => details.id);
    const fee = tx.fee === null ? (coinbase ? 'none: it makes new coins' : 'not known: what it spends is not kept here') : `${coins(tx.fee)} coins, ${rate(tx.fee_rate)}`;
    const rows = [pair('Id', h('code', {}, tx.txid)), tx.wtxid !== tx.txid && pair('Id with its witness', h('code', {}, tx.wtxid)), pair('Fee', fee),
      pair('Size', `${whole(tx.size)} bytes, ${whole(tx.virtual_size)} virtual ones, weight ${whole(tx.weight)}`),
      tx.block ? pair('Block', h('a', { href: '#/block/' + tx.block.hash }, `${whole(tx.block.height)}, as its ${ordinal(tx.block.index + 1)} transaction`)) : pair('Came', clock(tx.since)),
      tx.block && pair('Time', clock(tx.block.time)), pair('Version', whole(tx.version)), tx.lock_time > 0 && pair('Locked until', tx.lock_time < 5e8 ? `block ${whole(tx.lock_time)}` : clock(tx.lock_time)),
      tx.parents.length > 0 && pair('Waits for', tx.parents.map(id => h('div', {}, txLink(id)))), tx.children.length > 0 && pair('Awaited by', tx.children.map(id => h('div', {}, txLink(id))))];
    $('detail').replaceChildren(
      h('section', { class: 'card', 'aria-labelledby': 'sheet-h' }, crumbs(tx.block),
        h('div', { class: 'head block-head' }, h('h1', { id: 'sheet-h', tabindex: -1 }, coinbase ? 'The reward of a block' : 'Transaction'), h('span', { class: 'mark ' + (tx.where === 'chain' ? 'sure' : '') }, place(tx))),
        h('dl', { class: 'pairs block-pairs' }, rows.filter(Boolean))),
      h('div', { class: 'columns flow' },
        h('section', { class: 'card', 'aria-labelledby': 'in-h' }, h('div', { class: 'head' }, h('h2', { id: 'in-h' }, 'Spends'), h('p', { class: 'note' }, count(tx.inputs_count, tx.inputs.length, 'input'))),
          h('ol', { class: 'coins' }, tx.inputs.map(input))),
        h('section', { class: 'card', 'aria-labelledby': 'out-h' }, h('div', { class: 'head' }, h('h2', { id: 'out-h' }, 'Pays'), h('p', { class: 'note' }, count(tx.outputs_count, tx.outputs.length, 'output'))),
          h('ol', { class: 'coins' }, tx.outputs.map(output)))));
    for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  }
}

const ordinal = n => n + (n % 100 > 10 && n % 100 < 14 ? 'th' : ['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
const count = (all, shown, word) => plural(all, word) + (shown < all ? `, the first ${shown} of them here.` : '.');
const place = tx => tx.where === 'mempool' ? 'waits in the memory pool' : tx.where === 'stale' ? 'in a stale block' : plural(tx.confirmations, 'confirmation');

function input(input, i) {
  if (input.coinbase) return h('li', {}, h('p', { class: 'sum' }, 'New coins'), h('p', { class: 'note' }, 'They come from no other transaction: a block’s first transaction may make them.'), words('in' + i, [['Its miner’s bytes', input.script]]));
  return h('li', {}, h('p', { class: 'sum' }, input.spends ? coins(input.spends.value) : 'Value not known here'),
    input.spends && h('p', {}, input.spends.address ? addressLink(input.spends.address) : FORMS[input.spends.type]),
    h('p', { class: 'note' }, `Output ${input.index} of `, txLink(input.txid)),
    words('in' + i, [['Unlocked by', input.asm], ['Witness', input.witness.join('\n')], ['Sequence', '0x' + input.sequence.toString(16)]]));
}

function output(output) {
  return h('li', {}, h('p', { class: 'sum' }, coins(output.value)), h('p', {}, payee(output)),
    h('p', { class: 'note' }, titled(FORMS[output.type] ?? output.type) + (output.text ? ', here text' : '') + '.', output.spent_by && [' Spent by ', txLink(output.spent_by), ', which waits.']),
    words('out' + output.index, [['Script', output.asm], ['In hex', output.script]]));
}

const words = (id, rows) => h('details', { id }, h('summary', {}, 'Script'), h('dl', {}, rows.filter(([, value]) => value).map(([name, value]) => pair(name, h('code', { class: 'long' }, value)))));

export class AddressPage extends Sheet {
  show(address) {
    return this.load('address', `/address/${encodeURIComponent(address)}.json`);
  }

  draw(found) {
    const { unspent, waiting } = found;
    $('detail').replaceChildren(
      h('section', { class: 'card', 'aria-labelledby': 'sheet-h' }, crumbs(), h('div', { class: 'head block-head' }, h('h1', { id: 'sheet-h', tabindex: -1 }, 'Address')),
        h('dl', { class: 'pairs block-pairs' }, pair('Address', h('code', {}, found.address)), pair('Pays', FORMS[found.type] ?? found.type), pair('Unspent', `${coins(found.total)} coins in ${plural(found.count, 'output')}, at block ${whole(found.height)}`),
          waiting.length > 0 && pair('On its way', `${coins(waiting.reduce((sum, output) => sum + output.value, 0))} coins in ${plural(waiting.length, 'output')}`), pair('Script', h('code', {}, found.asm)))),
      h('section', { class: 'card', 'aria-labelledby': 'coins-h' }, h('div', { class: 'head' }, h('h2', { id: 'coins-h' }, 'Unspent outputs'),
        h('p', { class: 'note' }, (found.complete ? 'What was spent is not shown: this node keeps no index of addresses, and looked through the coins.' : 'Only a part of the coins was looked through: there are too many without an index of addresses.') + (unspent.length < found.count ? ` The newest ${unspent.length}.` : ''))),
        unspent.length + waiting.length === 0 ? h('p', { class: 'empty' }, 'Nothing.')
          : h('div', { class: 'scroll-x', tabindex: 0, role: 'region', 'aria-label': 'Table of outputs' }, h('table', {}, h('thead', {}, h('tr', {}, h('th', { scope: 'col', class: 'num' }, 'Coins'), ['Block', 'Transaction', 'Note'].map(name => h('th', { scope: 'col' }, name)))),
            h('tbody', {}, [...waiting.map(output => ({ ...output, height: null })), ...unspent].map(row))))));
  }
}

const row = output => h('tr', {}, h('td', { class: 'num' }, coins(output.value)), h('td', {}, output.height === null ? 'waits' : whole(output.height)), h('td', {}, txLink(output.txid), ` : ${output.index}`),
  h('td', {}, output.coinbase ? 'reward' : '', output.spent_by ? ' a transaction that waits spends it' : ''));
