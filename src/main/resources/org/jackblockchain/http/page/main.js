// Puts the page together: what comes in changes the chain; once a frame, what changed is drawn.
import { $, h, text, json, scaled, duration, whole, meta } from './util.js';
import { Chain, titled } from './chain.js';
import { Tree, Duel } from './tree.js';
import { Score } from './score.js';
import { Round } from './round.js';
import { Charts } from './charts.js';
import { Race, isRace } from './race.js';
import { Peers } from './peers.js';
import { BlockPage } from './block.js';
import { Pool } from './pool.js';
import { TransactionPage, AddressPage } from './tx.js';

const FIRST_BLOCKS = 300;
const MORE_BLOCKS = 2000;
const ALL_BLOCKS = 10_000;
/** A win is said aloud so often at most. */
const SAY_PAUSE = 8000;
const RETRY_PAUSE = 3000;

const names = new Map();
const rates = new Map();
const chain = new Chain();
const race = isRace ? new Race(chain, names, rates) : null;
const peers = new Peers();
const blockPage = new BlockPage(chain);
const txPage = new TransactionPage();
const addressPage = new AddressPage();
const here = race ? Number(location.port) : 0;
const pool = new Pool(names, here);
let tree, duel, score, round, charts;
let drawn = -1, waiting = false, lastSaid = 0, clockAt = 0;

function draw(now) {
  waiting = false;
  if (drawn !== chain.version && !$('overview').hidden) {
    drawn = chain.version;
    tree.update(now);
    duel.update();
    score.update();
    facts();
  } else if (tree.swap) tree.frame(now);
  round.update(now);
  charts.update(now);
  peers.update();
  pool.update(now);
  race?.update();
  if (tree.swap) wish();
}

/** Draws at the next frame, however much comes until then. */
function wish() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(draw);
}

function facts() {
  const best = chain.best;
  if (!best) return;
  const { stale } = chain.counts();
  text($('f-height'), whole(best.h));
  text($('f-stale'), whole(stale));
  text($('f-work'), scaled(best.work) + ' hashes');
  if (best.h > 0) {
    const headline = $('headline');
    if (headline.dataset.hash !== best.hash) {
      headline.dataset.hash = best.hash;
      headline.replaceChildren(h('span', { class: 'name ' + best.miner.css }, titled(best.miner.name)), ` won block ${whole(best.h)}`);
    }
  }
  document.title = `${whole(best.h)} · JackBlockChain`;
}

/** What changes with time alone: once in a tenth of a second, and only text. */
function tick() {
  const best = chain.best;
  if (best && best.h > 0) {
    const since = (Date.now() - (best.at || best.time * 1000)) / 1000;
    text($('f-age'), since < 0 ? '0.0 s' : duration(Math.max(since, 0) < 1 ? Math.round(since * 10) / 10 || .1 : since));
  }
  const status = peers.status;
  if (status) {
    const own = race?.state ? race.state.nodes.reduce((sum, node) => sum + node.hashes_per_second, 0) : status.hashes_per_second;
    text($('f-rate'), scaled(own, 'H/s'));
    text($('f-peers'), whole(status.peers.length));
  }
  wish();
}

function say(words) {
  const now = performance.now();
  if (now - lastSaid < SAY_PAUSE) return;
  lastSaid = now;
  text($('say'), words);
}

const nodeOf = event => event.node ?? 0;

const handlers = {
  block(event) { chain.add({ ...event, live: !replaying }, nodeOf(event)); },
  tip(event) {
    chain.moveTip(event, nodeOf(event));
    if (nodeOf(event) === here) txPage.refresh();
  },
  reorganization(event) { chain.reorganized(event, nodeOf(event)); },
  round(event) { round.add(event, nodeOf(event)); },
  rate(event) {
    const node = nodeOf(event);
    if (race) { networkRate = event.network_hashes_per_second; return; }
    charts.sample({ at: Date.now() / 1000, own: event.hashes_per_second, network: event.network_hashes_per_second });
    if (node === 0 && peers.status) peers.status.hashes_per_second = event.hashes_per_second;
  },
  mempool(event) { pool.add(event, nodeOf(event)); },
  peer() { peers.poll(); },
  race() { race?.poll(); },
  // what was missed is gone, or this is another run with another token
  reset() { location.reload(); },
};

let replaying = true, networkRate, lastEvent;

function listen(from) {
  const source = new EventSource((race ? '/race/events' : '/events') + (from === undefined ? '' : '?last_event_id=' + from));
  source.onopen = () => { $('live').dataset.state = 'live'; text($('live-text'), `${document.body.dataset.network} · live`); };
  source.onerror = () => {
    $('live').dataset.state = 'lost';
    text($('live-text'), 'no connection; trying again');
    // a browser comes back by itself unless it was refused
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(lastEvent), RETRY_PAUSE);
  };
  for (const [type, handle] of Object.entries(handlers)) {
    source.addEventListener(type, message => { lastEvent = message.lastEventId; handle(JSON.parse(message.data)); wish(); });
  }
}

/** What this node has: the newest blocks first, the rest when there is nothing else to do. */
async function load() {
  const first = await json('/blocks.json?limit=' + FIRST_BLOCKS);
  take(first.blocks);
  const status = await json('/status.json');
  peers.status = status;
  peers.dirty = true;
  const tip = { hash: status.tip, height: status.height, chainwork: status.chainwork };
  chain.moveTip(tip, here);
  wish();
  more(first.next);
}

function take(blocks) {
  for (const block of blocks) chain.add({ ...block, live: false }, here);
}

function more(next) {
  if (!next || chain.blocks.size >= ALL_BLOCKS) { chain.settle(); wish(); return; }
  const url = new URL(next, location);
  url.searchParams.set('limit', MORE_BLOCKS);
  const go = async () => {
    const page = await json(url.pathname + url.search);
    take(page.blocks);
    chain.settle();
    wish();
    more(page.next);
  };
  (globalThis.requestIdleCallback ?? setTimeout)(() => go().catch(() => text($('charts-note'), 'The older blocks could not be loaded.')));
}

function route() {
  const [, kind, what, where] = location.hash.match(/^#\/(block|tx|address)\/([^/]+)(?:\/([0-9a-f]{64}))?$/) ?? [];
  $('overview').hidden = Boolean(kind);
  $('detail').hidden = !kind;
  if (kind === 'block') blockPage.show(what);
  else if (kind === 'tx') txPage.show(what, where);
  else if (kind === 'address') addressPage.show(decodeURIComponent(what));
  else {
    drawn = -1;
    tree?.stick();
    if (location.hash.length > 2) document.getElementById(location.hash.slice(1))?.scrollIntoView();
    wish();
  }
}

function go(place) {
  location.hash = place;
  $('query').value = '';
}

/** What a search leads to, or why it leads nowhere. */
async function find(typed) {
  const words = typed.toLowerCase();
  const known = /^\d{1,9}$/.test(words) ? chain.at(Number(words)) : chain.blocks.get(words);
  if (known) return go('#/block/' + known.hash);
  if (/^[0-9a-f]{64}$/.test(words)) {
    const missing = await json(`/tx/${words}.json?limit=1`).then(() => go('#/tx/' + words), failure => failure.message);
    return missing && json(`/block/${words}.json?limit=1`).then(() => go('#/block/' + words), () => `No block has this hash, and ${missing}.`);
  }
  if (/^\d{1,9}$/.test(words)) {
    const blocks = await json(`/blocks.json?limit=1&before=${Number(words) + 1}`).then(page => page.blocks, () => []);
    return blocks[0]?.height === Number(words) ? go('#/block/' + blocks[0].hash) : 'No block has this height.';
  }
  if (typed.length >= 26) return go('#/address/' + encodeURIComponent(typed));
  const found = words.length >= 4 && [...chain.blocks.values()].find(record => record.hash.endsWith(words) || record.hash.startsWith(words));
  return found ? go('#/block/' + found.hash) : 'No block has this height or hash. Transactions and addresses are wanted whole.';
}

async function search(event) {
  event.preventDefault();
  $('query').setCustomValidity('');
  const why = await find($('query').value.trim());
  if (!why) return;
  $('query').setCustomValidity(why);
  $('query').reportValidity();
}

const THEMES = ['system', 'light', 'dark'];
function theme() {
  const root = document.documentElement, button = $('theme');
  const show = () => button.setAttribute('aria-label', `Colours: ${root.dataset.theme ?? 'as the system'}; change`);
  button.addEventListener('click', () => {
    const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? 'system') + 1) % THEMES.length];
    if (next === 'system') delete root.dataset.theme; else root.dataset.theme = next;
    try { localStorage.setItem('jbc-theme', next); } catch { /* not kept */ }
    show();
  });
  show();
}

async function start() {
  theme();
  if (race) await race.load();
  tree = new Tree(chain, names);
  duel = new Duel(chain, names);
  score = new Score(chain, rates);
  round = new Round(chain, names);
  charts = new Charts(chain, names, race ? race.state.interval_seconds : Number(document.body.dataset.interval));
  if (race) round.offer(race.state.nodes, Number(location.port));
  chain.addEventListener('won', ({ detail: { tip } }) => say(`${titled(tip.miner.name)} won block ${tip.h}.`));
  chain.addEventListener('reorganized', ({ detail }) => { if (!replaying) { lastSaid = 0; say(`The chain switched at block ${detail.fork.height}.`); } });
  $('search').addEventListener('submit', search);
  $('query').addEventListener('input', () => $('query').setCustomValidity(''));
  addEventListener('hashchange', route);
  await load();
  for (const node of race?.state.nodes ?? []) chain.moveTip({ hash: node.tip, height: node.height, chainwork: node.chainwork }, node.port);
  route();
  pool.load().catch(() => { /* its events come */ });
  listen(race?.state.events_from);
  setTimeout(() => { replaying = false; }, 1500);
  peers.follow();
  race?.follow();
  setInterval(tick, 100);
  if (race) setInterval(() => {
    round.offer(race.state.nodes, Number(location.port));
    charts.sample({ at: Date.now() / 1000, own: race.state.nodes.reduce((sum, node) => sum + node.hashes_per_second, 0), network: networkRate });
  }, 1000);
  await charts.load();
}

start().catch(failure => { $('live').dataset.state = 'lost'; text($('live-text'), 'the page could not start: ' + failure.message); });
