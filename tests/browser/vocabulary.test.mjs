// The vocabulary as editors keep it: try an agreement, save it, find with it, change it, take it back.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, signIn, visitor } from './site.mjs';

const EDITOR = 'Yasmin el Idrissi';
const READER = 'Els Barendregt';

let site;
let browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

/** What a reader who was there all the while finds. */
const finds = async (page, words) => { await page.goto(`/zoeken?q=${encodeURIComponent(words)}`); return page.locator('.kb-answer__title').allInnerTexts(); };

test('an agreement is tried, saved, found with, changed and taken back, without a restart', async () => {
  const editor = await visitor(browser, site);
  const reader = await visitor(browser, site);
  await signIn(editor.page, EDITOR);
  await signIn(reader.page, READER);
  assert.deepEqual(await finds(reader.page, 'floepzegel'), []);
  await editor.page.goto('/redactie');
  await editor.page.getByRole('link', { name: 'Woordenlijst' }).click();
  await editor.page.getByRole('link', { name: 'Voeg een afspraak toe' }).click();
  await editor.page.getByLabel('Wat mensen typen').fill('floepzegel');
  assert.equal(await editor.page.locator('label[for=field-means]').innerText(), 'Wat het betekent', 'not said to be optional');
  await editor.page.getByLabel('Wat het betekent').fill('moratorium');
  await editor.page.getByRole('button', { name: 'Bekijk eerst' }).click();
  await editor.page.getByText('floepzegel: nu 0 gevonden').waitFor();
  assert.ok(await editor.page.evaluate(() => document.activeElement.closest('section') && document.querySelector('#proef').getBoundingClientRect().top < innerHeight), 'the outcome is below the fold');
  assert.ok(await editor.page.getByText('nieuw', { exact: true }).count() > 0);
  assert.deepEqual(await finds(reader.page, 'floepzegel'), [], 'a trial changes nothing');
  assert.equal(await editor.page.getByLabel('Wat mensen typen').inputValue(), 'floepzegel');
  await editor.page.getByRole('button', { name: 'Bewaar' }).click();
  await editor.page.getByText('Bewaard.').waitFor();
  assert.match((await finds(reader.page, 'floepzegel'))[0], /moratorium/i);
  assert.match(await reader.page.locator('.kb-results__hits').innerText(), /Ook gezocht op: moratorium/);
  await editor.page.getByRole('link', { name: 'floepzegel' }).click();
  await editor.page.getByLabel('Wat mensen typen').fill('kwistlamp');
  await editor.page.getByRole('button', { name: 'Bewaar' }).click();
  await editor.page.getByText('Bewaard.').waitFor();
  assert.deepEqual(await finds(reader.page, 'floepzegel'), []);
  await editor.page.getByRole('link', { name: 'kwistlamp' }).click();
  await editor.page.getByRole('button', { name: 'Haal deze afspraak weg' }).click();
  await editor.page.getByText('gebruikt haar niet meer').waitFor();
  assert.deepEqual(await finds(reader.page, 'kwistlamp'), []);
  await editor.leave();
  await reader.leave();
});

test('a shipped agreement is found in the list, switched off and on, and the list stays where it was', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, EDITOR);
  await page.goto('/redactie/woordenlijst?woord=huisbaas');
  await page.getByRole('button', { name: /^Zet uit/ }).first().click();
  await page.getByText('staat uit').first().waitFor();
  assert.match(page.url(), /woord=huisbaas/);
  await page.getByRole('button', { name: /^Zet aan/ }).first().click();
  await page.waitForLoadState();
  assert.equal(await page.getByText('staat uit').count(), 0);
  await leave();
});

test('what was typed for an agreement that a colleague took away is not lost', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [400] });
  await signIn(page, EDITOR);
  await page.goto('/redactie/woordenlijst/nieuw?woord=lampfloep&betekent=moratorium');
  await page.getByRole('button', { name: 'Bewaar' }).click();
  await page.getByRole('link', { name: 'lampfloep' }).click();
  const colleague = await page.context().newPage();
  await colleague.goto(page.url());
  await colleague.getByRole('button', { name: 'Haal deze afspraak weg' }).click();
  await colleague.getByText('gebruikt haar niet meer').waitFor();
  await page.getByLabel('Wat mensen typen').fill('lampfloeper');
  await page.getByRole('button', { name: 'Bewaar' }).click();
  await page.locator('.kb-error-list').getByText('een collega heeft deze afspraak net weggehaald').waitFor();
  assert.equal(await page.getByLabel('Wat mensen typen').inputValue(), 'lampfloeper');
  await page.getByRole('button', { name: 'Bewaar' }).click();
  await page.getByRole('link', { name: 'lampfloeper' }).waitFor();
  await leave();
});

test('what cannot be an agreement is refused in words, and nothing typed is lost', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [400] });
  await signIn(page, EDITOR);
  await page.goto('/redactie/woordenlijst/nieuw?woord=a%20%3D%20b');
  await page.getByRole('button', { name: 'Bewaar' }).click();
  const said = await page.locator('.kb-error-list').innerText();
  assert.match(said, /Wat mensen typen: mag geen/);
  assert.match(said, /Wat het betekent: vul dit in/);
  assert.equal(await page.getByLabel('Wat mensen typen').inputValue(), 'a = b');
  await leave();
});
