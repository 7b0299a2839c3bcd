// Speed, as ratios. Every number is measured beside a program that does the same work without kb around it, in the same
// run and in turns, so that a slow or busy machine slows both; the ratio of a row is the median of its rounds.
// Node >= 18, nothing from npm; wrk makes the load on pages. Exit: 0 every bar met, 1 one missed, 2 it could not run.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Server } from '../crash/server.mjs';
import { Writer, settle, signIns } from '../crash/writer.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const BUILD = join(ROOT, 'build/release'), BESIDE = join(BUILD, 'tests/bench'), WORK = join(BUILD, 'bench');
const KB = join(BUILD, 'kb');
const CORPUS = resolve(process.env.KB_CORPUS ?? join(ROOT, '../shared/corpus'));
const CONNECTIONS = 16, WRITERS = 64, SHOWN = 10;
const BUSY_SECONDS = 12; // until every cache is full and memory does not grow any more

class Usage extends Error {}

function options() {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: {
      rounds: { type: 'string', default: '9' }, seconds: { type: 'string', default: '1' } } });
    const o = { rounds: Number(values.rounds), seconds: Number(values.seconds), parts: positionals };
    if (!(o.rounds >= 1 && o.seconds > 0)) throw new Error('--rounds and --seconds must be above 0');
    for (const part of o.parts) if (!parts[part]) throw new Error(`there is no part ${part}`);
    if (!o.parts.length) o.parts = Object.keys(parts);
    return o;
  } catch (e) { throw new Usage(`${e.message}\ntests/bench/run [--rounds N] [--seconds S] [${Object.keys(parts).join(' | ')}]...`); }
}

// ---- Small things ----

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const say = (line) => process.stderr.write(`${line}\n`);
const median = (list) => { const s = [...list].sort((a, b) => a - b), m = s.length >> 1; return s.length % 2 ? s[m] : (s[m - 1] + s[m]) / 2; };

function run(program, args, { env = {}, input } = {}) {
  const r = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env }, input, maxBuffer: 1 << 26 });
  if (r.error || r.status !== 0) throw new Error(`${program} ${args[0] ?? ''}: ${r.error?.message ?? r.stderr}`);
  return r.stdout;
}

// The same, while this process goes on.
function runAside(program, args, env = {}) {
  return new Promise((done, failed) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    let out = '';
    child.stdout.on('data', (bytes) => { out += bytes; });
    child.once('error', failed);
    child.once('close', (code) => (code === 0 ? done(out) : failed(new Error(`${program} ended with ${code}`))));
  });
}

function get(url, headers = {}) {
  return new Promise((done, failed) => {
    http.get(url, { headers, agent: false }, (res) => {
      const bytes = [];
      res.on('data', (part) => bytes.push(part));
      res.on('end', () => done({ status: res.statusCode, headers: res.headers, bytes: Buffer.concat(bytes) }));
    }).once('error', failed);
  });
}

// Requests per second; an answer that is not 200 spoils the measurement.
async function load(url, seconds, { headers = {}, script } = {}) {
  const args = ['-t2', `-c${CONNECTIONS}`, `-d${seconds}s`, '--timeout', '20s'];
  for (const [name, value] of Object.entries(headers)) args.push('-H', `${name}: ${value}`);
  if (script) args.push('-s', script);
  const said = await runAside('wrk', [...args, url]);
  if (/Non-2xx|Socket errors/.test(said)) throw new Error(`answers failed under load:\n${said}`);
  return Number(/Requests\/sec:\s+([\d.]+)/.exec(said)[1]);
}

// Both sides once a round, the other first each time.
async function turns(o, name, kb, beside) {
  const rounds = [];
  for (let i = 0; i < o.rounds; i++) {
    let a, b;
    if (i % 2) { b = await beside(); a = await kb(); } else { a = await kb(); b = await beside(); }
    rounds.push({ kb: a, beside: b });
    say(`${name}: kb ${round(a)}, beside it ${round(b)}`);
  }
  return rounds;
}

// ---- Rows ----

const rows = [];
const round = (n) => (n >= 100 ? n.toFixed(0) : n >= 10 ? n.toFixed(1) : n.toFixed(2));

function judge(part, what, value, bar, more = {}) {
  const met = bar.least !== undefined ? value >= bar.least : value <= bar.most;
  rows.push({ part, what, value, bar: bar.least !== undefined ? `>= ${bar.least}` : `<= ${bar.most}`, met, ...more });
}

function judgeRatio(part, what, unit, rounds, bar) {
  const ratios = rounds.map((r) => r.kb / r.beside);
  judge(part, what, median(ratios), bar, {
    kb: `${round(median(rounds.map((r) => r.kb)))} ${unit}`, beside: `${round(median(rounds.map((r) => r.beside)))} ${unit}`,
    spread: `${round(Math.min(...ratios))} - ${round(Math.max(...ratios))}` });
}

function judgeNumber(part, what, unit, list, bar) {
  judge(part, what, median(list), bar, { kb: `${round(median(list))} ${unit}`, spread: `${round(Math.min(...list))} - ${round(Math.max(...list))}` });
}

function print() {
  const head = ['part', 'what', 'kb', 'beside it', 'ratio', 'rounds', 'bar', ''];
  const cells = rows.map((r) => [r.part, r.what, r.kb, r.beside ?? '-', r.beside ? round(r.value) : '-', r.spread, r.bar, r.met ? 'met' : 'NOT MET']);
  const widths = head.map((h, i) => Math.max(h.length, ...cells.map((c) => c[i].length)));
  for (const line of [head, ...cells]) console.log(line.map((cell, i) => cell.padEnd(widths[i])).join('  ').trimEnd());
}

// ---- A store with the corpus ----

const hash = (...files) => files.reduce((h, f) => h.update(readFileSync(f)), createHash('sha256')).digest('hex');
const serving = (dir, more = {}) => new Server(KB, dir, { log: join(WORK, 'server.log'), ...more });
const IMPORT = ['--apply', '--stage', 'best-practice', '--decision', 'Corpus'];

function needCorpus() {
  if (!existsSync(join(CORPUS, 'index.tsv'))) throw new Usage(`The corpus is not at ${CORPUS}; KB_CORPUS names another place. The parts page, find, import and rest need it; writes does not.`);
}

// The demonstration network, for its people who can sign in, with the corpus beside it; made once for each kb.
async function corpusStore() {
  needCorpus();
  const dir = join(WORK, 'data'), stamp = join(WORK, 'stamp'), now = hash(KB, join(CORPUS, 'index.tsv'));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return dir;
  say('Importing the corpus');
  rmSync(dir, { recursive: true, force: true });
  rmSync(stamp, { force: true });
  const server = serving(dir);
  await server.start();
  await server.stop();
  run(KB, ['import', '--data', dir, ...IMPORT, CORPUS]);
  writeFileSync(stamp, now);
  return dir;
}

// The first answer of an address that is 200; search says 503 until the index was looked at.
async function firstGood(url) {
  for (let tries = 0; tries < 20_000; tries++) {
    const answer = await get(url);
    if (answer.status === 200) return answer;
    if (answer.status !== 503) throw new Error(`${url}: answer ${answer.status}`);
    await sleep(1);
  }
  throw new Error(`${url} stays 503`);
}

async function withServer(server, work, { ready = true } = {}) {
  await server.start();
  try {
    if (ready) await firstGood(`${server.url}/readyz`);
    return await work(server);
  }
  finally {
    const ended = await server.stop();
    if (ended !== 0) say(`kb did not stop cleanly (${ended}); see ${server.log}`);
  }
}

const hitsOf = (html) => [...new Set([...html.matchAll(/href="(\/s\/[^"/#]+)[#"]/g)].map((m) => m[1]))];

// ---- page ----

// Of the ten best for one word, the page of middle length.
async function middlePage(url) {
  const pages = [];
  for (const path of hitsOf((await get(`${url}/zoeken?q=huur`)).bytes.toString()).slice(0, SHOWN))
    pages.push({ path, size: (await get(url + path)).bytes.length });
  return pages.sort((a, b) => a.size - b.size)[pages.length >> 1].path;
}

async function withBare(encoding, file, work) {
  const child = spawn(join(BESIDE, 'bench_page'), [encoding, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.once('close', done));
  const port = await new Promise((done) => child.stdout.once('data', (bytes) => done(Number(bytes))));
  try { return await work(`http://127.0.0.1:${port}/`); }
  finally { child.stdin.end(); await ended; }
}

async function page(o) {
  const dir = await corpusStore();
  await withServer(serving(dir), async ({ url }) => {
    const path = await middlePage(url);
    const writer = new Writer(1);
    writer.at(url);
    await writer.signIn((await signIns(url))[0]);
    const cases = [
      { what: 'signed out', headers: {}, least: 0.7 },
      { what: 'signed out, br', headers: { 'Accept-Encoding': 'br' }, least: 0.7 },
      { what: 'signed in', headers: { Cookie: writer.cookie }, least: 0.4 },
    ];
    for (const c of cases) {
      const answer = await get(url + path, c.headers), file = join(WORK, 'page.bytes');
      if (answer.status !== 200) throw new Error(`${path}: answer ${answer.status}`);
      if (c.headers['Accept-Encoding'] && answer.headers['content-encoding'] !== 'br') throw new Error('no br');
      if (c.headers.Cookie && answer.headers['cache-control'] !== 'no-store') throw new Error('not signed in');
      writeFileSync(file, answer.bytes);
      await withBare(answer.headers['content-encoding'] ?? '', file, async (bare) => {
        const rounds = await turns(o, `page, ${c.what} (${answer.bytes.length} bytes)`, () => load(url + path, o.seconds, c), () => load(bare, o.seconds));
        judgeRatio('page', c.what, 'per s', rounds, { least: c.least });
      });
    }
  });
}

// ---- find ----

// wrk asks the questions in turn; no address comes twice, so that no answer comes from the cache of pages.
function writeScript(questions) {
  const script = join(WORK, 'find.lua');
  const list = questions.map((q) => `  "/zoeken?q=${encodeURIComponent(q).replace(/%20/g, '+')}",`).join('\n');
  writeFileSync(script, `local paths = {\n${list}\n}\nlocal n, tag\nfunction init() tag = tostring({}):gsub("%W", "") .. os.time(); n = tonumber(tag:sub(-9)) end
function request() n = n + 1; return wrk.format("GET", paths[n % #paths + 1] .. "&ronde=" .. tag .. n) end\n`);
  return script;
}

const questionsOfCorpus = () => run('node', [join(ROOT, 'tests/search/evaluate.mjs'), 'questions', CORPUS]).trim().split('\n').map((line) => line.split('\t')[1]);

async function find(o) {
  const dir = await corpusStore();
  run(join(BESIDE, 'bench_find'), ['index', CORPUS, WORK]);
  run(join(BESIDE, 'bench_find'), ['texts', CORPUS, WORK]);
  const all = questionsOfCorpus();
  await withServer(serving(dir), async ({ url }) => {
    const questions = [];
    for (const q of all) {
      const answer = await get(`${url}/zoeken?q=${encodeURIComponent(q)}`);
      if (hitsOf(answer.bytes.toString()).length >= SHOWN) questions.push(q);
    }
    say(`find: ${questions.length} of ${all.length} questions have ten results`);
    const list = join(WORK, 'questions.txt'), script = writeScript(questions);
    writeFileSync(list, questions.map((q) => `${q}\n`).join(''));
    const rounds = await turns(o, 'find', () => load(url, o.seconds, { script }),
      async () => Number(await runAside(join(BESIDE, 'bench_find'), ['find', WORK, list, String(o.seconds)])));
    judgeRatio('find', 'ten results, snippets', 'per s', rounds, { least: 0.5 });
  });
}

// ---- import ----

async function imports(o) {
  needCorpus();
  const rounds = await turns(o, 'import', async () => {
    const dir = mkdtempSync(join(WORK, 'import-'));
    run(KB, ['init', '--data', dir]);
    const began = performance.now();
    run(KB, ['import', '--data', dir, ...IMPORT, CORPUS]);
    const seconds = (performance.now() - began) / 1000;
    rmSync(dir, { recursive: true });
    return seconds;
  }, () => Number(run(join(BESIDE, 'bench_find'), ['index', CORPUS, WORK])));
  judgeRatio('import', 'corpus', 's', rounds, { most: 2.5 });
}

// ---- writes ----

// The drafts are begun here and saved by a program that costs the two cores less than the server does.
async function acknowledged(url, dir, writers, seconds) {
  const list = join(dir, 'savers.tsv');
  writeFileSync(list, writers.map((w) => `${[w.cookie, w.draft, w.csrf, w.version].join('\t')}\n`).join(''));
  const [rate, versions] = (await runAside(join(BESIDE, 'bench_savers'), [new URL(url).port, String(seconds), list])).trim().split('\n');
  versions.split(' ').forEach((version, i) => { writers[i].version = version; });
  return Number(rate);
}

async function write(o, what, env, bar) {
  const dir = mkdtempSync(join(WORK, 'writes-'));
  const writers = Array.from({ length: WRITERS }, (_, n) => new Writer(n + 1));
  await withServer(serving(join(dir, 'data'), { env }), async ({ url }) => {
    await settle(url, writers);
    const rounds = await turns(o, `writes, ${what}`, () => acknowledged(url, dir, writers, o.seconds),
      async () => Number(await runAside(join(BESIDE, 'bench_commits'), [dir, String(o.seconds)], env)));
    judgeRatio('writes', what, 'per s', rounds, bar);
    for (const w of writers) w.agent.destroy();
  });
  rmSync(dir, { recursive: true });
}

async function writes(o) {
  await write(o, '64 writers, syncs 5 ms longer', { LD_PRELOAD: join(BESIDE, 'libbench_slow_sync.so') }, { least: 20 });
  await write(o, '64 writers, bare disk', {}, { least: 0.8 });
}

// ---- rest ----

const residentMiB = (pid) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;

async function rest(o) {
  const dir = await corpusStore();
  const pages = [], searches = [], fresh = [], worked = [];
  let path;
  await withServer(serving(dir), async ({ url }) => { path = await middlePage(url); }); // and this stops it cleanly
  for (let i = 0; i < Math.max(o.rounds, 5); i++) {
    const server = serving(dir), began = performance.now();
    await withServer(server, async ({ url }) => {
      await firstGood(url + path);
      pages.push(performance.now() - began);
      await firstGood(`${url}/zoeken?q=huur`);
      searches.push(performance.now() - began);
      await sleep(1000);
      fresh.push(residentMiB(server.child.pid));
      say(`rest: first page after ${round(pages[i])} ms, first search after ${round(searches[i])} ms, resident ${round(fresh[i])} MiB`);
      if (i) return;
      await load(url, Math.max(o.seconds, BUSY_SECONDS), { script: writeScript(questionsOfCorpus()) });
      await sleep(3000);
      worked.push(residentMiB(server.child.pid));
    }, { ready: false });
  }
  judgeNumber('rest', 'start to first page', 'ms', pages, { most: 50 });
  judgeNumber('rest', 'start to first search', 'ms', searches, { most: 50 });
  judgeNumber('rest', 'resident, after the start', 'MiB', fresh, { most: 64 });
  judgeNumber('rest', 'resident, 3 s after load on search', 'MiB', worked, { most: 64 });
}

// ---- All of it ----

const parts = { page, find, import: imports, writes, rest };

let status = 2;
try {
  const o = options();
  mkdirSync(WORK, { recursive: true });
  for (const part of o.parts) await parts[part](o);
  status = rows.every((r) => r.met) ? 0 : 1;
} catch (e) { console.error(e instanceof Usage ? e.message : e); }
if (rows.length) print();
process.exit(status);
