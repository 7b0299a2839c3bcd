// What people search for is counted, and the name of a client is found nowhere afterwards: not in the database, not in
// the index, not in the log.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { away, launch, serve, signIn, visitor } from './site.mjs';

const EDITOR = 'Yasmin el Idrissi';
const HANDED_OVER_MS = 20_000; // every ten seconds

let browser;
let folder;
let site;
before(async () => { browser = await launch(); folder = mkdtempSync(join(tmpdir(), 'kb-asked-')); });
after(async () => { await browser?.close(); await site?.stop(); away(folder); });

/** Files below a folder that hold this word, in either case. */
function holding(place, word) {
  const found = [];
  for (const entry of readdirSync(place, { withFileTypes: true })) {
    const path = join(place, entry.name);
    if (entry.isDirectory()) found.push(...holding(path, word));
    else if (entry.isFile() && readFileSync(path, 'latin1').toLowerCase().includes(word)) found.push(path);
  }
  return found;
}

const search = (page, words) => page.goto(`/zoeken?q=${encodeURIComponent(words)}`);

/** The page of the editors once it says this. */
async function says(page, words) {
  const ends = Date.now() + HANDED_OVER_MS;
  for (;;) {
    await page.goto('/redactie/zoekvragen');
    if ((await page.locator('main').innerText()).includes(words)) return;
    assert.ok(Date.now() < ends, `the page of the editors never said ${words}`);
    await page.waitForTimeout(1000);
  }
}

test('words are counted for the editors, a name is kept nowhere', async () => {
  site = await serve({ data: folder });
  const els = await visitor(browser, site);
  const tom = await visitor(browser, site);
  const editor = await visitor(browser, site);
  await signIn(els.page, 'Els Barendregt');
  await signIn(tom.page, 'Tom Verhagen');
  await signIn(editor.page, EDITOR);
  await search(els.page, 'Xandrine Kwastelaar ontruiming');
  await search(els.page, 'Kwastelaar');
  await search(els.page, 'zwemvliezen');
  await search(els.page, '"deurwaarder moratorium"');
  await search(els.page, 'WIA');
  await els.page.getByText('Geen stukken gevonden').waitFor();
  await els.page.getByRole('button', { name: 'Meld dat je dit niet vindt' }).waitFor();
  await els.page.goto('/zoeken?q=zwemvliezen&soort=plan');
  await els.page.getByText('Geen stukken gevonden').waitFor();
  assert.equal(await els.page.getByRole('button', { name: 'Meld dat je dit niet vindt' }).count(), 0, 'filters may be what left nothing');
  await search(els.page, 'flappermuts');
  await search(tom.page, 'flappermuts');
  await search(els.page, 'moratorium');
  await els.page.locator('.kb-answer__link').click();
  for (const words of ['zwemvliezen', 'wia', 'Moratorium']) await says(editor.page, words);
  const page = await editor.page.locator('main').innerText();
  assert.match(page, /flappermuts/, 'two persons make a word');
  assert.match(page, /Niet gevonden[^]*\bwia\b[^]*Wel gevonden/i, 'what is only near is missed');
  assert.doesNotMatch(page, /Niet gevonden[^]*deurwaarder[^]*Wel gevonden/i, 'texts have the words of a phrase by themselves');
  assert.match(page, /Geopend vanuit zoeken[^]*moratorium/i);
  assert.doesNotMatch(page, /kwastelaar|xandrine/i);
  await search(els.page, 'zwemvliezen Kwastelaar');
  assert.match(await els.page.locator('.kb-empty').innerText(), /alleen deze woorden door, niet wie je bent: zwemvliezen\./);
  await els.page.getByRole('button', { name: 'Meld dat je dit niet vindt' }).click();
  await els.page.getByText('Gemeld.').waitFor();
  await search(els.page, 'Kwastelaar');
  assert.equal(await els.page.getByRole('button', { name: 'Meld dat je dit niet vindt' }).count(), 0);
  await editor.page.goto('/redactie/zoekvragen');
  await editor.page.getByText('1 keer gemeld').waitFor();
  assert.equal(await editor.page.getByText('Vindt nu iets').count(), 0);
  await editor.page.goto('/redactie/woordenlijst/nieuw?woord=zwemvliezen');
  await editor.page.getByLabel('Wat het betekent').fill('moratorium');
  await editor.page.getByRole('button', { name: 'Bewaar' }).click();
  await editor.page.getByText('Bewaard.').waitFor();
  await editor.page.goto('/redactie/zoekvragen');
  await editor.page.getByRole('link', { name: /^Vindt nu iets/ }).click();
  await editor.page.locator('.kb-answer').waitFor();
  await els.leave();
  await tom.leave();
  await editor.leave();
  await site.stop();
  assert.deepEqual(holding(folder, 'kwastelaar'), []);
  assert.deepEqual(holding(folder, 'xandrine'), []);
  assert.doesNotMatch(site.log(), /kwastelaar|xandrine/i);
  assert.ok(holding(folder, 'zwemvliezen').length > 0, 'and what may be kept is there');
});
