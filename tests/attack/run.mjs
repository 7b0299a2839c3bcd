// ./dev attack: the real program on loopback, attacked by raw requests that two programs could read differently, and by
// Debian's wapiti, sqlmap and slowhttptest. Bounded in time ([seconds] for each tool, 60); must end clean; each run is a
// line of build/attack.tsv; tests/attack/ledger.tsv keeps those worth keeping.
import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SECONDS = Number(process.argv[2] || 60);
const PROGRAM = process.env.KB_PROGRAM || 'build/release/kb';
const work = mkdtempSync(join(tmpdir(), 'kb-attack-'));
const findings = [];
const say = (words) => process.stderr.write(`${words}\n`);

/** The program on a demonstration network of its own. It logs to a file: nobody reads a pipe while a tool runs, and who
 * cannot log does not answer. */
async function serve() {
  const log = join(work, 'log');
  const child = spawn(PROGRAM, ['serve', '--demo', '--data', join(work, 'data'), '--port', '0'], { stdio: ['ignore', 'pipe', openSync(log, 'w')] });
  let said = '';
  await new Promise((told, fail) => {
    child.stdout.on('data', (chunk) => { said += chunk; if (said.includes('Ctrl-C')) told(); });
    child.on('exit', () => fail(new Error(readFileSync(log, 'utf8'))));
  });
  child.removeAllListeners('exit');
  child.on('exit', (code, signal) => { child.ended = signal || code; });
  return { child, port: Number(said.match(/127\.0\.0\.1:(\d+)/)[1]), log: () => readFileSync(log, 'utf8') };
}

/* ---- Raw requests ---- */

const H = 'Host: localhost\r\n';
const SMUGGLED = `POST /uitloggen HTTP/1.1\r\n${H}Content-Length: 0\r\n\r\n`;
/** What is sent; every one must be refused (4xx or an end of the connection), and never be answered by a page. */
const RAW = {
  'two lengths': `POST /inloggen HTTP/1.1\r\n${H}Content-Length: 4\r\nContent-Length: 0\r\n\r\na=1&`,
  'length and coding': `POST /inloggen HTTP/1.1\r\n${H}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'coding and length': `POST /inloggen HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'space behind coding': `POST /inloggen HTTP/1.1\r\n${H}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
  'space behind length': `POST /inloggen HTTP/1.1\r\n${H}Content-Length : 3\r\n\r\nabc${SMUGGLED}`,
  'tab before coding': `POST /inloggen HTTP/1.1\r\n${H}Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n`,
  'two codings': `POST /inloggen HTTP/1.1\r\n${H}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`,
  'coding in a list': `POST /inloggen HTTP/1.1\r\n${H}Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n`,
  'coding that is like one': `POST /inloggen HTTP/1.1\r\n${H}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  'coding in 1.0': `POST /inloggen HTTP/1.0\r\n${H}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
  'negative length': `POST /inloggen HTTP/1.1\r\n${H}Content-Length: -1\r\n\r\n`,
  'signed length': `POST /inloggen HTTP/1.1\r\n${H}Content-Length: +3\r\n\r\nabc`,
  'length with words': `POST /inloggen HTTP/1.1\r\n${H}Content-Length: 3abc\r\n\r\nabc`,
  'huge length': `POST /inloggen HTTP/1.1\r\n${H}Content-Length: 99999999999999999999999\r\n\r\n`,
  'body on GET': `GET / HTTP/1.1\r\n${H}Content-Length: ${SMUGGLED.length}\r\n\r\n${SMUGGLED}`,
  'no host': 'GET / HTTP/1.1\r\n\r\n',
  'two hosts': `GET / HTTP/1.1\r\n${H}Host: evil.example\r\n\r\n`,
  'foreign host': 'GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n',
  'host with a user': 'GET / HTTP/1.1\r\nHost: localhost@evil.example\r\n\r\n',
  'whole address': `GET http://evil.example/ HTTP/1.1\r\n${H}\r\n`,
  'NUL in the address': `GET /s%00x HTTP/1.1\r\n${H}\r\n`,
  'dots': `GET /static/../../etc/passwd HTTP/1.1\r\n${H}\r\n`,
  'encoded dots': `GET /static/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n${H}\r\n`,
  'encoded slash': `GET /static%2f..%2fetc HTTP/1.1\r\n${H}\r\n`,
  'twice encoded dots': `GET /static/%252e%252e/passwd HTTP/1.1\r\n${H}\r\n`,
  'backslash': `GET /static\\..\\x HTTP/1.1\r\n${H}\r\n`,
  'name that is no token': `GET / HTTP/1.1\r\n${H}X(y): 1\r\n\r\n`,
  'control byte in a value': `GET / HTTP/1.1\r\n${H}X: a\x01b\r\n\r\n`,
  'two origins': `POST /uitloggen HTTP/1.1\r\n${H}Origin: http://localhost\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n`,
  'long address': `GET /${'a'.repeat(9000)} HTTP/1.1\r\n${H}\r\n`,
  'long header': `GET / HTTP/1.1\r\n${H}X: ${'a'.repeat(40000)}\r\n\r\n`,
  'many headers': `GET / HTTP/1.1\r\n${H}${'X: 1\r\n'.repeat(500)}\r\n`,
  'unknown version': `GET / HTTP/9.9\r\n${H}\r\n`,
  'not HTTP at all': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'HTTP/2 by heart': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'method that is none': `GE\x00T / HTTP/1.1\r\n${H}\r\n`,
  'bad chunk size': `POST /inloggen HTTP/1.1\r\n${H}Origin: http://localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n`,
  'chunk size over the top': `POST /inloggen HTTP/1.1\r\n${H}Origin: http://localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc\r\n`,
};

/** Sends bytes; gives all that came until the end of the connection, or silence for `ms`. */
function send(port, bytes, ms = 1500) {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    let came = '', ended = false;
    const end = (how) => { if (ended) return; ended = true; socket.destroy(); done({ came, how }); };
    socket.setTimeout(ms, () => end('silence'));
    socket.on('data', (chunk) => { came += chunk.toString('latin1'); });
    socket.on('end', () => end('closed'));
    socket.on('error', () => end('closed'));
    socket.on('connect', () => socket.write(Buffer.from(bytes, 'latin1')));
  });
}

/**
 * What libmicrohttpd 0.9.75 refuses by itself, before the guard: it writes the head twice, then the body, and ends the
 * connection (docs/security.md). One answer, when the heads are the same and nothing else is behind it.
 */
function withoutDouble(came) {
  const double = came.match(/^(HTTP\/1\.1 4\d\d [^]*?Connection: close\r\nContent-Length: (\d+)\r\n\r\n)\1/);
  return double && came.length === 2 * double[1].length + Number(double[2]) ? came.slice(double[1].length) : came;
}

/** The statuses of the answers that stand behind each other, each as long as it says. */
function statuses(came) {
  const found = [];
  for (let rest = withoutDouble(came); rest;) {
    const head = rest.match(/^HTTP\/1\.[01] (\d{3})[^]*?\r\n\r\n/);
    if (!head) return [...found, 999];
    found.push(Number(head[1]));
    rest = rest.slice(head[0].length + Number(head[0].match(/content-length: *(\d+)/i)?.[1] || 0));
  }
  return found;
}

async function canary(port, what) {
  const { came } = await send(port, `GET /healthz HTTP/1.1\r\n${H}Connection: close\r\n\r\n`, 5000);
  if (!/^HTTP\/1\.1 200 /.test(came) || !came.endsWith('ok\n')) findings.push(`${what}: the canary heard ${JSON.stringify(came.slice(0, 200))}`);
}

async function rawSuite(port) {
  for (const [what, bytes] of Object.entries(RAW)) {
    const { came, how } = await send(port, bytes);
    const answers = statuses(came);
    if (withoutDouble(came) !== came && how !== 'closed') findings.push(`${what}: the connection did not end`);
    if (answers.length > 1) findings.push(`${what}: answered more than once: ${answers}`);
    if (answers.some((status) => status < 400 || (status >= 500 && status !== 505))) findings.push(`${what}: ${answers}`);
    if (!answers.length && how !== 'closed' && !what.includes('chunk') && what !== 'not HTTP at all') findings.push(`${what}: neither answer nor end`);
    await canary(port, what);
  }
  return Object.keys(RAW).length;
}

/* ---- Debian's tools ---- */

/** Runs a tool for at most `seconds`; what it said. */
function run(command, args, seconds) {
  const ran = spawnSync('timeout', ['-k', '5', String(seconds), command, ...args], { encoding: 'utf8', maxBuffer: 1 << 28, cwd: work, env: { ...process.env, HOME: work } });
  return `${ran.stdout || ''}${ran.stderr || ''}`;
}

function slow(url) {
  for (const [what, flags] of Object.entries({ 'slow headers': ['-H'], 'slow bodies': ['-B'], 'slow readers': ['-X', '-k', '3'] })) {
    const said = run('slowhttptest', [...flags, '-c', '300', '-r', '100', '-i', '5', '-l', String(Math.min(SECONDS, 30)), '-p', '3', '-u', `${url}/`], SECONDS + 15);
    if (/service available:\s*(\x1b\[\d+m)*\s*NO/i.test(said.split('\n').slice(-40).join('\n'))) findings.push(`${what}: not to be reached any more`);
    if (!said.trim()) findings.push(`${what}: slowhttptest said nothing`);
  }
}

/** All that need no server of wapiti's own on the internet, which ssrf and xxe ask for. */
const MODULES = 'backup,blindsql,cookieflags,crlf,csp,exec,file,htaccess,http_headers,methods,permanentxss,redirect,sql,xss';
/** Its taste of 2021, and why it is none here. */
const NO_FINDING = new Set([
  'X-Frame-Options is not set', // frame-ancestors 'none' says the same, to all browsers since 2018
  'X-XSS-Protection is not set', // no browser has it any more
  'Strict-Transport-Security is not set', // means nothing over plain HTTP; sent with --behind-proxy (http/test_proxy)
]);

function wapiti(url, cookie) {
  const out = join(work, 'wapiti.json');
  const said = run('wapiti', ['-u', `${url}/`, '-f', 'json', '-o', out, '-d', '3', '-m', MODULES, '--max-scan-time', String(SECONDS), '--max-attack-time', String(Math.ceil(SECONDS / 4)), '--max-links-per-page', '40', '--flush-session', '--no-bugreport', '-H', `Cookie: ${cookie}`], SECONDS * 10);
  if (!existsSync(out)) { findings.push(`wapiti wrote no report: ${said.slice(-300)}`); return; }
  say(`wapiti: ${said.match(/found \d+ URLs and forms/)?.[0] || 'found nothing'}`);
  const report = JSON.parse(readFileSync(out, 'utf8'));
  for (const kind of ['vulnerabilities', 'anomalies'])
    for (const [name, found] of Object.entries(report[kind] || {}))
      for (const one of found) if (!NO_FINDING.has(one.info)) findings.push(`wapiti, ${name}: ${one.method} ${one.path} ${one.info}`.slice(0, 300));
}

/** What sqlmap holds to be injectable. A page that repeats what was asked looks so at first; a suspicion that it takes
 * back itself, after asking again, is none. */
function verdicts(said) {
  const found = [];
  let suspicion = '';
  for (const line of said.split('\n')) {
    if (/testing URL/.test(line) && suspicion) found.push(suspicion);
    if (/testing URL|false positive or unexploitable/.test(line)) suspicion = '';
    else if (/appears to be .*injectable/i.test(line)) suspicion = line;
    else if (/\bis vulnerable\b|identified the following injection/i.test(line)) found.push(line);
  }
  return suspicion ? [...found, suspicion] : found;
}

function sqlmap(url) {
  const said = run('sqlmap', ['-u', `${url}/zoeken?q=huur`, '--crawl=2', '--batch', '--level=1', '--risk=1', '--timeout=5', '--retries=1', '--flush-session', `--output-dir=${work}`], SECONDS * 2);
  for (const line of verdicts(said)) findings.push(`sqlmap: ${line.trim()}`);
  if (!said.includes('[*] ending @')) findings.push(`sqlmap did not come to its end: ${said.slice(-300)}`);
}

/* ---- */

async function editorCookie(url) {
  const answer = await fetch(`${url}/inloggen/rol`, { method: 'POST', redirect: 'manual', headers: { Origin: url, 'Content-Type': 'application/x-www-form-urlencoded' }, body: `sign_in=${encodeURIComponent('rianne@sociaalwerk.example.org')}` });
  return (answer.headers.get('set-cookie') || '').split(';')[0];
}

const began = Date.now();
const site = await serve();
const url = `http://127.0.0.1:${site.port}`;
let raw = 0;
try {
  say(`Raw requests against ${url}`);
  raw = await rawSuite(site.port);
  say('slowhttptest'); slow(url); await canary(site.port, 'slowhttptest');
  say('sqlmap'); sqlmap(url); await canary(site.port, 'sqlmap');
  say('wapiti'); wapiti(url, await editorCookie(url)); await canary(site.port, 'wapiti');
  const broken = (site.log().match(/http\.failed [^\n]*/g) || []).filter((line) => !/code=(search-down|busy|no-memory)/.test(line));
  for (const line of broken.slice(0, 20)) findings.push(`the log: ${line}`);
  if (site.child.ended !== undefined) findings.push(`the program ended: ${site.child.ended}\n${site.log().slice(-2000)}`);
} finally {
  site.child.kill('SIGTERM');
  await new Promise((done) => { if (site.child.ended !== undefined) done(); else site.child.on('exit', done); });
  if (site.child.ended !== 0) findings.push(`the program ended with ${site.child.ended}`);
  rmSync(work, { recursive: true, force: true });
}
appendFileSync('build/attack.tsv', `${new Date().toISOString()}\t${raw}\t${SECONDS}\t${Math.round((Date.now() - began) / 1000)}\t${findings.length}\n`);
for (const finding of findings) console.log(finding);
console.log(findings.length ? `${findings.length} finding(s)` : `Clean: ${raw} raw requests, slowhttptest, sqlmap, wapiti`);
process.exitCode = findings.length ? 1 : 0;
