// The identity provider over TLS, with a certificate of an authority of the organisations' own. The machine learns to trust
// it as Debian does, with update-ca-certificates: here in copies of its folders, which only the program sees in their place.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startProvider } from './provider.mjs';
import { kb, launch, PROGRAM, serve, visitor } from './site.mjs';

const PASSWORD = 'een lange zin die niemand raadt 27';
const SECRET = 'een geheim van de client dat lang genoeg is';
const NAME = 'localhost';
const AGAIN = 11_000; // ms after which a provider that was away is asked again
const AWAY = /is nu niet bereikbaar.*Vraag het dan de beheerder/;

const folder = mkdtempSync(join(tmpdir(), 'kb-sso-tls-'));
const at = (...parts) => join(folder, ...parts);

/** Another /etc/ssl/certs, for what is started in it and nobody else: as root, or as root of a namespace of one's own. */
const places = `mount --bind ${at('certs')} /etc/ssl/certs && mount --bind ${at('local')} /usr/local/share/ca-certificates`;
const inside = (...flags) => ['unshare', ...flags, 'sh', '-c', `${places} && exec "$@"`, 'sh'];
const runs = (command) => spawnSync(command[0], [...command.slice(1), 'true']).status === 0;

for (const name of ['certs', 'local', 'hooks']) mkdirSync(at(name));
const ways = [['-m'], ['-Urm']].map((flags) => inside(...flags));
const way = ways.find(runs);
const cannot = way ? false : 'NOT TESTED: this machine lets nobody have a mount namespace (root, or user namespaces), so the program cannot be shown another /etc/ssl/certs';

function openssl(...args) {
  const made = spawnSync('openssl', args, { encoding: 'utf8' });
  assert.equal(made.status, 0, made.stderr);
}

const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

function authority(file) {
  openssl('req', '-x509', ...EC, '-days', '2', '-subj', '/CN=Gezag van de organisaties', '-addext', 'keyUsage=critical,keyCertSign,cRLSign', '-keyout', at(`${file}.key`), '-out', at(`${file}.crt`));
}

/** Signed by `by`, for one name; `from` and `to` as openssl ca writes times. */
function certificate(file, { by = 'authority', name = NAME, from = '20200101000000Z', to = '21200101000000Z' } = {}) {
  const [index, config] = [at(`${file}.index`), at(`${file}.cnf`)];
  writeFileSync(index, '');
  writeFileSync(config, `[ca]\ndefault_ca=it\n[it]\ndatabase=${index}\nnew_certs_dir=${folder}\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nx509_extensions=leaf\n[any]\ncommonName=supplied\n[leaf]\nsubjectAltName=DNS:${name}\nextendedKeyUsage=serverAuth\n`);
  openssl('req', '-new', ...EC, '-subj', `/CN=${name}`, '-keyout', at(`${file}.key`), '-out', at(`${file}.csr`));
  openssl('ca', '-batch', '-notext', '-config', config, '-cert', at(`${by}.crt`), '-keyfile', at(`${by}.key`), '-startdate', from, '-enddate', to, '-in', at(`${file}.csr`), '-out', at(`${file}.pem`));
  return { key: readFileSync(at(`${file}.key`)), cert: readFileSync(at(`${file}.pem`)) };
}

/** What an administrator does: the certificate into /usr/local/share/ca-certificates, and this command. */
function trust(name) {
  cpSync(at(`${name}.crt`), at('local', `${name}.crt`));
  const ran = spawnSync('update-ca-certificates', ['--localcertsdir', at('local'), '--etccertsdir', at('certs'), '--hooksdir', at('hooks')], { encoding: 'utf8', env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` } });
  assert.equal(ran.status, 0, ran.stderr);
  assert.match(ran.stdout, /1 added/);
}

let site, browser, provider, program, good;

async function start() {
  site = await serve({ data: at('data'), program, flags: ['--oidc-issuer', provider.issuer, '--oidc-client', 'praktijkbank', '--oidc-secret-file', at('secret')] });
  provider.for(site.url, SECRET);
}

before(async () => {
  if (cannot) return;
  cpSync('/etc/ssl/certs', at('certs'), { recursive: true, verbatimSymlinks: true });
  authority('authority');
  good = certificate('good');
  program = at('kb');
  writeFileSync(program, `#!/bin/sh\nexec ${way.map((word) => `'${word}'`).join(' ')} '${PROGRAM}' "$@"\n`);
  chmodSync(program, 0o755);
  writeFileSync(at('secret'), `${SECRET}\n`);
  kb('init', '--data', at('data'));
  const added = spawnSync(PROGRAM, ['user', 'add', 'rosa@loket.nl', '--name', 'Rosa', '--password', '--data', at('data')], { input: `${PASSWORD}\n`, encoding: 'utf8' });
  assert.equal(added.status, 0, added.stderr);
  provider = await startProvider({ rosa: { claims: { name: 'Rosa' } } }, { ...good, name: NAME });
  browser = await launch();
  await start();
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await provider?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const later = (ms) => new Promise((done) => setTimeout(done, ms));

const warnings = () => site.log().split('\n').filter((line) => line.includes('sso.failed'));

/** Who sets out reads what they can do; the log says in one line what is wrong; the provider was told nothing. */
async function assertRefused(cause) {
  const [asked, lines] = [provider.served.about, warnings().length];
  const answer = await fetch(`${site.url}/inloggen/organisatie`, { redirect: 'manual' });
  assert.equal(answer.status, 503);
  assert.match(await answer.text(), AWAY);
  assert.equal(provider.served.about, asked);
  assert.equal(warnings().length, lines + 1);
  assert.match(warnings().at(-1), cause);
}

const somebody = (expected = []) => visitor(browser, site, { also: provider.issuer, bypassCSP: false, ignoreHTTPSErrors: true, expected });

/** On the provider's own page; the browser is not what is tried here. */
async function beThere(page) {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator('input[name=login]').fill('rosa');
  await page.getByRole('button', { name: 'Verder' }).click();
}

test('a provider whose authority this machine does not know is not spoken to, and the log says what to do', { skip: cannot }, async () => {
  await assertRefused(/sso\.failed .*no authority that this machine trusts \(update-ca-certificates\) vouches for its certificate/);
});

test('once update-ca-certificates made it known one signs in there, without a new start of the program', { skip: cannot }, async () => {
  trust('authority');
  await later(AGAIN);
  const { page, leave } = await somebody();
  await page.goto('/inloggen');
  await page.locator('input[name=sign_in]').fill('rosa@loket.nl');
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await page.getByRole('button', { name: 'Uitloggen' }).waitFor();
  await page.goto('/account');
  await page.getByRole('button', { name: 'Koppel aan mijn organisatie' }).click();
  await beThere(page);
  await page.getByText('Je account is gekoppeld').waitFor();
  await leave();
  const anew = await somebody();
  await anew.page.goto('/inloggen');
  await anew.page.getByRole('link', { name: 'Log in met het account van je organisatie' }).click();
  await beThere(anew.page);
  await anew.page.waitForURL(`${site.url}/`);
  await anew.page.getByRole('link', { name: 'Rosa', exact: true }).waitFor();
  await anew.leave();
});

test('a certificate that is worth nothing when the code is traded signs nobody in', { skip: cannot }, async () => {
  const { page, leave } = await somebody([403, 503]);
  await page.goto('/inloggen/organisatie');
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator('input[name=login]').fill('rosa');
  let asked = 0;
  provider.breaks('/token', (_, answer) => { asked++; answer.end('{}'); });
  await page.route('**/inloggen/organisatie/terug', async (route) => { // what the browser sends when it is back: from here on it is another certificate
    provider.server.setSecureContext(certificate('late', { to: '20210101000000Z' }));
    await route.continue();
  });
  await page.getByRole('button', { name: 'Verder' }).click();
  await page.getByRole('heading', { name: 'Het is niet gelukt' }).waitFor();
  assert.match(await page.locator('main').innerText(), AWAY);
  assert.equal(asked, 0);
  assert.match(warnings().at(-1), /its certificate has expired/);
  provider.breaks('/token', null);
  provider.server.setSecureContext(good);
  await leave();
});

const worthless = {
  'for another name': [{ name: 'elders.example.org' }, /sso\.failed .*does not match target host name/],
  'that has expired': [{ to: '20210101000000Z' }, /sso\.failed .*its certificate has expired/],
  'that is of tomorrow': [{ from: '21190101000000Z' }, /sso\.failed .*its certificate is not valid yet/],
  'of a stranger who bears the name of the authority': [{ by: 'stranger' }, /sso\.failed .*certificate/],
};

test('a certificate for another name, expired, of tomorrow or by a false authority is refused, each with its cause', { skip: cannot }, async () => {
  authority('stranger');
  for (const [what, [how, cause]] of Object.entries(worthless)) {
    await site.stop(); // each start knows nothing yet of the provider
    await start();
    provider.server.setSecureContext(certificate(what.replaceAll(' ', '-'), how));
    await assertRefused(cause);
  }
  provider.server.setSecureContext(good);
  await later(AGAIN);
  assert.equal((await fetch(`${site.url}/inloggen/organisatie`, { redirect: 'manual' })).status, 303);
});
