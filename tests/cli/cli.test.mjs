// The contract of the command line, as a script that depends on it would see it: what goes to which stream, what stays
// on disk, and exit codes: 0 done, 1 refused or found wrong, 2 usage.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync, writeSync, closeSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';

const KB = resolve(process.env.KB_PROGRAM ?? 'build/dev/kb');
const root = mkdtempSync(join(tmpdir(), 'kb-cli-'));
chmodSync(root, 0o755);
after(() => rmSync(root, { recursive: true, force: true }));

let places = 0;
const place = () => join(root, `place-${++places}`);

function kb(args, { input = '' } = {}) {
  const done = spawnSync(KB, args, { input, encoding: 'utf8', timeout: 60_000 });
  assert.equal(done.signal, null, `kb ${args.join(' ')} ended by ${done.signal}\n${done.stderr}`);
  return { code: done.status, out: done.stdout, err: done.stderr };
}

/* As the owner of `dir` who is not root, for whom rights count. */
function kbAsOwner(dir, args) {
  const root = process.getuid() === 0, id = root ? 65534 : process.getuid();
  if (root) for (const path of ['', ...readdirSync(dir, { recursive: true })]) chownSync(join(dir, path), id, id);
  const done = spawnSync(KB, args, { encoding: 'utf8', timeout: 60_000, ...(root ? { uid: id, gid: id } : {}) });
  return { code: done.status, out: done.stdout, err: done.stderr };
}

function did(args, more) {
  const answer = kb(args, more);
  assert.equal(answer.code, 0, `kb ${args.join(' ')}\n${answer.out}${answer.err}`);
  return answer.out;
}

/* Refused in one clear line: no stack, no SQL, nothing but what a person can act on. */
function refuses(args, pattern, more) {
  const answer = kb(args, more);
  assert.equal(answer.code, 1, `kb ${args.join(' ')}\n${answer.out}${answer.err}`);
  assert.match(answer.err, pattern);
  assert.equal(answer.err.trim().split('\n').length, 1, answer.err);
  assert.doesNotMatch(answer.err, /SELECT|INSERT|\.c:\d|Sanitizer/);
}

function store() {
  const dir = place();
  did(['init', '--data', dir]);
  return dir;
}

const TEXTS = {
  'een.md': '---\ntitle: Huurverhoging bezwaar\nsummary: Maak bezwaar binnen zes weken.\ndate: 2025-03-01\n---\n\n# Huurverhoging\n\nDe huurder maakt bezwaar.\n',
  'map/twee.md': '# Schulden\n\nTekst over schulden en een betalingsregeling.\n',
};

function folder(texts = TEXTS) {
  const dir = place();
  for (const [path, words] of Object.entries(texts)) {
    mkdirSync(join(dir, path, '..'), { recursive: true });
    writeFileSync(join(dir, path), words);
  }
  return dir;
}

const ADOPTED = ['--apply', '--stage', 'best-practice', '--decision', 'Bestuursbesluit van 1 maart'];

function filled() {
  const dir = store();
  did(['import', '--data', dir, ...ADOPTED, folder()]);
  return dir;
}

const batch = (dir, lines) => {
  const file = place();
  writeFileSync(file, lines);
  return did(['search', '--data', dir, '--batch', file]);
};

async function serving(dir, use, flags = ['--port', '0'], where = {}) {
  const server = spawn(KB, ['serve', '--data', dir, ...flags], { stdio: ['ignore', 'pipe', 'pipe'], ...where });
  let said = '';
  const address = new Promise((resolve, reject) => {
    const take = (chunk) => {
      said += chunk;
      const found = said.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (found) resolve(found[0]);
    };
    server.stdout.on('data', take);
    server.stderr.on('data', take);
    server.on('exit', () => reject(new Error(said)));
  });
  try {
    await use(await address);
  } finally {
    const gone = server.exitCode === null ? once(server, 'exit') : null;
    server.kill('SIGTERM');
    await gone;
  }
}

test('init makes a valid empty store, and once more changes nothing', () => {
  const dir = store();
  const before = readFileSync(join(dir, 'kb.db'));
  did(['init', '--data', dir]);
  assert.deepEqual(readFileSync(join(dir, 'kb.db')), before);
  assert.equal(statSync(join(dir, 'kb.db')).mode & 0o077, 0, 'others may read the store');
  did(['verify', '--data', dir]);
});

test('a search in an empty store finds nothing and is no mistake', () => {
  assert.match(did(['search', '--data', store(), 'huur']), /^0 found/m);
});

test('every command tells its flags on standard output', () => {
  for (const line of kb(['help']).out.matchAll(/^  kb (\w+)/gm)) {
    const answer = kb([line[1], '--help']);
    assert.equal(answer.code, 0);
    assert.match(answer.out, new RegExp(`usage: kb ${line[1]}`));
    assert.equal(answer.err, '');
    assert.doesNotMatch(answer.out, /^  --\w*_/m, 'flags are told as the README writes them');
  }
  assert.equal(kb(['user', 'add', '--help']).code, 0);
});

test('wrong use is 2, told on standard error', () => {
  const dir = store();
  const wrong = [[], ['nonsense'], ['search', '--data', dir], ['search', '--data', dir, '--limit', 'x', 'huur'],
    ['search', '--data', dir, '--format', 'xml', 'huur'], ['search', '--data', dir, '--nonsense', 'huur'],
    ['user', 'add', '--data', dir], ['import', '--data', dir]];
  for (const args of wrong) {
    const answer = kb(args);
    assert.equal(answer.code, 2, args.join(' '));
    assert.equal(answer.out, '');
    assert.notEqual(answer.err, '');
  }
});

test('a command that takes flags only refuses a directory that was meant for --data', () => {
  const dir = store();
  for (const command of ['init', 'serve', 'reindex', 'verify', 'tick', 'register', 'routes', 'doctor']) {
    const answer = kb([command, dir]);
    assert.equal(answer.code, 2, command);
    assert.match(answer.err, /takes no arguments/);
    assert.equal(answer.out, '');
  }
});

test('a data directory that is not there is told, with the way out', () => {
  for (const command of ['search', 'verify', 'reindex'])
    refuses([command, '--data', place(), ...(command === 'search' ? ['huur'] : [])], /kb init/);
});

test('an import is a dry run until it is told to write', () => {
  const dir = store(), texts = folder();
  assert.match(did(['import', '--data', dir, texts]), /Dry run, nothing is written: 2 taken/);
  assert.match(did(['search', '--data', dir, 'huurverhoging']), /^0 found/m);
  assert.match(did(['import', '--data', dir, ...ADOPTED, texts]), /2 taken/);
  assert.match(did(['search', '--data', dir, 'huurverhoging']), /^1 found/m);
});

test('an import says which working groups there are, where texts without one went, and what to do when it refuses', () => {
  const dir = store(), texts = folder();
  const into = ['import', '--data', dir, '--apply', '--group', 'Huur en wonen', texts];
  refuses(into, /there is no working group "Huur en wonen"; kb group add "NAME" makes one; there is none yet/);
  did(['group', 'add', '--data', dir, 'Schulden']);
  refuses(into, /makes one; there is "Schulden"$/m);
  assert.match(did(['import', '--data', dir, texts]), /2 of them name no working group and would stand in "Import"\. --group NAME/);
  assert.match(did(['import', '--data', dir, '--apply', texts]), /2 of them name no working group and stand in "Import"\. .*Beheer > Werkgroepen/);
  did(['group', 'add', '--data', dir, 'Huur en wonen']);
  const again = kb(into);
  assert.equal(again.code, 1);
  assert.match(again.out, /source: other-group \(it stands in the working group that it was taken into before; .*Beheer > Werkgroepen/);
  assert.match(kb(['import', '--data', dir, '--apply', '--stage', 'best-practice', folder({ 'x.md': 'Tekst.' })]).out, /decision: required \(--decision TEXT/);
  assert.doesNotMatch(did(['import', '--data', dir, '--apply', '--group', 'Huur en wonen', folder({ 'y.md': 'Tekst.' })]), /name no working group/);
});

test('an import takes every way in which Markdown is named, and says when there is none', () => {
  const dir = store(), texts = folder({ 'EEN.MD': 'Een tekst.\n', 'map/twee.markdown': 'Nog een tekst.\n', 'drie.txt': 'Geen.\n' });
  const report = JSON.parse(did(['import', '--data', dir, '--json', texts]));
  assert.deepEqual(report.files.map((file) => [file.source, file.title]), [['EEN.MD', 'EEN'], ['map/twee.markdown', 'twee']]);
  for (const how of [[], ['--json'], ['--apply']])
    refuses(['import', '--data', dir, ...how, folder({ 'drie.txt': 'Geen.\n' })], /no Markdown \(\.md or \.markdown\) was found/);
});

test('an import names the slug that it does not know', () => {
  const dir = store(), texts = folder({ 'a.md': '---\nfields: [huurrecht-x]\n---\nTekst.\n', 'b.md': '---\napplies: atlantis\n---\nTekst.\n' });
  for (const how of [[], ['--apply']]) {
    const answer = kb(['import', '--data', dir, ...how, texts]);
    assert.equal(answer.code, 1);
    assert.match(answer.out, /a\.md {2}fields: not-a-choice; there is no legal field "huurrecht-x"/);
    assert.match(answer.out, /b\.md {2}applies: not-a-choice; there is no location "atlantis"/);
  }
});

test('an import of the same folder again changes nothing, and of a changed file that file alone', () => {
  const dir = store(), texts = folder();
  did(['import', '--data', dir, ...ADOPTED, texts]);
  assert.match(did(['import', '--data', dir, ...ADOPTED, texts]), /0 taken, 0 changed, 2 unchanged/);
  writeFileSync(join(texts, 'map/twee.md'), '# Schulden\n\nEen andere tekst over beslag.\n');
  assert.match(did(['import', '--data', dir, ...ADOPTED, texts]), /0 taken, 1 changed, 1 unchanged/);
  assert.match(did(['search', '--data', dir, 'beslag']), /^1 found/m);
});

test('one bad file never stops the rest, and the report names it', () => {
  const dir = store();
  const texts = folder({ ...TEXTS, 'slecht.md': Buffer.from([0x78, 0xff, 0xfe]) });
  const answer = kb(['import', '--data', dir, '--json', ...ADOPTED, texts]);
  assert.equal(answer.code, 1);
  const report = JSON.parse(answer.out);
  assert.deepEqual([report.applied, report.taken, report.refused], [true, 2, 1]);
  const bad = report.files.find((f) => f.fate === 'refused');
  assert.equal(bad.source, 'slecht.md');
  assert.deepEqual(bad.why.items, [{ field: 'file', reason: 'not-utf8' }]);
  assert.match(did(['search', '--data', dir, 'schulden']), /^1 found/m);
});

test('a best practice is imported only with the decision that made it one', () => {
  const dir = store();
  const answer = kb(['import', '--data', dir, '--apply', '--stage', 'best-practice', folder()]);
  assert.equal(answer.code, 1);
  assert.match(answer.out, /decision: required/);
  assert.match(did(['search', '--data', dir, 'huurverhoging']), /^0 found/m);
});

test('a batch prints id, rank, source and score, and nothing else', () => {
  const dir = filled();
  const rows = batch(dir, 'q1\thuurverhoging\nq2\tschulden\nq3\tzzzzqqq\n').trim().split('\n').map((row) => row.split('\t'));
  assert.deepEqual(rows.map((r) => r.slice(0, 3)), [['q1', '1', 'een.md'], ['q2', '1', 'map/twee.md']]);
  for (const row of rows) assert.ok(row.length === 4 && Number(row[3]) > 0, row.join(' '));
});

test('one question is answered as text, JSON or rows', () => {
  const dir = filled();
  const json = JSON.parse(did(['search', '--data', dir, '--format', 'json', 'huurverhoging']));
  assert.equal(json.total, 1);
  assert.equal(json.hits[0].source, 'een.md');
  assert.equal(json.hits[0].brief, 'Maak bezwaar binnen zes weken.');
  assert.match(did(['search', '--data', dir, '--format', 'tsv', 'huurverhoging']), /^1\teen\.md\t\d+\.\d+\n$/);
  assert.match(did(['search', '--data', dir, 'huurverhoging']), /1\. Huurverhoging bezwaar/);
});

test('drafts of others are not found, not even from the command line', () => {
  const dir = store();
  did(['import', '--data', dir, '--apply', folder()]);
  assert.match(did(['search', '--data', dir, 'huurverhoging']), /^0 found/m);
});

test('a person is added, given a role, listed and closed; the password comes from standard input', () => {
  const dir = store(), sign_in = 'an@example.org';
  did(['user', 'add', '--data', dir, '--name', 'An de Boer', '--password', sign_in], { input: 'vier losse woorden hier\n' });
  did(['user', 'role', '--data', dir, sign_in, 'editor@network']);
  const list = did(['user', 'list', '--data', dir]);
  assert.match(list, /an@example\.org/);
  assert.match(list, /editor@network/);
  assert.doesNotMatch(list, /vier losse/);
  did(['user', 'disable', '--data', dir, sign_in]);
  refuses(['user', 'disable', '--data', dir, 'niemand@example.org'], /./);
});

test('who or what is not known is named, and which roles there are', () => {
  const dir = store();
  did(['user', 'add', '--data', dir, 'an@example.org']);
  for (const verb of [['disable', 'nie@example.org'], ['role', 'nie@example.org', 'editor@network'], ['reset-second-factor', 'nie@example.org']])
    refuses(['user', verb[0], '--data', dir, ...verb.slice(1)], /sign_in: not-known; nobody signs in as "nie@example\.org"/);
  refuses(['search', '--data', dir, '--as', 'nie@example.org', 'huur'], /nobody signs in as "nie@example\.org"/);
  refuses(['user', 'role', '--data', dir, 'an@example.org', 'baas@network'], /role: not-a-choice; a role is participant, member, lead, .*editor.*, administrator$/m);
  refuses(['user', 'role', '--data', dir, 'an@example.org', 'lead@club:x'], /scope_kind: not-a-choice; .*group, location, network/);
  refuses(['user', 'role', '--data', dir, 'an@example.org', 'lead@group:x'], /scope: not-a-choice; there is no such thing in "lead@group:x"/);
  assert.equal(did(['location', 'add', '--data', dir, 'Den Haag']), 'den-haag\n');
  assert.equal(did(['location', 'add', '--data', dir, '--slug', 'zee', 'Zeeland']), 'zee\n');
});

test('a password that is too short is refused and no account is made', () => {
  const dir = store();
  assert.equal(kb(['user', 'add', '--data', dir, '--name', 'An', '--password', 'an@example.org'], { input: 'kort\n' }).code, 1);
  assert.doesNotMatch(did(['user', 'list', '--data', dir]), /an@example\.org/);
});

test('what export writes, restore takes back to the same state', () => {
  const dir = filled(), out = place(), copy = store();
  did(['export', '--data', dir, out]);
  assert.deepEqual(readdirSync(out).sort(), ['netwerk.json', 'stukken']);
  did(['import', '--data', copy, '--restore', '--apply', '--without-redactions', out]);
  did(['verify', '--data', copy]);
  const question = 'q1\thuurverhoging\nq2\tschulden\n';
  assert.equal(batch(copy, question), batch(dir, question));
  const again = place();
  did(['export', '--data', copy, again]);
  for (const path of readdirSync(out, { recursive: true })) {
    if (statSync(join(out, path)).isFile()) assert.deepEqual(readFileSync(join(again, path)), readFileSync(join(out, path)), path);
  }
  assert.equal(kb(['import', '--data', copy, '--restore', '--apply', '--without-redactions', out]).code, 1, 'restored over what is there');
  assert.equal(kb(['import', '--data', store(), '--restore', '--apply', out]).code, 2, 'restored without a word about redactions');
});

test('a restore that is not applied refuses what an applied one would', async () => {
  const dir = filled(), out = place();
  did(['export', '--data', dir, out]);
  for (const how of [[], ['--apply', '--without-redactions']]) {
    refuses(['import', '--data', dir, '--restore', ...how, out], /the store is not empty/);
    refuses(['import', '--data', place(), '--restore', ...how, out], /kb init/);
  }
  const copy = store();
  await serving(copy, async () => refuses(['import', '--data', copy, '--restore', out], /in use by another kb/));
  assert.match(did(['import', '--data', copy, '--restore', out]), /Dry run, nothing is written: 2 practices/);
  did(['import', '--data', copy, '--restore', '--apply', '--without-redactions', out]);
});

test('a restore whose file of redactions cannot be read writes nothing', () => {
  const out = place(), copy = store(), empty = place(), file = place();
  did(['export', '--data', filled(), out]);
  for (const how of [[], ['--apply']])
    refuses(['import', '--data', copy, '--restore', ...how, '--redactions', file, out], /./);
  did(['export', '--data', copy, empty]);
  assert.deepEqual(readdirSync(join(empty, 'stukken')), []);
  writeFileSync(file, '');
  did(['import', '--data', copy, '--restore', '--apply', '--redactions', file, out]);
});

test('a text with more findings than are looked at is not kept, and scan says so', () => {
  const lines = Array.from({ length: 1005 }, (_, i) => `Bel het loket: 020-${String(1000000 + i)}.`);
  const dir = folder({ 'lijst.md': `# Lijst\n\n${lines.join('\n')}\n\nBSN 123456782\n` });
  assert.equal(kb(['scan', join(dir, 'lijst.md')]).code, 1);
  const answer = kb(['import', '--data', store(), ...ADOPTED, dir]);
  assert.equal(answer.code, 1, answer.out);
  assert.match(answer.out, /client-data/);
});

test('a server that runs does the writing for the command line', async () => {
  const dir = filled();
  await serving(dir, async () => {
    did(['group', 'add', '--data', dir, 'Huur en wonen']);
    assert.match(did(['group', 'list', '--data', dir]), /huur-en-wonen/);
    assert.match(did(['search', '--data', dir, 'huurverhoging']), /^1 found/m);
  });
  did(['verify', '--data', dir]);
});

test('a second server on the same data, and one on a port in use, are refused', async () => {
  const dir = filled();
  await serving(dir, async () => refuses(['serve', '--data', dir, '--port', '0'], /./));
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  try { refuses(['serve', '--data', dir, '--port', String(taken.address().port)], /port|address|in use/i); }
  finally { taken.close(); }
});

test('serve refuses an address that everybody can reach, and shows what to put in front', () => {
  const answer = kb(['serve', '--data', store(), '--address', '0.0.0.0', '--port', '0']);
  assert.equal(answer.code, 1);
  assert.match(answer.err, /--behind-proxy/);
  assert.match(answer.out + answer.err, /proxy_pass/);
});

test('only a demonstration can be told what time it is', async () => {
  const dir = filled();
  const soon = ['--now', '2031-05-06T09:00', '--port', '0'];
  assert.equal(kb(['serve', '--data', dir, ...soon]).code, 2);
  refuses(['serve', '--demo', '--data', dir, ...soon], /not a demonstration/);
  assert.equal(kb(['serve', '--demo', '--data', place(), '--now', 'morgen', '--port', '0']).code, 2);
  const expires = async (url) => (await (await fetch(`${url}/.well-known/security.txt`)).text()).match(/Expires: (.*)/)[1];
  await serving(place(), async (url) => assert.equal(await expires(url), '2031-11-02T00:00:00Z'), ['--demo', ...soon, '--security-contact', 'mailto:wij@example.org']);
});

test('a store that is no store is refused in one line', () => {
  const dir = filled();
  writeFileSync(join(dir, 'kb.db'), 'geen database'.repeat(1000));
  rmSync(join(dir, 'kb.db-wal'), { force: true });
  rmSync(join(dir, 'kb.db-shm'), { force: true });
  for (const args of [['search', 'huur'], ['verify'], ['reindex']]) refuses([args[0], '--data', dir, ...args.slice(1)], /./);
});

test('a broken index is found by verify and mended by reindex', () => {
  const dir = filled(), table = join(dir, 'index/adopted/postlist.glass');
  const file = openSync(table, 'r+');
  writeSync(file, Buffer.alloc(statSync(table).size, 0xa5));
  closeSync(file);
  const answer = kb(['verify', '--data', dir]);
  assert.equal(answer.code, 1);
  assert.match(answer.out, /index: WRONG/);
  did(['reindex', '--data', dir]);
  did(['verify', '--data', dir]);
  assert.match(did(['search', '--data', dir, 'huurverhoging']), /^1 found/m);
});

test('an index of which a block is damaged is found by verify and doctor, also where each text stands in its place', () => {
  const dir = filled(), table = join(dir, 'index/adopted/position.glass');
  const file = openSync(table, 'r+');
  writeSync(file, Buffer.alloc(3000, 0xa5), 0, 3000, 20);
  closeSync(file);
  const answer = kb(['verify', '--data', dir]);
  assert.equal(answer.code, 1);
  assert.match(answer.out, /index: WRONG: .*kb reindex builds it/);
  assert.match(kb(['doctor', '--data', dir]).out, /PROBLEM {2}The search index is missing, damaged or differs/);
  did(['reindex', '--data', dir]);
  did(['verify', '--data', dir]);
});

test('scan finds client data and is silent about a clean text', () => {
  const clean = folder({ 'goed.md': 'Bel de huurder terug.\n' }), dirty = folder({ 'fout.md': 'BSN 111222333 van de client.\n' });
  did(['scan', join(clean, 'goed.md')]);
  const answer = kb(['scan', join(dirty, 'fout.md')]);
  assert.equal(answer.code, 1);
  assert.match(answer.out, /bsn/i);
  assert.doesNotMatch(answer.out + answer.err, /111222333/, 'the number itself is repeated');
});

test('scan says of a file that it cannot read, and looks at the others', () => {
  const dir = folder({ 'a.md': Buffer.from('BSN 111222333', 'utf16le'), 'b.md': Buffer.from([0x42, 0xe9, 0x0a]), 'c.md': 'BSN 111222333\n', 'd.md': 'Niets.\n' });
  const answer = kb(['scan', ...['a.md', 'b.md', 'c.md'].map((name) => join(dir, name))]);
  assert.equal(answer.code, 1);
  assert.match(answer.err, /a\.md: cannot be read whole, it is no text in UTF-8\n.*b\.md: cannot be read/);
  assert.match(answer.out, /c\.md\t1\t\d+\tbsn\tblock/);
  assert.equal(kb(['scan', join(dir, 'b.md'), join(dir, 'd.md')]).code, 1);
});

test('scan of a store looks at every text in it', () => {
  const out = place(), copy = store();
  did(['export', '--data', filled(), out]);
  const files = readdirSync(join(out, 'stukken')).map((name) => join(out, 'stukken', name, 'stuk.json'));
  for (const file of files) writeFileSync(file, readFileSync(file, 'utf8').replaceAll('Bestuursbesluit van 1 maart', 'Besluit over BSN 111222333'));
  did(['import', '--data', copy, '--restore', '--apply', '--without-redactions', out]);
  const answer = kb(['scan', '--data', copy]);
  assert.equal(answer.code, 1);
  assert.match(answer.out, /^een\.md line_decision\t1\t\d+\tbsn\tblock$/m);
});

test('an import refuses a file with client data by line and kind, and says the value nowhere', () => {
  const dir = store(), texts = folder({ 'goed.md': 'Bel de huurcommissie.\n', 'mis.md': '# Zaak\n\nBSN 111222333.\n' });
  for (const apply of [[], ['--apply']]) {
    const answer = kb(['import', '--data', dir, ...apply, texts]);
    assert.equal(answer.code, 1);
    assert.match(answer.out, /refused +mis\.md {2}file: client-data {2}\[line 3: bsn, refused\]/);
    assert.match(answer.out, /1 taken, 0 changed, 0 unchanged, 1 refused/);
    assert.doesNotMatch(answer.out + answer.err, /111222333/);
  }
  assert.equal(kb(['scan', '--data', dir]).out, '');
  writeFileSync(join(texts, 'mis.md'), '# Zaak\n\nBSN [BSN].\n');
  assert.match(did(['import', '--data', dir, '--apply', texts]), /1 taken, 0 changed, 1 unchanged, 0 refused/);
});

test('doctor says when the key file is gone, cut off, or open to others', () => {
  const dir = store(), key = join(dir, 'secret.key'), doctor = () => kb(['doctor', '--data', dir]).out;
  assert.match(doctor(), /ok +The key file is there, and private\./);
  chmodSync(key, 0o644);
  assert.match(doctor(), /PROBLEM +Others than the owner may read secret\.key\./);
  chmodSync(key, 0o600);
  writeFileSync(key, 'kort');
  assert.match(doctor(), /PROBLEM +secret\.key cannot be read, or is cut off\./);
  rmSync(key);
  assert.match(doctor(), /PROBLEM +secret\.key is not there/);
});

test('an empty kb.db is no store: nothing is put in its place, and doctor names a backup', () => {
  const dir = store();
  for (const name of ['kb.db', 'kb.db-wal', 'kb.db-shm']) rmSync(join(dir, name), { force: true });
  writeFileSync(join(dir, 'kb.db'), '');
  for (const args of [['serve', '--port', '0'], ['verify'], ['org', 'list'], ['org', 'add', 'Lid']])
    refuses([...args, '--data', dir], /holds no store: its kb\.db is empty/);
  assert.equal(statSync(join(dir, 'kb.db')).size, 0);
  assert.match(kb(['doctor', '--data', dir]).out, /PROBLEM .*kb\.db is empty.*\n +Put back a backup, or make a new store/);
  did(['init', '--data', dir]);
});

test('doctor names files that this user may not use, and speaks of a backup only when something is damaged', () => {
  for (const [name, mode, pattern] of [['kb.db', 0o000, /PROBLEM +This user may not read and write kb\.db\.\n.*chown/], ['kb.db', 0o400, /may not read and write kb\.db\./],
    ['lock', 0o400, /may not read and write lock\./], ['secret.key', 0o000, /PROBLEM +secret\.key cannot be read.*\n +chown/]]) {
    const dir = store();
    chmodSync(join(dir, name), mode);
    const answer = kbAsOwner(dir, ['doctor', '--data', dir]);
    assert.equal(answer.code, 1, answer.out + answer.err);
    assert.match(answer.out, pattern);
    assert.doesNotMatch(answer.out, /backup/);
  }
  const dir = store();
  rmSync(join(dir, 'kb.db-wal'), { force: true });
  writeFileSync(join(dir, 'kb.db'), 'geen database'.repeat(1000));
  assert.match(kb(['doctor', '--data', dir]).out, /PROBLEM .*kb\.db is damaged[^]*Put back a backup/);
});

test('doctor finds the settings that serve refuses', () => {
  for (const [conf, why] of [['smtp = smtp://localhost:25', /--smtp needs --mail-from/],
    ['smtp = smtp://localhost:25\nmail-from = an@example.org\nsmtp_password_file = /nope', /cannot read a secret from \/nope/],
    ['oidc_issuer = https://in.example.org', /--oidc-issuer needs --oidc-client/], ['oidc_issuer = ftp://x\noidc_client = kb', /no https address/],
    ['oidc_issuer = https://in.example.org\noidc_client = kb\noidc_roles_file = /nope', /cannot read \/nope/]]) {
    const dir = store();
    writeFileSync(join(dir, 'kb.conf'), `${conf}\nport = 0\n`);
    const answer = kb(['doctor', '--data', dir]);
    assert.equal(answer.code, 1, answer.out);
    assert.match(answer.out, new RegExp(`PROBLEM +.*${why.source}.*\n.*kb\\.conf`));
    assert.match(kb(['serve', '--data', dir]).err, why);
  }
  const dir = store();
  writeFileSync(join(dir, 'kb.conf'), 'address = 0.0.0.0\n');
  assert.match(kb(['doctor', '--data', dir]).out, /PROBLEM +kb serve would listen for other machines/);
});

test('root does not write in a directory of somebody else, and says whose it is', { skip: process.getuid() !== 0 && 'this user is not root' }, async () => {
  const dir = store(), sure = (answer) => assert.equal(answer.code, 0, answer.err);
  sure(kbAsOwner(dir, ['reindex', '--data', dir]));
  rmSync(join(dir, 'lock'));
  for (const args of [['reindex'], ['org', 'add', 'Lid'], ['tick'], ['init'], ['serve', '--port', '0']])
    refuses([...args, '--data', dir], /belongs to \w+: run this as that user \(sudo -u \w+\), not as root/);
  assert.deepEqual(readdirSync(dir, { recursive: true }).filter((path) => statSync(join(dir, path)).uid === 0), []);
  sure(kb(['verify', '--data', dir]));
  sure(kb(['org', 'list', '--data', dir]));
  sure(kbAsOwner(dir, ['org', 'add', '--data', dir, 'Lid']));
});

const ownMounts = spawnSync('unshare', ['-rm', 'true']).status === 0;
test('doctor says that the disk is full, and does not speak of a backup', { skip: !ownMounts && 'no mounts of our own here' }, () => {
  const from = store(), at = place();
  mkdirSync(at);
  const script = 'mount -t tmpfs -o size=4m,mode=700 none "$1" && cp -r "$2"/. "$1" && rm -f "$1"/kb.db-* && { cat /dev/zero >"$1"/full 2>/dev/null; "$0" doctor --data "$1"; }';
  const { stdout } = spawnSync('unshare', ['-rm', 'sh', '-c', script, KB, at, from], { encoding: 'utf8' });
  assert.match(stdout, /PROBLEM .*kb\.db[^]*The disk is full: free some space/);
  assert.doesNotMatch(stdout, /backup/);
});

test('doctor names a copy of before an upgrade and its age', () => {
  const dir = store(), doctor = () => kb(['doctor', '--data', dir]), then = Date.now() / 1000 - 3.5 * 86400;
  assert.doesNotMatch(doctor().out, /backup-before/);
  writeFileSync(join(dir, 'backup-before-0012.db'), 'x');
  utimesSync(join(dir, 'backup-before-0012.db'), then, then);
  assert.match(doctor().out, /NOTE +backup-before-0012\.db is 3 day\(s\) old/);
});

test('doctor and redactions tell of a line that is no redaction, and do the others', () => {
  const dir = store(), file = `${dir}.redactions`, doctor = () => kb(['doctor', '--data', dir]).out;
  assert.doesNotMatch(doctor(), /redactions/);
  writeFileSync(file, 'person\t00000000000000000000000001\n');
  assert.match(doctor(), /ok +The file of redactions can be read\./);
  assert.match(did(['redactions', '--data', dir, file]), /^Redactions: 0 done, 0 done before, 1 not there\n$/);
  writeFileSync(file, 'person\t0000\nperson\t00000000000000000000000001\n');
  assert.match(doctor(), /PROBLEM +Of the file of redactions 1 line\(s\) are no redaction; the first is 1\./);
  const told = kb(['redactions', '--data', dir, file]);
  assert.equal(told.code, 1);
  assert.match(told.out, /1 not there\nWRONG: 1 line\(s\)[^]*line 1\./);
  rmSync(file);
});

test('doctor names words that were taken out and could not leave the disk', () => {
  const dir = filled(), out = place(), file = `${dir}.redactions`, copy = join(dir, 'backup-before-0002.db');
  const doctor = () => kb(['doctor', '--data', dir]).out, left = /PROBLEM +Words that were taken out.*still on the disk/;
  did(['user', 'add', '--data', dir, '--name', 'An de Boer', 'an@example.org']);
  did(['export', '--data', dir, out]);
  const [person] = JSON.parse(readFileSync(join(out, 'netwerk.json'), 'utf8')).persons;
  writeFileSync(file, `person\t${person.id}\n`);
  mkdirSync(copy); // a directory is not removed as a file is
  assert.match(did(['redactions', '--data', dir, file]), /^Redactions: 1 done/);
  assert.match(doctor(), left);
  rmSync(copy, { recursive: true });
  did(['org', 'add', '--data', dir, 'Een ander loket']);
  assert.doesNotMatch(doctor(), left);
  rmSync(file);
});

test('tick is silent when nothing is due, and refuses a time it cannot read', () => {
  const dir = filled();
  assert.equal(did(['tick', '--data', dir]), '');
  did(['verify', '--data', dir]);
  assert.equal(kb(['tick', '--data', dir, '--now', 'morgen']).code, 2);
  refuses(['tick', '--data', dir, '--now', '2099-01-01'], /demonstration/);
});

test('settings that cannot be read are no settings', () => {
  const dir = store();
  mkdirSync(join(dir, 'kb.conf'));
  refuses(['serve', '--data', dir, '--port', '0'], /kb\.conf/);
  assert.match(kb(['doctor', '--data', dir]).out, /PROBLEM.*kb\.conf/);
});

test('kb.conf takes the names as flags write them, and a mark of UTF-8 before its first line', async () => {
  const dir = store();
  writeFileSync(join(dir, 'kb.conf'), '\uFEFFmail-from = post@example.org\nmetrics_port = -1\nsmtp-user = an\n');
  assert.match(kb(['doctor', '--data', dir]).out, /ok +The settings can be read/);
  await serving(dir, async () => {});
  writeFileSync(join(dir, 'kb.conf'), 'mail from = post@example.org\n');
  assert.match(kb(['doctor', '--data', dir]).out, /PROBLEM +kb\.conf has a line that is no setting: mail from/);
});

test('a flag of serve that means nothing is wrong use, and in kb.conf it is found by doctor too', () => {
  const dir = store();
  for (const [name, value, why] of [['port', 'abc', /no number/], ['port', '70000', /0 to 65535/], ['log', 'verbose', /debug, info, warn or error/],
    ['walls', 'maybe', /try, required or off/], ['rate', '-5', /0, for no limit/], ['burst', '-1', /1 or more/], ['host', 'https://x.nl/', /without https/]]) {
    const answer = kb(['serve', '--data', dir, `--${name}`, value]);
    assert.equal(answer.code, 2, answer.out + answer.err);
    assert.match(answer.err, why);
    writeFileSync(join(dir, 'kb.conf'), `${name} = ${value}\n`);
    refuses(['serve', '--data', dir], why);
    assert.match(kb(['doctor', '--data', dir]).out, why);
    rmSync(join(dir, 'kb.conf'));
  }
});

test('the file of redactions stands beside the data directory, whichever way the directory is named', async () => {
  const above = place(), dir = join(above, 'd'), link = join(above, 'dl');
  mkdirSync(above);
  did(['init', '--data', dir]);
  symlinkSync(dir, link);
  const names = () => [...readdirSync(above), ...readdirSync(dir)].filter((name) => name.endsWith('redactions'));
  await serving('.', async () => {}, ['--port', '0'], { cwd: dir });
  await serving(link, async () => {});
  assert.deepEqual(names(), ['d.redactions']);
  rmSync(join(above, 'd.redactions'));
  writeFileSync(join(above, 'dl.redactions'), '');
  await serving(link, async () => {});
  assert.deepEqual(names(), ['dl.redactions'], 'one that was begun is gone on with');
});

test('a word that is no UTF-8 is refused, and not left out', () => {
  const dir = store();
  const ran = spawnSync('sh', ['-c', `"$0" org add --data "$1" --parent "$(printf 'p\\377')" 'Lid'`, KB, dir], { encoding: 'utf8' });
  assert.equal(ran.status, 1, ran.stdout + ran.stderr);
  assert.equal(did(['org', 'list', '--data', dir]), '');
});

test('the register of processing names every column that is about a person', () => {
  const lines = did(['register']).trim().split('\n').map((line) => line.split('\t'));
  assert.deepEqual(lines[0], ['table', 'column', 'of', 'kind', 'why', 'ground', 'kept', 'erased']);
  assert.ok(lines.every((line) => line.length === 8));
  assert.deepEqual(lines.find((line) => line[0] === 'person' && line[1] === 'name').slice(3), ['name', 'account', 'interest', 'account', 'blank']);
  assert.deepEqual(lines.find((line) => line[0] === 'session' && line[1] === 'place').slice(3), ['place', 'security', 'interest', 'keep_sessions', 'gone']);
});
