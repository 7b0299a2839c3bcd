// Builds the files that browsers get:   node content/assets/build.mjs OUTDIR
//
//   app.<hash>.css    tokens, the components we use, our own sheets, paper; minified
//   app.<hash>.js     one script, no dependencies
//   pack.<hash>.css   the papers of a board; as it is, because the maker of PDFs reads it too
//   icon.<hash>.svg   for the tab of the browser;  icons.<hash>.svg  all small icons below each other
//   *.br, *.gz        the same, compressed as small as it gets
//   manifest.tsv      name, file, media type, hash
//   assets_table.c    all of it as a C table (content/assets.h)
//
// The same sources give the same bytes: no dates, no paths, sorted input.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { componentsCss, settled, undefinedNames } from './components.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const MODULES = join(ROOT, 'node_modules');
const SHEETS = ['page.css', 'find.css', 'practice.css', 'write.css', 'account.css', 'ladder.css', 'print.css'];
const BROWSERS = ['chrome109', 'firefox115', 'safari16.4'];
const TYPES = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', svg: 'image/svg+xml' };

function stop(sentence) {
  console.error(`assets: ${sentence}`);
  process.exit(1);
}

const read = (name) => readFileSync(join(HERE, name), 'utf8');

/** Dark for who asks for it: by the system unless the page says light, or by the page; never on paper. */
function withDark(tokens) {
  const found = /\[data-theme="dark"\]\s*\{([^}]*)\}/.exec(tokens);
  if (!found) stop('tokens.css has no block [data-theme="dark"]');
  const dark = `@media screen and (prefers-color-scheme: dark) { :root:not([data-theme="light"]) {${found[1]}} }
@media screen { :root[data-theme="dark"] {${found[1]}} }`;
  return tokens.replace(found[0], dark);
}

/** All icons in one file, below each other; a class per icon says how far down. */
function iconSheet() {
  const names = readdirSync(join(HERE, 'icons')).filter((name) => name.endsWith('.svg')).sort();
  const inner = names.map((name, index) => {
    const [, attributes, body] = /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(read(`icons/${name}`));
    const look = attributes.replace(/\s(xmlns|viewBox)="[^"]*"/g, '');
    return `<g transform="translate(0 ${24 * index})"${look}>${body.trim()}</g>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 ${24 * names.length}" width="24" height="${24 * names.length}">${inner.join('')}</svg>\n`;
  const css = names.map((name, index) => {
    const at = `0 ${-1.25 * index}em`;
    return `.kb-icon--${name.slice(0, -4)} { -webkit-mask-position: ${at}; mask-position: ${at}; }`;
  });
  return { svg, css: css.join('\n') };
}

async function minified(esbuild, source, loader) {
  const { code } = await esbuild.transform(source, { loader, minify: true, target: BROWSERS, legalComments: 'none' });
  return code;
}

async function style(esbuild, icons, iconsFile) {
  const tokens = withDark(read('tokens.css'));
  const components = settled(componentsCss(read('sample.html'), MODULES), tokens);
  const whole = [tokens, components, ...SHEETS.map(read), icons.css].join('\n');
  const missing = undefinedNames(whole);
  if (missing.length) stop(`tokens.css gives no value to: ${missing.join(', ')}`);
  const licence = '/*! Holds components of the NL Design System (Frameless, Gemeente Utrecht), EUPL-1.2 */\n';
  return licence + (await minified(esbuild, whole, 'css')).replaceAll('icons.svg', iconsFile);
}

async function script(esbuild) {
  const made = await esbuild.build({ entryPoints: [join(HERE, 'app.js')], bundle: true, write: false, minify: true, format: 'iife', charset: 'utf8', target: BROWSERS, legalComments: 'none' });
  return made.outputFiles[0].text;
}

function fileOf(name, content) {
  const bytes = Buffer.from(content);
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const dot = name.lastIndexOf('.');
  const file = `${name.slice(0, dot)}.${hash}${name.slice(dot)}`;
  const smaller = (packed) => (packed.length < bytes.length ? packed : null);
  const br = smaller(brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  const gzip = smaller(gzipSync(bytes, { level: 9 }));
  return { name, file, hash, type: TYPES[name.slice(dot + 1)], bytes, br, gzip };
}

/** The table of content/assets.h. Bytes go out as numbers: a string literal has a limit that C promises (4095). */
function cTable(files) {
  const out = ['/* Made by content/assets/build.mjs. */', '#include "content/assets.h"', '', 'extern const struct asset asset__table[];', 'extern const size_t asset__count;', ''];
  const body = (file, index, coding, bytes) => {
    if (!bytes) return '{NULL, 0, NULL}';
    out.push(`static const unsigned char ${coding}_${index}[] = {`);
    for (let at = 0; at < bytes.length; at += 40) out.push(`${[...bytes.subarray(at, at + 40)].join(',')},`);
    out.push('};');
    return `{${coding}_${index}, sizeof ${coding}_${index}, "\\"${file.hash}${coding === 'identity' ? '' : `-${coding}`}\\""}`;
  };
  const rows = files.map((file, index) => {
    const bodies = [['identity', file.bytes], ['br', file.br], ['gzip', file.gzip]].map(([coding, bytes]) => body(file, index, coding, bytes));
    return `    {"${file.name}", "/static/${file.file}", "${file.type}", ${bodies.join(', ')}},`;
  });
  return [...out, 'const struct asset asset__table[] = {', ...rows, '};', `const size_t asset__count = ${files.length};`, ''].join('\n');
}

function save(outdir, files) {
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  for (const file of files) {
    writeFileSync(join(outdir, file.file), file.bytes);
    if (file.br) writeFileSync(join(outdir, `${file.file}.br`), file.br);
    if (file.gzip) writeFileSync(join(outdir, `${file.file}.gz`), file.gzip);
  }
  writeFileSync(join(outdir, 'manifest.tsv'), files.map((file) => [file.name, file.file, file.type, file.hash].join('\t')).join('\n') + '\n');
  writeFileSync(join(outdir, 'assets_table.c'), cTable(files));
}

export async function buildAssets(outdir) {
  if (!existsSync(join(MODULES, '@utrecht')) || !existsSync(join(MODULES, 'esbuild')))
    stop('the npm packages are not there. Run `npm ci` in the folder of the sources (./dev does that by itself).');
  const esbuild = await import('esbuild');
  const icons = iconSheet();
  const sheet = fileOf('icons.svg', icons.svg);
  const css = fileOf('app.css', await style(esbuild, icons, sheet.file));
  const js = fileOf('app.js', await script(esbuild));
  const files = [css, js, fileOf('icon.svg', read('icon.svg')), sheet, fileOf('pack.css', read('pack.css'))];
  save(outdir, files);
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.length !== 3) stop('say where: node content/assets/build.mjs OUTDIR');
  await buildAssets(process.argv[2]);
}
