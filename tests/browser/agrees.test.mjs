// What a page says agrees with what holds, and with what the page beside it says: a step asks what it is about, a day that
// has passed is not to come, and what is done is not asked for any more.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { done, follow, looks, press, steps, visits, waiting, write } from './people.mjs';
import { away, launch, moveTo, serveOn } from './site.mjs';

const EDITOR = 'Yasmin el Idrissi';

const data = mkdtempSync(join(tmpdir(), 'kb-agrees-'));
const as = visits(() => ({ browser, site }));
const look = looks('shots-agrees');
let browser, site;
before(async () => { [browser, site] = await Promise.all([launch(), serveOn(data, '2026-12-01')]); });
after(async () => { await browser?.close(); await site?.stop(); away(data); });

const itIs = async (day) => { site = await moveTo(site, day); };
const ask = (page, name) => steps(page).getByRole('link', { name, exact: true }).click();

test('each step asks the question that fits it', () => as(EDITOR, async (page) => {
  const asks = async (from, name, question) => {
    await page.goto(from);
    await ask(page, name);
    await page.getByRole('textbox', { name: question }).waitFor();
  };
  await asks('/s/2025-012', 'Laten nakijken', 'Wat is er veranderd?');
  await look(page, 'a text to be looked at again');
  await asks('/s/2025-008', 'Intrekken', 'Waarom trek je het in?');
  await page.goto('/redactie?fase=ingestuurd');
  await page.locator('main table').getByRole('link').first().click();
  await asks(new URL(page.url()).pathname, 'Niet oppakken', 'Waarom pakken jullie dit niet op?');
  await look(page, 'a text that is not taken up');
}));
