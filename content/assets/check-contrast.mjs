// Contrast of every pair of colours that meet on our pages, in both themes (WCAG 2.2, 1.4.3 and 1.4.11).
//   node content/assets/check-contrast.mjs        prints the table; exit status 1 when a pair falls short
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// [front, backs, least ratio]: 4.5 for text, 3 for borders of controls, dots and the focus ring.
const PAIRS = [
  ['ink', ['page', 'paper', 'sunken', 'accent-soft', 'ok-soft', 'warn-soft', 'bad-soft', 'info-soft'], 4.5],
  ['ink-soft', ['page', 'paper', 'sunken'], 4.5],
  ['link', ['page', 'paper', 'sunken', 'accent-soft', 'info-soft', 'ok-soft', 'warn-soft', 'bad-soft'], 4.5],
  ['accent', ['page', 'paper', 'accent-soft'], 4.5],
  ['on-accent', ['accent', 'accent-hover'], 4.5],
  ['on-mark', ['mark'], 4.5],
  ['ok', ['page', 'paper', 'ok-soft'], 4.5],
  ['warn', ['page', 'paper', 'warn-soft'], 4.5],
  ['bad', ['page', 'paper', 'bad-soft'], 4.5],
  ['info', ['page', 'paper', 'info-soft'], 4.5],
  ['added', ['added-soft'], 4.5],
  ['removed', ['removed-soft'], 4.5],
  ['line-strong', ['page', 'paper', 'sunken'], 3],
  ['focus', ['page', 'paper', 'sunken', 'accent-soft'], 3],
];

function luminance(hex) {
  const parts = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  const [red, green, blue] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** The colours of both themes, by name: { light: { ink: "#..." }, dark: { ... } }. */
export function themes(css) {
  const colours = (block) => Object.fromEntries([...block.matchAll(/--kb-([\w-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex]));
  return { light: colours(/:root\s*\{([^}]*)\}/.exec(css)[1]), dark: colours(/\[data-theme="dark"\]\s*\{([^}]*)\}/.exec(css)[1]) };
}

export function measured(css) {
  return Object.entries(themes(css)).flatMap(([theme, colours]) =>
    PAIRS.flatMap(([front, backs, least]) => backs.map((back) => ({ theme, front, back, least, ratio: contrast(colours[front], colours[back]) }))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const rows = measured(readFileSync(new URL('./tokens.css', import.meta.url), 'utf8'));
  for (const row of rows) console.log(`${row.ratio < row.least ? 'SHORT' : 'ok   '} ${row.theme.padEnd(6)}${row.front} on ${row.back}: ${row.ratio.toFixed(2)} (${row.least})`);
  process.exitCode = rows.some((row) => row.ratio < row.least) ? 1 : 0;
}
