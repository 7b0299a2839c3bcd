// The identity provider on a bad day: away, slow, or saying what makes no sense. Whoever comes by it hears so on a clear
// page, and nobody else notices.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startProvider } from './provider.mjs';
import { away, kb, launch, serve, visitor } from './site.mjs';

const SECRET = 'een geheim van de client dat lang genoeg is';
const AWAY = 'is nu niet bereikbaar';
const SOON = 2_000; // ms within which somebody else is answered
const AGAIN = 11_000; // ms after which a provider that was away is asked again

const data = mkdtempSync(join(tmpdir(), 'kb-sso-away-'));
const files = mkdtempSync(join(tmpdir(), 'kb-sso-away-files-'));
const DISCOVERY = '/.well-known/openid-configuration';
let site, browser, provider;

/** Each start knows nothing yet of the provider. */
async function start() {
  const started = await serve({ data, flags: ['--oidc-issuer', provider.issuer, '--oidc-client', 'praktijkbank', '--oidc-secret-file', join(files, 'secret')] });
  provider.for(started.url, SECRET);
  return started;
}

before(async () => {
  kb('init', '--data', data);
  provider = await startProvider({ rosa: { claims: { name: 'Rosa' } } });
  writeFileSync(join(files, 'secret'), `${SECRET}\n`);
  [site, browser] = await Promise.all([start(), launch()]);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await provider?.stop();
  away(data, files);
});

const later = (ms) => new Promise((done) => setTimeout(done, ms));

const leave = () => fetch(`${site.url}/inloggen/organisatie`, { redirect: 'manual' });

/** What somebody hears who sets out; never a 500, never a way to nowhere. */
async function assertAway(answer, what) {
  assert.equal(answer.status, 503, what);
  assert.ok(answer.headers.get('retry-after'), what);
  const words = await answer.text();
  assert.match(words, new RegExp(AWAY), what);
  assert.match(words, /href="\/inloggen\/organisatie\?verder=/, what);
}

/** Ways in which a document of the provider can be none. What is kept for an hour was read before: each begins anew. */
const breakages = {
  'an error': (_, answer) => { answer.statusCode = 500; answer.end('stuk'); },
  'a page in place of a document': (_, answer) => answer.end('<!doctype html><title>Onderhoud</title>'),
  'a document without places': (_, answer) => answer.end('{}'),
  'a document of another issuer': (_, answer) => answer.end(JSON.stringify({ issuer: 'https://elders.example.org', authorization_endpoint: 'https://elders.example.org/a', token_endpoint: 'https://elders.example.org/t', jwks_uri: 'https://elders.example.org/k' })),
  'places without TLS elsewhere': (_, answer) => answer.end(JSON.stringify({ issuer: provider.issuer, authorization_endpoint: 'http://elders.example.org/a', token_endpoint: 'http://elders.example.org/t', jwks_uri: 'http://elders.example.org/k' })),
  'more than fits': (_, answer) => answer.end('x'.repeat(1 << 20)),
  'a line that is cut': (request) => request.socket.destroy(),
  'another address': (_, answer) => { answer.statusCode = 302; answer.setHeader('Location', 'http://127.0.0.1:1/'); answer.end(); },
};

test('who sets out while discovery fails meets a clear page, and the provider is asked again soon', async () => {
  for (const [how, breaks] of Object.entries(breakages)) {
    await site.stop();
    site = await start();
    provider.breaks(DISCOVERY, breaks);
    await assertAway(await leave(), how);
    const asked = provider.served.about;
    await assertAway(await leave(), `${how}, again`); // at once: nobody makes us ask on and on
    assert.equal(provider.served.about, asked, how);
  }
  provider.breaks(DISCOVERY, null);
  await later(AGAIN);
  assert.equal((await leave()).status, 303);
});

/** How long somebody else waits for these, in ms. */
async function othersWait() {
  const began = Date.now();
  for (const path of ['/', '/inloggen', '/zoeken?q=huur']) assert.equal((await fetch(site.url + path)).status, 200);
  const guess = await fetch(`${site.url}/inloggen`, { method: 'POST', redirect: 'manual', headers: { Origin: site.url }, body: new URLSearchParams({ sign_in: 'niemand', password: 'een zin die niemand heeft' }) });
  assert.match(await guess.text(), /De inlognaam of het wachtwoord klopt niet/); // the password was really looked at
  return Date.now() - began;
}

/** Comes back from the provider with a code, while one of its places does this. */
async function comeBack(path, breaks) {
  const { page, leave: close } = await visitor(browser, site, { also: provider.issuer, bypassCSP: false, expected: [403, 503] });
  await page.goto('/inloggen/organisatie');
  await page.locator('input[name=login]').fill('rosa');
  provider.breaks(path, breaks);
  await page.getByRole('button', { name: 'Verder' }).click();
  return { page, async heard() {
    await page.getByRole('heading', { name: 'Het is niet gelukt' }).waitFor();
    const words = await page.locator('main').innerText();
    provider.breaks(path, null);
    await close();
    return words;
  } };
}

test('who comes back while the provider cannot tell who they are hears that it is away', async () => {
  for (const how of ['an error', 'a page in place of a document', 'a document without places', 'more than fits', 'a line that is cut'])
    assert.match(await (await comeBack('/token', breakages[how])).heard(), new RegExp(AWAY), how);
});

test('a provider that refuses the code is no provider that is away', async () => {
  const refuses = (_, answer) => { answer.statusCode = 400; answer.end('{"error":"invalid_grant"}'); };
  assert.match(await (await comeBack('/token', refuses)).heard(), /heeft je niet ingelogd/);
});

test('while the provider keeps everybody waiting, who reads or signs in here is answered at once', async () => {
  const held = [];
  const slow = await comeBack('/token', (request, answer) => held.push(answer)); // and says nothing
  for (const ends = Date.now() + 10_000; !held.length && Date.now() < ends;) await later(50);
  assert.equal(held.length, 1);
  const took = await othersWait();
  assert.ok(took < SOON, `${took} ms`);
  assert.match(await slow.heard(), new RegExp(AWAY));
  for (const answer of held) answer.destroy();
});

test('keys that are none let nobody in', async () => {
  assert.match(await (await comeBack('/jwks', breakages['a page in place of a document'])).heard(), /klopt niet|niet bereikbaar/);
});

/** Signed by itself: no certificate that this machine trusts. */
function ownCertificate() {
  const [key, cert] = [join(files, 'key.pem'), join(files, 'cert.pem')];
  const made = spawnSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
    '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', key, '-out', cert], { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
  return { key: readFileSync(key), cert: readFileSync(cert) };
}

test('a provider whose certificate nobody vouches for is not spoken to', async (t) => {
  const stranger = await startProvider({}, ownCertificate());
  t.after(() => stranger.stop());
  const own = mkdtempSync(join(files, 'data-'));
  kb('init', '--data', own);
  const other = await serve({ data: own, flags: ['--oidc-issuer', stranger.issuer, '--oidc-client', 'praktijkbank'] });
  t.after(() => other.stop());
  await assertAway(await fetch(`${other.url}/inloggen/organisatie`, { redirect: 'manual' }), 'a certificate of its own');
  assert.equal(stranger.served.about, 0);
  assert.match(other.log(), /sso\.failed .*certificate/i);
});
