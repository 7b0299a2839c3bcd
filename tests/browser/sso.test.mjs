// Signing in with the account of one's organisation, at a real provider; and every token that somebody could forge.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { other, startProvider, token } from './provider.mjs';
import { away, judge, kb, launch, PROGRAM, serve, visitor } from './site.mjs';

const PASSWORD = 'een lange zin die niemand raadt 27';
const SECRET = 'geheim: met / en +';
const NARROW = { width: 320, height: 800 };
const SIGN_IN = 'Log in met het account van je organisatie';

const persons = {
  rosa: { claims: { name: 'Rosa Anders', email: 'rosa@loket.nl', email_verified: true, groups: ['huur'] }, amr: ['pwd'] },
  nia: { claims: { name: 'Nia Nieuw', email: 'nia@loket.nl', email_verified: true, groups: ['huur', 'redactie'] }, amr: ['pwd', 'otp'] },
  vreemd: { claims: { name: 'Vreemd', email: 'rosa@loket.nl', email_verified: true } },
};

const data = mkdtempSync(join(tmpdir(), 'kb-sso-'));
const files = mkdtempSync(join(tmpdir(), 'kb-sso-files-'));
let site, browser, provider;

function addPerson(signIn, name, ...roles) {
  const added = spawnSync(PROGRAM, ['user', 'add', signIn, '--name', name, '--password', '--data', data], { input: `${PASSWORD}\n`, encoding: 'utf8' });
  assert.equal(added.status, 0, added.stderr);
  for (const role of roles) kb('user', 'role', signIn, role, '--data', data);
}

const rolesOf = (signIn) => kb('user', 'list', '--data', data).split('\n').find((line) => line.startsWith(signIn)).split('\t')[3] || '';

before(async () => {
  kb('init', '--data', data);
  kb('group', 'add', 'Huur', '--data', data);
  addPerson('rosa@loket.nl', 'Rosa', 'lead@group:huur');
  provider = await startProvider(persons);
  writeFileSync(join(files, 'secret'), `${SECRET}\n`);
  writeFileSync(join(files, 'roles'), '# groep = rol\nhuur = member@group:huur\nredactie = editor@network\nredactie = participant@location:nergens\n');
  const flags = ['--oidc-issuer', provider.issuer, '--oidc-client', 'praktijkbank', '--oidc-secret-file', join(files, 'secret'),
    '--oidc-scope', 'openid profile email groups', '--oidc-roles-file', join(files, 'roles'), '--oidc-second', 'otp, mfa'];
  [site, browser] = await Promise.all([serve({ data, flags }), launch()]);
  provider.for(site.url, SECRET);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await provider?.stop();
  away(data, files);
});

/** Somebody whose browser keeps to our policy: a form that would end elsewhere is stopped. */
const somebody = (options = {}) => visitor(browser, site, { also: provider.issuer, bypassCSP: false, ...options });

const submit = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function withPassword(page, name) {
  await page.goto('/inloggen');
  await page.locator('input[name=sign_in]').fill(name);
  await page.locator('input[name=password]').fill(PASSWORD);
  await submit(page, 'Log in');
  await page.getByRole('button', { name: 'Uitloggen' }).waitFor();
}

/** On the provider's own page. */
async function beThere(page, name) {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator('input[name=login]').fill(name);
  await page.getByRole('button', { name: 'Verder' }).click();
}

async function withOrganisation(page, name) {
  await page.goto('/inloggen');
  await page.getByRole('link', { name: SIGN_IN }).click();
  await beThere(page, name);
}

/** In a window of its own, so that the page stays where it is. */
async function signedIn(page) {
  const beside = await page.context().newPage();
  await beside.goto('/account');
  const yes = new URL(beside.url()).pathname === '/account';
  await beside.close();
  return yes;
}

const refused = (page, why) => page.getByRole('heading', { name: 'Het is niet gelukt' }).waitFor().then(() => page.getByText(why).waitFor());

test('the same mail address at the provider opens no account, and makes none', async () => {
  const { page, leave } = await somebody({ expected: [403] });
  await withOrganisation(page, 'vreemd');
  await refused(page, 'is hier niet gekoppeld');
  assert.equal(await signedIn(page), false);
  assert.equal(kb('user', 'list', '--data', data).trim().split('\n').length, 1);
  await leave();
});

test('who is signed in links their account, after proving at the provider who they are', async () => {
  const { page, leave } = await somebody();
  await withPassword(page, 'rosa@loket.nl');
  await page.goto('/account');
  await submit(page, 'Koppel aan mijn organisatie');
  await beThere(page, 'rosa');
  await page.getByText('Je account is gekoppeld').waitFor();
  assert.equal(provider.asked.prompt, 'login');
  assert.equal(provider.asked.code_challenge_method, 'S256');
  await leave();
});

test('then the account of the organisation signs in, with a new session, and groups give roles', async () => {
  const { page, context, leave } = await somebody();
  await withOrganisation(page, 'rosa');
  await page.waitForURL(`${site.url}/`);
  await page.getByRole('link', { name: 'Rosa', exact: true }).waitFor();
  const cookie = async () => (await context.cookies()).find(({ name }) => name === '__Host-sid').value;
  const first = await cookie();
  assert.match(rolesOf('rosa@loket.nl'), /member@group:Huur/);
  assert.equal((await context.cookies(site.url)).some(({ name }) => name === '__Host-sso'), false);
  await page.goto('/inloggen/organisatie?verder=/account'); // again: proves anew, and the session changes
  await beThere(page, 'rosa');
  await page.waitForURL(`${site.url}/account`);
  assert.notEqual(await cookie(), first);
  await leave();
});

test('a group that is left takes its role along at the next sign-in; what was given by hand stays', async () => {
  persons.rosa.claims.groups = [];
  const { page, leave } = await somebody();
  await withOrganisation(page, 'rosa');
  await page.waitForURL(`${site.url}/`);
  assert.equal(rolesOf('rosa@loket.nl'), 'lead@group:Huur');
  await leave();
});

async function invitation() {
  const { page, leave } = await somebody();
  await withPassword(page, 'rosa@loket.nl');
  await page.goto('/werkgroepen/huur');
  await page.getByRole('button', { name: 'Nodig iemand uit met een link' }).click();
  const link = await page.locator('#link').inputValue();
  await leave();
  return link;
}

test('an invitation is taken with the account of the organisation: no password at all, and a second factor that was given there counts', async () => {
  const link = await invitation();
  const { page, leave } = await somebody({ expected: [410] });
  await page.goto(link);
  await submit(page, 'Ga verder met het account van je organisatie');
  await beThere(page, 'nia');
  await page.waitForURL(`${site.url}/`); // an editor, and not sent to set up a second factor
  await page.getByRole('link', { name: 'Nia Nieuw' }).waitFor();
  assert.match(rolesOf('nia@loket.nl'), /editor@network/);
  await page.goto('/account');
  await page.getByText('Je hebt geen wachtwoord').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Ontkoppel' }).count(), 0);
  await page.goto(link);
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Ga verder met het account van je organisatie' }).count(), 0);
  await leave();
});

test('a form that was sent too late waits while its person is at the provider', async () => {
  const { page, context, leave } = await somebody({ expected: [401] });
  await withOrganisation(page, 'rosa');
  await page.waitForURL(`${site.url}/`);
  await page.goto('/stukken/nieuw');
  await page.getByLabel('Titel').fill('Huurverhoging te laat aangezegd');
  await page.locator('input[name=kind]').first().check();
  await context.clearCookies({ name: '__Host-sid' });
  await page.locator('main form button[type=submit]').first().click();
  await page.getByText('Je was te lang weg').waitFor();
  await submit(page, SIGN_IN);
  await beThere(page, 'rosa');
  await page.getByRole('heading', { name: 'Ga verder' }).waitFor();
  await submit(page, 'Verstuur het formulier');
  await page.getByText('Huurverhoging te laat aangezegd').first().waitFor();
  await leave();
});

/** Forms that nobody will come back for, from another address of this machine. */
async function flood(from, times) {
  const body = 'verder=%2F&kept=verzonnen';
  const one = () => new Promise((resolve, reject) => {
    const headers = { Origin: site.url, 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': body.length };
    request(`${site.url}/inloggen/organisatie`, { method: 'POST', localAddress: from, headers }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    }).on('error', reject).end(body);
  });
  for (let i = 0; i < times; i++) assert.equal(await one(), 200);
}

test('a form that waits is not thrown out by a flood from elsewhere', async () => {
  const { page, context, leave } = await somebody({ expected: [401] });
  await withOrganisation(page, 'rosa');
  await page.waitForURL(`${site.url}/`);
  await page.goto('/stukken/nieuw');
  await page.getByLabel('Titel').fill('Huurverhoging midden in de drukte');
  await page.locator('input[name=kind]').first().check();
  await context.clearCookies({ name: '__Host-sid' });
  await page.locator('main form button[type=submit]').first().click();
  await page.getByText('Je was te lang weg').waitFor();
  await flood('127.0.0.9', 120);
  await submit(page, SIGN_IN);
  await page.waitForURL(`${provider.issuer}/**`);
  await flood('127.0.0.9', 120);
  await beThere(page, 'rosa');
  await submit(page, 'Verstuur het formulier');
  await page.getByText('Huurverhoging midden in de drukte').first().waitFor();
  await leave();
});

test('signing out here goes on to the provider', async () => {
  const { page, leave } = await somebody();
  await withOrganisation(page, 'rosa');
  await page.waitForURL(`${site.url}/`);
  await submit(page, 'Uitloggen');
  await page.waitForURL(`${provider.issuer}/session/end**`);
  await page.getByRole('button', { name: 'Stop ook hier' }).click();
  await page.waitForURL(`${site.url}/**`);
  assert.equal(await signedIn(page), false);
  await page.goto('/inloggen');
  await page.getByRole('link', { name: SIGN_IN }).click();
  await page.locator('input[name=login]').waitFor(); // there it asks again as well
  await leave();
});

test('signing out at the provider ends the session here', async () => {
  const { page, leave } = await somebody();
  await withOrganisation(page, 'rosa');
  await page.waitForURL(`${site.url}/`);
  assert.equal(await signedIn(page), true);
  await page.goto(`${provider.issuer}/session/end`);
  await page.getByRole('button', { name: 'Stop ook hier' }).click();
  await page.getByText('Overal uitgelogd').waitFor();
  assert.equal(await signedIn(page), false);
  await leave();
});

test('what pretends to be the provider ends nothing', async () => {
  const { page, leave } = await somebody();
  await withOrganisation(page, 'rosa');
  await page.waitForURL(`${site.url}/`);
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: provider.issuer, aud: 'praktijkbank', sub: 'rosa', jti: 'j1', iat: now, exp: now + 60, events: { 'http://schemas.openid.net/event/backchannel-logout': {} } };
  for (const lie of [token({ alg: 'RS256', kid: 'rsa-1' }, claims, other.privateKey), token({ alg: 'none' }, claims), 'x', '']) {
    const answer = await fetch(`${site.url}/uitloggen/melding`, { method: 'POST', body: new URLSearchParams({ logout_token: lie }) });
    assert.equal(answer.status, 400);
    assert.deepEqual(await answer.json(), { error: 'invalid_request' });
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  }
  assert.equal(await signedIn(page), true);
  await leave();
});

for (const alg of ['PS256', 'ES256'])
  test(`a token counts that the provider signed with ${alg}`, async () => {
    provider.for(site.url, SECRET, alg);
    const { page, leave } = await somebody();
    await withOrganisation(page, 'rosa');
    await page.waitForURL(`${site.url}/`);
    assert.equal(await signedIn(page), true);
    assert.equal(provider.served.signed, alg);
    provider.for(site.url, SECRET);
    await leave();
  });

const seconds = () => Math.floor(Date.now() / 1000);
const forgeries = {
  'a wrong signature': (claims) => token({ alg: 'RS256', kid: 'rsa-1' }, claims, other.privateKey),
  'no algorithm': (claims) => token({ alg: 'none' }, claims),
  'the public key as a secret': (claims) => token({ alg: 'HS256', kid: 'rsa-1' }, claims, provider.publicKey),
  'another audience': (claims, key) => token({ alg: 'RS256', kid: 'rsa-1' }, { ...claims, aud: 'another' }, key),
  'another issuer': (claims, key) => token({ alg: 'RS256', kid: 'rsa-1' }, { ...claims, iss: 'https://another.example.org' }, key),
  'another nonce': (claims, key) => token({ alg: 'RS256', kid: 'rsa-1' }, { ...claims, nonce: 'another' }, key),
  'a token that expired': (claims, key) => token({ alg: 'RS256', kid: 'rsa-1' }, { ...claims, iat: seconds() - 900, exp: seconds() - 600 }, key),
  'an unknown key': (claims, key) => token({ alg: 'RS256', kid: 'rsa-9' }, claims, key),
};

/** Signs in at the provider, whose token endpoint gives out what was set with lies(). */
async function meetLiar() {
  const { page, leave } = await somebody({ expected: [403, 503] });
  await withOrganisation(page, 'rosa');
  await page.getByRole('heading', { name: /niet gelukt/ }).or(page.getByRole('button', { name: 'Uitloggen' })).waitFor();
  const got = { signedIn: await signedIn(page), words: await page.locator('main').innerText() };
  await leave();
  return got;
}

test('the liar is believed when it does not lie: what follows is refused for its lie alone', async () => {
  provider.lies((claims, key) => token({ alg: 'RS256', kid: 'rsa-1' }, claims, key));
  assert.equal((await meetLiar()).signedIn, true);
});

for (const [what, lie] of Object.entries(forgeries))
  test(`refused: ${what}`, async () => {
    provider.lies(lie);
    const got = await meetLiar();
    provider.lies(null);
    assert.equal(got.signedIn, false);
    assert.match(got.words, /klopt niet/);
  });

test('an unknown key makes us look at the keys again, but not on and on', async () => {
  provider.lies(forgeries['an unknown key']);
  const before = provider.served.keys;
  await meetLiar();
  await meetLiar();
  provider.lies(null);
  assert.ok(provider.served.keys - before <= 1, `asked ${provider.served.keys - before} times`);
});

test('an old sign-in does not pass for a fresh one', async () => {
  const { page, leave } = await somebody({ expected: [403] });
  await withOrganisation(page, 'rosa');
  await page.waitForURL(`${site.url}/`);
  provider.lies((claims, key) => token({ alg: 'RS256', kid: 'rsa-1' }, { ...claims, auth_time: seconds() - 3600 }, key));
  await page.goto('/inloggen/organisatie');
  await beThere(page, 'rosa');
  await refused(page, 'klopt niet');
  provider.lies(null);
  await leave();
});

/** Without script the way back stops at its button: there one sees the answer. */
async function answerOf(page, name) {
  await withOrganisation(page, name);
  await page.getByRole('heading', { name: 'Bijna klaar' }).waitFor();
  return page.url();
}

test('an answer counts once, in the browser that asked, and for its own question', async () => {
  const still = { javaScriptEnabled: false, expected: [403] };
  const [first, second] = [await somebody(still), await somebody(still)];
  const back = await answerOf(first.page, 'rosa');

  await second.page.goto(back); // a browser that did not ask
  await submit(second.page, 'Ga verder');
  await refused(second.page, 'niet in dit venster begonnen');
  await answerOf(second.page, 'nia');
  await second.page.goto(back); // one that asked something else
  await submit(second.page, 'Ga verder');
  await refused(second.page, 'niet in dit venster begonnen');
  assert.equal(await signedIn(second.page), false);

  const sealed = (await first.context.cookies()).find(({ name }) => name === '__Host-sso');
  await submit(first.page, 'Ga verder');
  await first.page.getByRole('button', { name: 'Uitloggen' }).waitFor();
  await first.context.clearCookies({ name: '__Host-sid' });
  await first.context.addCookies([sealed]); // the whole way again, with all that belonged to it
  await first.page.goto(back);
  await submit(first.page, 'Ga verder');
  await first.page.getByRole('heading', { name: 'Het is niet gelukt' }).waitFor();
  assert.equal(await signedIn(first.page), false);
  await first.leave();
  await second.leave();
});

test('a code that was used is refused by the provider, and that is the end of it', async () => {
  const { page, context, leave } = await somebody({ javaScriptEnabled: false, expected: [403] });
  const used = new URL(await answerOf(page, 'rosa')).searchParams.get('code');
  await submit(page, 'Ga verder');
  await page.getByRole('button', { name: 'Uitloggen' }).waitFor();
  await context.clearCookies({ name: '__Host-sid' });
  await page.goto('/inloggen/organisatie');
  const mine = new URL(page.url());
  mine.searchParams.set('code', used);
  await page.goto(mine.href);
  await submit(page, 'Ga verder');
  await refused(page, 'heeft je niet ingelogd');
  assert.equal(await signedIn(page), false);
  await leave();
});

test('who stops at the provider is told so', async () => {
  const { page, leave } = await somebody({ expected: [403] });
  await page.goto('/inloggen');
  await page.getByRole('link', { name: SIGN_IN }).click();
  await page.getByRole('button', { name: 'Stop' }).click();
  await refused(page, 'Misschien ben je daar gestopt');
  await leave();
});

test('it works without script: one button more', async () => {
  const { page, leave } = await somebody({ javaScriptEnabled: false });
  await withOrganisation(page, 'rosa');
  await submit(page, 'Ga verder');
  await page.waitForURL(`${site.url}/`);
  await page.getByRole('button', { name: 'Uitloggen' }).waitFor();
  await leave();
});

test('the pages have nothing that axe would refuse, also narrow', async () => {
  const { page, leave } = await visitor(browser, site, { also: provider.issuer, viewport: NARROW, expected: [403] });
  await page.goto('/inloggen');
  await judge(page, 'signing in');
  await page.goto('/inloggen/organisatie/terug?state=x&error=access_denied');
  await judge(page, 'a refusal');
  await withPassword(page, 'rosa@loket.nl');
  await page.goto('/account');
  await judge(page, 'the account, linked');
  await leave();
});
