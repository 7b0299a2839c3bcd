// The second factor after the identity provider: what was given there counts when the settings say so; else ours is
// asked, and who must have one sets it up before they act (design section 9).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { codeOf } from './people.mjs';
import { startProvider } from './provider.mjs';
import { away, kb, launch, PROGRAM, serve, visitor } from './site.mjs';

const PASSWORD = 'een lange zin die niemand raadt 27';
const SECRET = 'een geheim van de client dat lang genoeg is';
const persons = { eva: { claims: { name: 'Eva' }, amr: ['pwd'] } };

const data = mkdtempSync(join(tmpdir(), 'kb-sso-second-'));
const files = mkdtempSync(join(tmpdir(), 'kb-sso-second-files-'));
let site, browser, provider;

before(async () => {
  kb('init', '--data', data);
  const added = spawnSync(PROGRAM, ['user', 'add', 'eva@loket.nl', '--name', 'Eva', '--password', '--data', data], { input: `${PASSWORD}\n`, encoding: 'utf8' });
  assert.equal(added.status, 0, added.stderr);
  kb('user', 'role', 'eva@loket.nl', 'administrator@network', '--data', data);
  provider = await startProvider(persons);
  writeFileSync(join(files, 'secret'), `${SECRET}\n`);
  const flags = ['--oidc-issuer', provider.issuer, '--oidc-client', 'praktijkbank', '--oidc-secret-file', join(files, 'secret'), '--oidc-second', 'otp, mfa'];
  [site, browser] = await Promise.all([serve({ data, flags }), launch()]);
  provider.for(site.url, SECRET);
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await provider?.stop();
  away(data, files);
});

const somebody = () => visitor(browser, site, { also: provider.issuer, bypassCSP: false, expected: [403] });
const submit = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function beThere(page) {
  await page.waitForURL(`${provider.issuer}/**`);
  await page.locator('input[name=login]').fill('eva');
  await page.getByRole('button', { name: 'Verder' }).click();
}

async function withOrganisation(page) {
  await page.goto('/inloggen/organisatie');
  await beThere(page);
}

test('a password at the provider is no second factor: who must have one sets it up first, is asked for it, and what is given there spares it', async () => {
  const first = await somebody();
  await first.page.goto('/inloggen');
  await first.page.locator('input[name=sign_in]').fill('eva@loket.nl');
  await first.page.locator('input[name=password]').fill(PASSWORD);
  await submit(first.page, 'Log in');
  await first.page.waitForURL('**/account/tweede-stap');
  await first.page.goto('/account');
  await submit(first.page, 'Koppel aan mijn organisatie');
  await beThere(first.page);
  await first.page.getByText('Je account is gekoppeld.').waitFor();
  await first.leave();

  const { page, context, leave } = await somebody();
  await withOrganisation(page);
  await page.waitForURL('**/account/tweede-stap'); // before anything else
  await page.goto('/beheer/locaties/nieuw');
  await page.locator('input[name=name]').fill('Zwolle');
  await submit(page, 'Bewaar');
  await page.getByRole('heading', { name: 'Stel eerst je tweede stap in' }).waitFor();
  await page.goto('/account/tweede-stap');
  await submit(page, 'Begin');
  const secret = await page.locator('.kb-secret').textContent();
  await page.locator('input[name=code]').fill(codeOf(secret));
  await submit(page, 'Zet de tweede stap aan');
  await page.getByRole('heading', { name: 'Je herstelcodes' }).waitFor();

  await context.clearCookies();
  await withOrganisation(page);
  await page.getByRole('heading', { name: 'Nog één stap' }).waitFor();
  await page.goto('/account'); // not in yet
  await page.waitForURL('**/inloggen**');
  await page.goto('/inloggen/organisatie'); // there one is known by now
  await page.getByRole('heading', { name: 'Nog één stap' }).waitFor();
  await page.locator('input[name=code]').fill(codeOf(secret, 1));
  await submit(page, 'Log in');
  await page.getByRole('button', { name: 'Uitloggen' }).waitFor();

  persons.eva.amr = ['pwd', 'otp'];
  await context.clearCookies();
  await withOrganisation(page);
  await page.getByRole('button', { name: 'Uitloggen' }).waitFor();
  await page.goto('/beheer/locaties/nieuw');
  await page.locator('input[name=name]').fill('Zwolle');
  await submit(page, 'Bewaar');
  await page.getByText('Zwolle').first().waitFor();
  await leave();
});

test('an administrator lets go of an account at the provider, and what was begun there ends', async () => {
  const { page, leave } = await somebody();
  await withOrganisation(page);
  await page.getByRole('button', { name: 'Uitloggen' }).waitFor();
  await page.goto('/beheer/mensen');
  await page.getByRole('main').getByRole('link', { name: 'Eva' }).click();
  await page.getByText('met het account van de organisatie').waitFor();
  await submit(page, 'Ontkoppel');
  await page.waitForURL('**/inloggen**'); // as this sign-in was
  await page.goto('/inloggen/organisatie');
  await page.getByText('is hier niet gekoppeld').waitFor();
  await leave();
});
