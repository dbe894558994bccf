// Small things that everybody here needs. Strangers' words only ever become text nodes.

export const $ = id => document.getElementById(id);

const SVG = 'http://www.w3.org/2000/svg';

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return node;
}

/** An HTML element; an attribute `onclick` is a listener. */
export const h = (name, attributes, ...children) => build(document.createElement(name), attributes, children);

/** An SVG element. */
export const s = (name, attributes, ...children) => build(document.createElementNS(SVG, name), attributes, children);

/** Sets text only where it changed, so that nothing is laid out again for nothing. */
export function text(node, value) {
  if (node.textContent !== value) node.textContent = value;
}

const WHOLE = new Intl.NumberFormat('en-GB');
export const whole = n => WHOLE.format(n);

const UNITS = ['', ' k', ' M', ' G', ' T', ' P', ' E', ' Z', ' Y'];

/** Three digits or four, with a unit: the width stays about the same. */
export function scaled(n, unit = '') {
  if (!Number.isFinite(n)) return '–';
  let step = 0;
  while (Math.abs(n) >= 999.5 && step < UNITS.length - 1) { n /= 1000; step++; }
  const digits = step === 0 && Number.isInteger(n) ? 0 : n >= 99.95 ? 0 : n >= 9.995 ? 1 : 2;
  return n.toFixed(digits) + (unit ? (UNITS[step] || ' ') + unit : UNITS[step]);
}

export const percent = share => (100 * share).toFixed(share >= .0995 ? 0 : 1) + ' %';

export function duration(seconds) {
  if (!Number.isFinite(seconds)) return '–';
  if (seconds < .001) return '< 1 ms';
  if (seconds < 1) return Math.round(seconds * 1000) + ' ms';
  if (seconds < 60) return seconds.toFixed(1) + ' s';
  if (seconds < 3600) return Math.floor(seconds / 60) + ' min ' + Math.floor(seconds % 60) + ' s';
  if (seconds < 86400) return Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min';
  return Math.floor(seconds / 86400) + ' d ' + Math.floor(seconds % 86400 / 3600) + ' h';
}

export const plural = (n, word) => whole(n) + ' ' + word + (n === 1 ? '' : 's');

const COIN = 1e8;
/** An amount, from the smallest unit. */
export const coins = units => (Number(units) / COIN).toFixed(8);

export const clock = seconds => new Date(seconds * 1000).toLocaleString('en-GB',
  { dateStyle: 'medium', timeStyle: 'medium' });

/** The first digits that are not zero: those before say nothing. */
export const shortHash = hash => '…' + hash.slice(-8);

/** Wilson's interval for a share: where the true one is, in 19 of 20 cases. */
export function wilson(wins, total) {
  if (!total) return [0, 1];
  const z = 1.96, p = wins / total, d = 1 + z * z / total;
  const middle = (p + z * z / (2 * total)) / d;
  const half = z * Math.sqrt(p * (1 - p) / total + z * z / (4 * total * total)) / d;
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

export const still = matchMedia('(prefers-reduced-motion: reduce)');

export const meta = name => document.querySelector(`meta[name="${name}"]`)?.content;

/** JSON from this server. What goes wrong is an Error with the server's own words. */
export async function json(path, options) {
  const answer = await fetch(path, options);
  const type = answer.headers.get('content-type') ?? '';
  const body = type.includes('json') ? await answer.json() : {};
  if (!answer.ok) throw new Error(body.detail ?? body.error ?? `${answer.status} ${answer.statusText}`);
  return body;
}
