// The promise: press /, type what the client says, press Enter, and the answer is on the screen.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inView } from './people.mjs';
import { away, judge, kb, launch, serve, visitor } from './site.mjs';

const CORPUS = new URL('../../../shared/corpus', import.meta.url).pathname;

let site;
let browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

test('/, words, Enter: the answer stands on the screen, without a scroll, without a sign-in', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto('/werkgroepen').catch(() => {});
  await page.goto('/s/2025-003');
  await page.keyboard.press('/');
  await page.keyboard.type('huurverhoging bezwaar');
  await page.keyboard.press('Enter');
  await page.locator('.kb-answer').waitFor();
  assert.match(await page.locator('.kb-answer').textContent(), /Huurverhoging te hoog: bezwaar maken/);
  assert.ok(await inView(page.locator('.kb-answer .kb-stage').first()));
  await leave().catch((error) => { if (!String(error).includes('401')) throw error; });
});

test('the box suggests words and titles while one types', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto('/');
  await page.locator('[name=q]:focus').waitFor();
  await page.keyboard.type('huurach');
  await page.getByRole('option').first().waitFor();
  const options = await page.getByRole('option').allInnerTexts();
  assert.ok(options.some((one) => one.startsWith('huurachterstand')), options.join(' | '));
  assert.ok(options.length <= 9);
  await leave();
});

test('the same without script', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await page.goto('/');
  await page.getByRole('searchbox').fill('ontslag op staande voet');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('.kb-answer').textContent(), /[Oo]ntslag op staande voet/);
  await leave();
});

test('on a phone the hits come before the filters', async () => {
  const { page, leave } = await visitor(browser, site, { viewport: { width: 320, height: 640 } });
  await page.goto('/zoeken?q=huur');
  const [hits, filters] = await Promise.all(['.kb-answer', '.kb-results__filters, .kb-filters'].map((one) => page.locator(one).first().evaluate((node) => node.getBoundingClientRect().top)));
  assert.ok(hits < filters, `${hits} < ${filters}`);
  await leave();
});

test('the corpus is imported, found and read by the first administrator', { timeout: 240000 }, async () => {
  assert.ok(existsSync(CORPUS), `the corpus is not at ${CORPUS}: this test reads it`);
  const data = mkdtempSync(join(tmpdir(), 'kb-corpus-'));
  kb('init', '--data', data);
  kb('import', '--data', data, '--apply', '--stage', 'best-practice', '--decision', 'overgenomen voor een proef', CORPUS);
  const own = await serve({ data, flags: [] });
  const { page, leave } = await visitor(browser, own);
  await page.goto(own.said.match(/http:\/\/127\.0\.0\.1:\d+\/welkom\/\S+/)[0]);
  await page.locator('input[name=name]').fill('Bea Beheer');
  await page.locator('input[name=sign_in]').fill('bea@example.org');
  const passwords = page.locator('input[type=password]');
  for (let i = 0; i < await passwords.count(); i++) await passwords.nth(i).fill('een lange zin die niemand raadt 27');
  await page.locator('main button[type=submit]').click();
  await page.getByText('Bea Beheer').first().waitFor();
  await page.goto('/zoeken?q=' + encodeURIComponent('huurtoeslag terugbetalen'));
  await page.locator('.kb-answer a').first().click();
  await page.locator('.kb-practice').waitFor();
  await judge(page, 'a page of the corpus');
  await leave();
  await own.stop();
  away(data);
});
