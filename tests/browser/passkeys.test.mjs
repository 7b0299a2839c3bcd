// Passkeys as people meet them: Chromium with a device of its own (WebAuthn domain of its protocol), on a network that
// is no demonstration. Passkeys are of a name, so the browser comes by localhost and not by 127.0.0.1.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { PROGRAM, away, judge, kb, launch, serve, visitor } from './site.mjs';

const PASSWORD = 'een lange zin die niemand raadt 27';
const NARROW = { width: 320, height: 800 };
const FAILED = 'Dat is niet gelukt.';
const REFUSED = 'Met deze passkey kun je nu niet inloggen.';

const data = mkdtempSync(join(tmpdir(), 'kb-passkeys-'));
let site;
let browser;

before(async () => {
  kb('init', '--data', data);
  [site, browser] = await Promise.all([serve({ data, flags: [] }), launch()]);
  site.figures = site.url;
  site.url = site.url.replace('127.0.0.1', 'localhost');
});
after(async () => { await browser?.close(); await site?.stop(); away(data); });

const submit = (page, name) => page.getByRole('button', { name, exact: true }).click();

/** A visitor whose browser has a device that knows its owner, with these keys in it; gives the device too. */
async function withDevice(options = {}, credentials = []) {
  const one = await visitor(browser, site, options);
  const cdp = await one.context.newCDPSession(one.page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true } });
  for (const credential of credentials) await cdp.send('WebAuthn.addCredential', { authenticatorId, credential });
  return {
    ...one,
    keys: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    knowsOwner: (isUserVerified) => cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}

async function fillIn(page, name) {
  await page.goto('/inloggen');
  await page.locator('input[name=sign_in]').fill(name);
  await page.locator('input[name=password]').fill(PASSWORD);
  await submit(page, 'Log in');
}

async function addPasskey(page, name) {
  await page.goto('/account/passkeys/nieuw');
  await page.locator('input[name=name]').fill(name);
  await submit(page, 'Maak de passkey');
}

const signedIn = (page, name) => page.getByRole('link', { name, exact: true }).waitFor();

async function addLocation(page, name) {
  await page.goto('/beheer/locaties/nieuw');
  await page.locator('input[name=name]').fill(name);
  await submit(page, 'Bewaar');
}

let evas; // the keys in Eva's device
let bass;
let codes;

test('the first administrator takes a passkey as second factor, and may act from then on', async () => {
  const { page, keys, leave } = await withDevice({ viewport: NARROW });
  await page.goto(site.said.match(/http\S+welkom\S+/)[0].replace('127.0.0.1', 'localhost'));
  await page.locator('input[name=name]').fill('Eva Eerste');
  await page.locator('input[name=sign_in]').fill('eva@loket.nl');
  for (const field of ['password', 'again']) await page.locator(`input[name=${field}]`).fill(PASSWORD);
  await submit(page, 'Bewaar en log in');
  await page.waitForURL('**/account/tweede-stap');
  await page.getByRole('link', { name: 'Passkey toevoegen' }).click();
  await page.getByRole('button', { name: 'Maak de passkey' }).waitFor();
  assert.equal(await page.locator('input[name=name]').inputValue(), 'Chrome op Linux');
  assert.equal(await page.locator('[data-passkey-none]').isVisible(), false);
  await judge(page, 'adding a passkey');
  await submit(page, 'Maak de passkey');
  await page.getByRole('heading', { name: 'Je herstelcodes' }).waitFor();
  codes = await page.locator('.kb-codes .kb-secret').allTextContents();
  assert.equal(codes.length, 10);
  await page.getByRole('link', { name: 'Ik heb ze bewaard' }).click();
  await page.getByText('Je tweede stap is een passkey. Je hebt nog 10 herstelcodes.').waitFor();
  await page.getByText('Nog niet gebruikt.').waitFor();
  await judge(page, 'the account with a passkey');
  await page.goto('/account/tweede-stap');
  await page.getByRole('button', { name: 'Maak nieuwe herstelcodes' }).waitFor();
  await judge(page, 'the second factor with a passkey');
  await addLocation(page, 'Zwolle');
  await page.getByText('Zwolle').first().waitFor();
  evas = await keys();
  assert.equal(evas.length, 1);
  await leave();
});

test('the same device is not added twice, and what is typed as a name is looked at', async () => {
  const { page, keys, leave } = await withDevice({ viewport: NARROW, expected: [400] }, evas);
  await fillIn(page, 'eva@loket.nl');
  await submit(page, 'Log in met een passkey');
  await signedIn(page, 'Eva Eerste');
  await addPasskey(page, 'nog een keer');
  await page.getByText('Dit apparaat heeft al een passkey voor jouw account.').waitFor();
  await judge(page, 'a device that is known');
  evas = await keys();
  await leave();
  const other = await withDevice({ viewport: NARROW, expected: [400] });
  await fillIn(other.page, 'eva@loket.nl');
  await other.page.locator('input[name=code]').fill(codes[0]);
  await submit(other.page, 'Log in');
  await signedIn(other.page, 'Eva Eerste');
  await addPasskey(other.page, 'bsn 111222333');
  await other.page.getByText('Naam').first().waitFor();
  await other.page.locator('.kb-error-list').waitFor();
  await judge(other.page, 'a refused name');
  await other.page.locator('input[name=name]').fill('Sleutel aan mijn bos');
  await submit(other.page, 'Maak de passkey');
  await other.page.getByText('De passkey is toegevoegd.').waitFor();
  await other.page.getByText('Sleutel aan mijn bos').waitFor();
  await other.leave();
});

test('password and passkey sign in; the answer counts once', async () => {
  const { page, keys, leave } = await withDevice({ viewport: NARROW, expected: [403] }, evas);
  let sent;
  page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/inloggen/passkey')) sent = request.postData(); });
  await fillIn(page, 'eva@loket.nl');
  await page.getByText('Je wachtwoord klopt. Gebruik nu je passkey, of vul een code in.').waitFor();
  await judge(page, 'the second step with a passkey');
  await submit(page, 'Log in met een passkey');
  await signedIn(page, 'Eva Eerste');
  await page.goto('/account');
  await page.getByText('Het laatst gebruikt op').first().waitFor();
  await submit(page, 'Uitloggen');
  await page.getByRole('link', { name: 'Inloggen' }).first().waitFor();
  const again = await page.evaluate((body) => fetch('/inloggen/passkey', { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body }).then((answer) => answer.status), sent);
  assert.equal(again, 403);
  await page.goto('/account');
  await page.waitForURL('**/inloggen**'); // it opened nothing
  evas = await keys();
  await leave();
});

test('a passkey alone is both factors in one: the device must know its owner', async () => {
  const { page, keys, knowsOwner, leave } = await withDevice({ viewport: NARROW }, evas);
  await page.goto('/inloggen?verder=/beheer/locaties/nieuw');
  await judge(page, 'signing in, with passkeys');
  await knowsOwner(false);
  await submit(page, 'Log in met een passkey');
  await page.getByText(FAILED).waitFor();
  await judge(page, 'a device that does not know its owner');
  await knowsOwner(true);
  await submit(page, 'Log in met een passkey');
  await page.waitForURL('**/beheer/locaties/nieuw'); // where it was going
  await page.locator('input[name=name]').fill('Deventer');
  await submit(page, 'Bewaar');
  await page.getByText('Deventer').first().waitFor();
  evas = await keys();
  await leave();
});

test('a form that waits goes on after a passkey as after a password', async () => {
  const { page, context, keys, leave } = await withDevice({ viewport: NARROW, expected: [401] }, evas);
  await page.goto('/inloggen');
  await page.getByLabel('Dit is mijn eigen apparaat').check();
  await submit(page, 'Log in met een passkey');
  await signedIn(page, 'Eva Eerste');
  const session = (await context.cookies()).find((cookie) => cookie.name.endsWith('sid'));
  assert.ok(session.expires > Date.now() / 1000, 'the device is trusted');
  await page.goto('/beheer/locaties/nieuw');
  await page.locator('input[name=name]').fill('Kampen');
  await context.clearCookies();
  await submit(page, 'Bewaar');
  await page.getByText('Wat je had ingevuld, is niet weg').waitFor();
  await submit(page, 'Log in met een passkey');
  await page.getByRole('heading', { name: 'Ga verder' }).waitFor();
  await page.getByRole('main').getByRole('button').click();
  await page.getByText('Kampen').first().waitFor();
  evas = await keys();
  await leave();
});

test("nobody's passkey opens somebody else's account", async () => {
  const added = spawnSync(PROGRAM, ['user', 'add', '--data', data, '--name', 'Bas Bezoeker', '--password', 'bas@loket.nl'], { input: `${PASSWORD}\n`, encoding: 'utf8' });
  assert.equal(added.status, 0, added.stderr);
  const first = await withDevice({ viewport: NARROW });
  await fillIn(first.page, 'bas@loket.nl');
  await signedIn(first.page, 'Bas Bezoeker');
  await addPasskey(first.page, 'telefoon van Bas');
  await first.page.getByRole('heading', { name: 'Je herstelcodes' }).waitFor();
  bass = await first.keys();
  await first.leave();

  const { page, leave } = await withDevice({ viewport: NARROW, expected: [403] }, bass);
  await fillIn(page, 'eva@loket.nl');
  await submit(page, 'Log in met een passkey'); // the device has none that may answer
  await page.getByText(FAILED).waitFor();
  await page.evaluate(() => { document.querySelector('form[data-passkey]').dataset.allowed = ''; });
  await submit(page, 'Log in met een passkey'); // now it answers, with that of Bas
  await page.getByText(REFUSED).waitFor();
  await judge(page, 'a refused passkey');
  await page.getByRole('heading', { name: 'Nog één stap' }).waitFor();
  await page.goto('/account');
  await page.waitForURL('**/inloggen**');
  await leave();
});

test('without script, and at an address of figures, codes still work and nothing is offered that does not', async () => {
  const plain = await visitor(browser, site, { viewport: NARROW, javaScriptEnabled: false });
  await fillIn(plain.page, 'eva@loket.nl');
  assert.equal(await plain.page.getByRole('button', { name: 'Log in met een passkey' }).isVisible(), false);
  await plain.page.locator('input[name=code]').fill(codes[1]);
  await submit(plain.page, 'Log in');
  await signedIn(plain.page, 'Eva Eerste');
  await plain.page.goto('/account/passkeys/nieuw');
  await plain.page.getByText('Zet JavaScript aan').waitFor();
  assert.equal(await plain.page.getByRole('button', { name: 'Maak de passkey' }).isVisible(), false);
  await plain.leave();
  const figures = await visitor(browser, { ...site, url: site.figures }, { viewport: NARROW });
  await fillIn(figures.page, 'eva@loket.nl');
  assert.equal(await figures.page.locator('form[data-passkey]').count(), 0);
  await figures.page.locator('input[name=code]').fill(codes[2]);
  await submit(figures.page, 'Log in');
  await signedIn(figures.page, 'Eva Eerste');
  await figures.page.goto('/account/passkeys/nieuw');
  await figures.page.getByText('Op dit adres kan je browser geen passkey maken.').waitFor();
  await judge(figures.page, 'no passkeys here');
  await figures.leave();
});

test('a passkey that was taken away opens nothing any more, nor does any after the command line took them all', async () => {
  const { page, leave } = await withDevice({ viewport: NARROW, expected: [403] }, evas);
  await page.goto('/inloggen');
  await submit(page, 'Log in met een passkey');
  await signedIn(page, 'Eva Eerste');
  await page.goto('/account');
  await submit(page, 'Haal weg: Chrome op Linux');
  await page.getByText('De passkey is weg.').waitFor();
  assert.equal(await page.getByRole('button', { name: /^Haal weg: / }).count(), 1);
  await submit(page, 'Uitloggen');
  await page.goto('/inloggen');
  await submit(page, 'Log in met een passkey');
  await page.getByText(REFUSED).waitFor();
  await judge(page, 'a passkey that was taken away');
  kb('user', 'reset-second-factor', '--data', data, 'eva@loket.nl');
  await fillIn(page, 'eva@loket.nl');
  await page.waitForURL('**/account/tweede-stap'); // the password is enough, and a second factor must be set up anew
  await page.goto('/account');
  assert.equal(await page.getByRole('button', { name: /^Haal weg: / }).count(), 0);
  await leave();
});

test('it all happened behind the walls', () => {
  assert.match(site.log(), /walls\.raised/);
});
