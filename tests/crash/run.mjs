// Nothing that was acknowledged may be lost.
//
// 64 writers save over HTTP while the server is killed (kill -9) at a random moment; it starts again on the same data,
// and every writer looks whether its last acknowledged save is there. --power cuts the power of the disk instead, first
// as the program runs (synchronous=FULL: nothing may be lost), then with --sync-normal (synchronous=NORMAL), which must
// lose some: else this harness could not see a loss. --blind is the control that needs no disk: acknowledgements are
// made up for saves whose answer never came, and that must be seen too.
//
// Exit: 0 all rounds ran and nothing was lost (and a control was seen); 1 something was lost, or a control lost nothing,
// or the program misbehaved; 2 wrong use, or this machine cannot rehearse it. Never "passed" for what did not run.
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Disk, NoDisk } from './power.mjs';
import { Server } from './server.mjs';
import { Writer, settle } from './writer.mjs';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const HELP = `tests/crash/run [--kills N] [--writers N] [--seed N] [--power | --blind] [--kb PROGRAM] [--ledger FILE]
  --kills N    rounds (100; with --power 40 of each sort)      --writers N  at the same time (64)
  --seed N     of the random moments                           --power      cut the power of a loop disk (root)
  --blind      made-up acknowledgements: must be seen as lost   --keep       leave the data directory`;

class Usage extends Error {}
class Wrong extends Error {} // the program did what it may not do

function options() {
  let values;
  try {
    ({ values } = parseArgs({ options: {
      kills: { type: 'string' }, writers: { type: 'string', default: '64' }, seed: { type: 'string' },
      kb: { type: 'string', default: join(ROOT, 'build/release/kb') }, power: { type: 'boolean' }, blind: { type: 'boolean' },
      ledger: { type: 'string', default: join(ROOT, 'build/crash-ledger.tsv') }, keep: { type: 'boolean' },
    } }));
  } catch (e) { throw new Usage(e.message); }
  const whole = (name, otherwise) => {
    const n = values[name] === undefined ? otherwise : Number(values[name]);
    if (!Number.isSafeInteger(n) || n < 1) throw new Usage(`--${name} must be a whole number above 0`);
    return n;
  };
  const kills = whole('kills', values.power ? 40 : 100), seed = whole('seed', 1 + Math.floor(Math.random() * 2 ** 31));
  if (!existsSync(values.kb)) throw new Usage(`there is no program at ${values.kb}: ./dev build`);
  if (values.power && values.blind) throw new Usage('--power or --blind, not both');
  return { ...values, kb: resolve(values.kb), ledger: resolve(values.ledger), kills, writers: whole('writers'), seed };
}

// mulberry32: the same moments for the same seed.
function random(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// After a restart: what is there against what was promised. A loss is counted and then accepted, so that it counts once.
async function check(server, writers, { control, tell }) {
  let lost = 0;
  for (const writer of writers) {
    writer.at(server.url);
    const found = await writer.read();
    if (found !== null && found > writer.sent) throw new Wrong(`writer ${writer.n}: ${writer.seen} was never sent`);
    if (found === null || found < writer.acked) {
      lost += writer.acked - (found ?? 0);
      if (!control) tell(`LOST: writer ${writer.n} was promised step ${writer.acked}, there is ${writer.seen}`);
    }
    if (found === null && !control) throw new Wrong(`writer ${writer.n}: the draft or the session is gone`);
    writer.gone = found === null;
    writer.acked = writer.sent = found ?? 0;
  }
  const gone = writers.filter((w) => w.gone);
  if (gone.length) await settle(server.url, gone);
  return lost;
}

// One series of rounds on one data directory.
async function series(o, { name, dir, disk, flags = [], control = false, blind = false }) {
  const tell = (line) => console.log(`${name}: ${line}`);
  const next = random(o.seed), began = Date.now();
  const server = new Server(o.kb, dir, { log: join(o.scratch, `${name}.log`), flags });
  const writers = Array.from({ length: o.writers }, (_, n) => new Writer(n + 1));
  const total = { name, kills: 0, acked: 0, lost: 0, rounds: 0 };
  Object.assign(o, { server, total });
  await server.start();
  await settle(server.url, writers);
  disk?.sync();
  while (total.kills < o.kills) {
    let broken = false;
    const work = writers.map((w) => w.writeUntilGone(() => broken));
    const trouble = Promise.all(work).then(() => null, (e) => e);
    const early = await Promise.race([trouble.then((e) => e ?? new Wrong('the server ended by itself')), sleep(30 + next() * 700)]);
    if (early) throw early;
    if (disk) { broken = true; disk.cut(); await sleep(20); }
    if (!(await server.kill()) && !disk) throw new Wrong(`the server ended by itself (${server.how})`);
    const why = await trouble;
    if (why) throw why;
    if (disk) { disk.unmount(); disk.mount(); }
    if (blind) for (const w of writers) w.acked = w.sent;
    await server.start();
    const lost = await check(server, writers, { control, tell });
    const verified = await server.verify();
    if (verified) throw new Wrong(`kb verify after kill ${total.kills + 1}: ${verified}`);
    total.kills++;
    total.lost += lost;
    total.rounds += lost > 0;
    disk?.sync();
    if (total.kills % 10 === 0) tell(`${total.kills} of ${o.kills}`);
  }
  total.acked = writers.reduce((sum, w) => sum + w.count, 0);
  const ended = await server.stop();
  if (ended !== 0) throw new Wrong(`after the last round the server did not stop cleanly (${ended})`);
  total.seconds = Math.round((Date.now() - began) / 1000);
  return report(o, total, control);
}

// One line a series; one that broke off is written down too, without a count of losses.
function write(o, t, result) {
  if (!existsSync(o.ledger)) {
    mkdirSync(dirname(o.ledger), { recursive: true });
    appendFileSync(o.ledger, 'when\tsort\tseed\tkills\twriters\tacknowledged\tlost\trounds_with_loss\tseconds\tresult\n');
  }
  appendFileSync(o.ledger, [new Date().toISOString(), t.name, o.seed, t.kills, o.writers, t.acked, t.lost, t.rounds, t.seconds,
    result].join('\t') + '\n');
}

function report(o, t, control) {
  const good = t.acked > 0 && (control ? t.lost > 0 : t.lost === 0);
  console.log(`${t.name}: seed ${o.seed}, kills ${t.kills}, writers ${o.writers}, acknowledged writes ${t.acked}, lost ${t.lost}` +
    ` (in ${t.rounds} rounds), ${t.seconds} s: ${good ? (control ? 'losses are seen, as they must be' : 'nothing lost') : control ? 'NO LOSS SEEN: this harness is blind' : 'LOST'}`);
  write(o, t, good ? 'as it must be' : 'WRONG');
  return good;
}

async function onDisk(o, name, more) {
  const disk = new Disk(o.scratch, name);
  disk.make();
  o.disk = disk;
  const good = await series(o, { name, dir: join(disk.mountPoint, 'data'), disk, ...more });
  disk.close();
  return good;
}

async function rehearse(o) {
  if (o.blind) return series(o, { name: 'blind', dir: join(o.scratch, 'data'), control: true, blind: true });
  if (!o.power) return series(o, { name: 'kill', dir: join(o.scratch, 'data') });
  const full = await onDisk(o, 'power-full', {});
  const normal = await onDisk(o, 'power-normal', { flags: ['--sync-normal'], control: true });
  return full && normal;
}

let o = {}, status = 1;
try {
  o = options();
  o.scratch = mkdtempSync(join(process.env.TMPDIR ?? tmpdir(), 'kb-crash-'));
  console.log(`seed ${o.seed}`);
  status = (await rehearse(o)) ? 0 : 1;
} catch (e) {
  if (e instanceof Usage) { console.error(`${e.message}\n${HELP}`); status = 2; }
  else if (e instanceof NoDisk) { console.error(`not done: this machine has no disk whose power can be cut (${e.message})`); status = 2; }
  else { console.error(e instanceof Wrong ? `WRONG: ${e.message}` : e); console.error(`what the server said: ${o.scratch}`); o.keep = true;
    if (o.total) write(o, { ...o.total, lost: '?', seconds: '?' }, 'BROKE OFF'); }
} finally {
  if (o.server && !o.server.dead) await o.server.kill();
  if (o.disk?.loop) o.disk.close();
  if (o.scratch && !o.keep) rmSync(o.scratch, { recursive: true, force: true });
}
process.exit(status);
