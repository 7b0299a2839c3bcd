// The sheet as a whole: contrast, the list of classes, size, and that the same sources give the same bytes.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { buildAssets } from '../../content/assets/build.mjs';
import { contrast, measured } from '../../content/assets/check-contrast.mjs';
import { classesOf, prune, settled, undefinedNames } from '../../content/assets/components.mjs';

const read = (path) => readFileSync(new URL(`../../content/${path}`, import.meta.url), 'utf8');
// The papers of a board have a sheet of their own.
const paper = [...read('assets/pack.css').matchAll(/\.(kb-pack__[\w-]+)/g)].map((match) => match[1]);
const sample = new Set([...classesOf(read('assets/sample.html')), ...paper]);

test('every pair of colours that meet has enough contrast in both themes', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  const rows = measured(read('assets/tokens.css'));
  assert.ok(rows.length > 60 && rows.every((row) => row.ratio > 0));
  assert.deepEqual(rows.filter((row) => row.ratio < row.least), []);
});

test('templates use only classes that stand on the sample', () => {
  const folder = new URL('../../content/templates/', import.meta.url);
  const unknown = readdirSync(folder).filter((name) => name.endsWith('.html')).flatMap((name) => {
    const page = readFileSync(new URL(name, folder), 'utf8').replace(/\{\{(?:if|else|end|each)\b[^}]*\}\}/g, ' ');
    const names = [...page.matchAll(/\sclass="([^"]*)"/g)].flatMap(([, value]) => value.split(/\s+/)).filter((one) => one && !one.includes('{{'));
    return names.filter((one) => !sample.has(one)).map((one) => `${name}: ${one}`);
  });
  assert.deepEqual([...new Set(unknown)], []);
});

test('every class of our own sheets stands on the sample', () => {
  const sheets = ['page', 'find', 'practice', 'write', 'print'].map((name) => read(`assets/${name}.css`)).join('\n').replace(/\/\*[\s\S]*?\*\//g, '');
  const names = new Set([...sheets.matchAll(/\.((?:kb|md|utrecht)-[\w-]+)/g)].map((match) => match[1]));
  const rendererMayWrite = ['md-center', 'md-level-4', 'md-level-5', 'md-level-6'];
  assert.deepEqual([...names].filter((name) => !sample.has(name) && !rendererMayWrite.includes(name)), []);
});

test('what a component reads has a value', () => {
  assert.deepEqual(undefinedNames('.a { color: var(--x); --y: var(--z); margin: var(--w, 0) } @media print { .b { color: var(--v) } }'), ['--v', '--x']);
});

test('a component keeps only the rules for elements of the sample', () => {
  const css = '.utrecht-a{x:1}.utrecht-a--big,.utrecht-a:hover{x:2}.utrecht-a.utrecht-b{x:3}@media print{.utrecht-c{x:4}}';
  assert.equal(prune(css, [new Set(['utrecht-a'])]), '.utrecht-a{x:1}\n.utrecht-a:hover{x:2}\n');
});

test('a detour along a variable without a value is taken out, one with a value stays', () => {
  assert.equal(settled('.a{color:var(--none, var(--set, red))}', ':root{--set: blue}'), '.a{color:var(--set)}');
  assert.equal(settled('.a{color:var(--_state, red)}.a--on{--_state:blue}', ''), '.a{color:var(--_state, red)}.a--on{--_state:blue}');
});

test('the same sources give the same bytes, and not many', async () => {
  const out = mkdtempSync(join(tmpdir(), 'kb-style-'));
  try {
    const once = await buildAssets(join(out, 'a'));
    const again = await buildAssets(join(out, 'b'));
    assert.deepEqual(once.map((file) => file.file), again.map((file) => file.file));
    assert.deepEqual(readdirSync(join(out, 'a')), readdirSync(join(out, 'b')));
    const size = Object.fromEntries(once.map((file) => [file.name, [file.bytes.length, file.br.length]]));
    assert.ok(size['app.css'][0] < 74_000 && size['app.css'][1] < 12_000, `app.css ${size['app.css']}`);
    assert.ok(size['app.js'][0] < 25_000, `app.js ${size['app.js']}`);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
});
