// Words that an editor takes out are gone for everybody: from the page, its versions, the search and the files.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { judge, launch, serve, signIn, visitor } from './site.mjs';

const NAME = 'Theodora Zwaluwenstein';
let site, browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const hits = async (word) => (await fetch(`${site.url}/zoeken?q=${encodeURIComponent(word)}`)).text();

// A file may go while it is looked at: the index is being built anew.
const bytesOf = (path) => { try { return readFileSync(path, 'latin1'); } catch { return ''; } };
const onDisk = () => readdirSync(site.data, { recursive: true, withFileTypes: true })
  .filter((one) => one.isFile() && /zwaluwenstein/i.test(bytesOf(join(one.parentPath ?? one.path, one.name))))
  .map((one) => one.name);

// An experience stands with the practice at once.
async function somebodyWritesTheName() {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Anneke Goedhart');
  await page.goto('/s/2025-001');
  await page.getByText('Vertel hoe het ging').first().click();
  const form = page.locator('form:has(textarea[name="experience"])');
  await form.locator('textarea[name="experience"]').fill(`Bij mevrouw ging het goed, ${NAME} was blij.`);
  await form.locator('[name="repeat"][value="yes"]').check();
  await form.locator('button[type="submit"]').click();
  assert.match(await page.content(), /Zwaluwenstein/);
  await leave();
}

test('an editor takes words out, and they are gone everywhere', async () => {
  await somebodyWritesTheName();
  const { page, leave } = await visitor(browser, site, { expected: [400] });
  await signIn(page, 'Yasmin el Idrissi');
  await page.goto('/s/2025-001');
  await page.getByRole('link', { name: 'Woorden weghalen' }).click();
  await judge(page, 'taking words out');
  await page.getByLabel('Passage').fill('Een naam die er niet staat');
  await page.getByRole('button', { name: 'Kijk waar het staat' }).click();
  assert.match(await page.locator('main').innerText(), /staat hier niet in/);
  await page.getByLabel('Passage').fill(NAME);
  await page.getByRole('button', { name: 'Kijk waar het staat' }).click();
  assert.match(await page.locator('main').innerText(), /Het staat er 1 keer/);
  assert.doesNotMatch(page.url(), /Zwaluw/);
  await judge(page, 'before words go');
  await page.getByRole('button', { name: 'Haal deze woorden weg' }).click();
  assert.match(page.url(), /\/s\/2025-001$/);
  const left = await page.content();
  assert.match(left, /De woorden zijn weg/);
  assert.match(left, /\[weggehaald\] was blij/);
  assert.doesNotMatch(left, /Zwaluwenstein/);
  const noted = `${site.data}.redactions`;
  assert.ok(existsSync(noted), 'no file of redactions');
  assert.match(readFileSync(noted, 'utf8'), /^[0-9a-z]{26}\texperience_body\t[0-9a-z]{26}\t-\t\d+\+22\t[0-9a-f]{64}\t[0-9a-f]{64}\n$/);
  // who reads meanwhile, as the thread of the index does, keeps the log of the database: it is tried again each minute
  for (let tries = 0; onDisk().length && tries < 800; tries++) await new Promise((later) => setTimeout(later, 100));
  assert.deepEqual(onDisk(), []);
  assert.doesNotMatch(await hits('Zwaluwenstein'), /2025-001/);
  await leave();
});

test('who is no editor has no such page', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [403, 404] });
  await signIn(page, 'Anneke Goedhart');
  await page.goto('/s/2025-001');
  assert.equal(await page.getByRole('link', { name: 'Woorden weghalen' }).count(), 0);
  const id = (await page.locator('form[action*="/stukken/"]').first().getAttribute('action')).split('/')[2];
  assert.equal((await page.goto(`/stukken/${id}/weghalen`)).status(), 403);
  await leave();
});
