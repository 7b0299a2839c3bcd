// What somebody may ask about themselves: another name, everything that is held as a file, to be erased.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { judge, launch, serve, signIn, visitor } from './site.mjs';

let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const bytesOf = (path) => { try { return readFileSync(path, 'latin1'); } catch { return ''; } };
const onDisk = (word) => readdirSync(site.data, { recursive: true, withFileTypes: true })
  .filter((one) => one.isFile() && word.test(bytesOf(join(one.parentPath ?? one.path, one.name))))
  .map((one) => one.name);

test('own data are one file that says what, why and how long', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Anneke Goedhart');
  await page.goto('/s/2026-010');
  await page.locator('details:has(form[action$="/reacties"]) summary').last().click();
  await page.locator('textarea[name="body"]').fill('Dit kan korter.');
  await page.locator('form[action$="/reacties"] button').last().click();
  await page.getByText('Dit kan korter.').first().waitFor();
  await page.goto('/account');
  await judge(page, 'the account');
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download alles wat we over je bewaren' }).click()]);
  assert.equal(file.suggestedFilename(), 'mijn-gegevens.json');
  const all = JSON.parse(readFileSync(await file.path(), 'utf8'));
  const part = (what) => all.over_jou.find((one) => one.wat === what)?.gegevens;
  assert.equal(part('Account')[0].name, 'Anneke Goedhart');
  assert.match(part('Account')[0].created, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
  assert.equal(part('Waar iemand is ingelogd').length, 1);
  assert.ok(part('Versies die iemand publiceerde').some((one) => one.title));
  assert.equal(part('Reacties').at(-1).body, 'Dit kan korter.');
  assert.ok(part('Het logboek: wat iemand deed').some((one) => one.action === 'person.sign-in'));
  assert.doesNotMatch(JSON.stringify(all), /argon2|token|csrf|Yasmin/);
  await leave();
});

test('a name is changed by its person, and the register tells what is kept', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [422] });
  await signIn(page, 'Anneke Goedhart');
  await page.goto('/account');
  await page.getByLabel('Naam', { exact: true }).fill('Anneke Goedhart-de Wit');
  await page.getByRole('button', { name: 'Bewaar je naam' }).click();
  assert.match(await page.locator('main').innerText(), /Je bent ingelogd als Anneke Goedhart-de Wit/);
  await page.getByRole('link', { name: 'Wat we over mensen bewaren' }).click();
  await judge(page, 'the register');
  assert.match(await page.locator('main').innerText(), /Berichten: .*Bewaard: 400 dagen\. Bij wissen: verwijderd\./s);
  await leave();
});

test('who is erased leaves words without a name, and nothing on the disk', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [400, 422] });
  await signIn(page, 'Anneke Goedhart-de Wit');
  await page.goto('/account');
  await page.getByRole('link', { name: 'Je account opheffen' }).click();
  await judge(page, 'before one is erased');
  await page.getByLabel('Ik weet het zeker').check();
  await page.getByRole('button', { name: 'Hef mijn account op' }).click();
  assert.match(await page.content(), /Je account is opgeheven/);
  await page.goto('/account');
  assert.match(page.url(), /\/inloggen/);
  await leave();
  const reader = await visitor(browser, site);
  await signIn(reader.page, 'Yasmin el Idrissi');
  await reader.page.goto('/s/2026-010');
  const left = await reader.page.content();
  assert.match(left, /voormalig deelnemer/);
  assert.match(left, /Dit kan korter\./);
  assert.doesNotMatch(left, /Anneke/);
  await reader.leave();
  for (let tries = 0; onDisk(/Anneke Goedhart|anneke@/i).length && tries < 100; tries++) await new Promise((later) => setTimeout(later, 100));
  assert.deepEqual(onDisk(/Anneke Goedhart|anneke@/i), []);
  assert.match(readFileSync(`${site.data}.redactions`, 'utf8'), /^person\t[0-9a-z]{26}\n$/);
});

test('an administrator erases somebody, after a page that says what that does', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [400, 422] });
  await signIn(page, 'Femke Haverkamp');
  await page.goto('/beheer/mensen');
  await page.getByRole('link', { name: 'Els Barendregt' }).click();
  await page.getByRole('link', { name: 'Wis deze persoon' }).click();
  await judge(page, 'before somebody is erased');
  await page.getByLabel('Ik weet het zeker').check();
  await page.getByRole('button', { name: 'Wis deze persoon' }).click();
  assert.match(await page.content(), /De persoon is gewist/);
  assert.doesNotMatch(await page.content(), /Els Barendregt|voormalig deelnemer/);

  await page.goto('/account/opheffen'); // the last administrator
  assert.match(await page.locator('main').innerText(), /is er niemand meer voor:\s+beheer: accounts en rollen/);
  await page.getByLabel('Ik weet het zeker').check();
  await page.getByRole('button', { name: 'Hef mijn account op' }).click();
  assert.match(await page.locator('main').innerText(), /is de laatste beheerder/);
  await judge(page, 'a refusal to erase');
  await leave();
});
