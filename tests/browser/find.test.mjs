// From results to the very heading, within one text, and through the list by keyboard.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { inView } from './people.mjs';
import { judge, kb, launch, serve, signIn, visitor } from './site.mjs';

let site;
let browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

test('a passage leads to the heading it stands below', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await page.goto('/zoeken?q=beslagvrije%20voet%20uitrekenen');
  const link = page.locator('.kb-answer__snippet a, .kb-hit__snippet a').first();
  const title = await link.innerText();
  await link.click();
  const place = new URL(page.url()).hash.slice(1);
  assert.ok(place);
  assert.equal((await page.locator(`#${place}`).innerText()).trim(), title);
  await leave();
});

test('what a word means besides is marked in the passage', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto('/zoeken?q=huisbaas');
  const marks = await page.locator('mark').allInnerTexts();
  assert.ok(marks.some((word) => /^verhuurder/i.test(word)), marks.join(', '));
  await leave();
});

test('one looks for words within one text, without script, and goes to their heading', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false, viewport: { width: 320, height: 640 } });
  await page.goto('/s/2025-003');
  const word = (await page.locator('.kb-practice__body').innerText()).match(/[a-z]{9,}/)[0];
  await page.getByLabel('Zoek in dit stuk').last().fill(word);
  await page.locator('form[aria-label="Zoek in dit stuk"] button').click();
  const found = page.locator('section[aria-labelledby=gevonden]');
  assert.ok((await found.locator('mark').allInnerTexts()).some((one) => one.toLowerCase().includes(word.slice(0, 5))));
  const place = await found.locator('a').first().getAttribute('href');
  assert.equal(await page.locator(place).count(), 1);
  const said = await found.locator('p.kb-hit__snippet').allInnerTexts();
  assert.ok(said.some((one) => one.startsWith('…') || one.endsWith('…')), 'a piece of a longer text does not show that it is one');
  await page.goto(`/s/2025-003?zoek=${word}${word.at(-1)}`);
  await page.getByText(`We zochten ook op: ${word}.`).waitFor();
  assert.ok(await found.locator('mark').count() > 0, 'a misspelt word marks nothing');
  await page.goto('/s/2025-003?zoek=zwemvliezen');
  await page.getByText('Dit stuk zegt daar niets over.').waitFor();
  await leave();
});

test('the page with passages of one text is well made', async () => {
  const { page, leave } = await visitor(browser, site, { viewport: { width: 320, height: 640 } });
  await page.goto('/s/2025-003?zoek=bel');
  await judge(page, 'within one text');
  await leave();
});

test('j and k walk through the results, and stop when the keys are switched off', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Els Barendregt');
  await page.goto('/zoeken?q=huur');
  await page.getByText('Met toetsen:').waitFor();
  const titles = await page.locator('.kb-answer__link, .kb-hit__title a').allInnerTexts();
  const focused = () => page.evaluate(() => document.activeElement.innerText);
  await page.locator('h1').click();
  await page.keyboard.press('j');
  assert.equal(await focused(), titles[0]);
  await page.keyboard.press('j');
  assert.equal(await focused(), titles[1]);
  await page.keyboard.press('k');
  assert.equal(await focused(), titles[0]);
  await page.keyboard.press('/');
  await page.keyboard.type('jk');
  assert.match(await page.locator(':focus').inputValue(), /jk$/);
  await page.getByRole('button', { name: 'Sneltoets / uitzetten' }).click();
  await page.locator('h1').click();
  await page.keyboard.press('j');
  assert.ok(!titles.includes(await focused()));
  await leave();
});

test('suggestions are a combobox: arrows choose, Enter asks, Escape closes, and the box keeps the focus', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto('/');
  const box = page.getByRole('combobox'); // the script has made it one
  await box.waitFor();
  await page.keyboard.type('huurach');
  await page.getByRole('option').first().waitFor();
  await judge(page, 'suggestions');
  const options = await page.getByRole('option').allInnerTexts();
  const chosen = async () => {
    const id = await box.getAttribute('aria-activedescendant');
    const marked = await page.locator('[role=option][aria-selected=true]').all();
    assert.equal(marked.length, id ? 1 : 0);
    assert.ok(await box.evaluate((node) => node === document.activeElement));
    return id && page.locator(`#${id}`).innerText();
  };
  assert.ok(options.length > 1);
  assert.equal(await box.getAttribute('aria-expanded'), 'true');
  assert.equal(await page.getByRole('listbox').getAttribute('id'), await box.getAttribute('aria-controls'));
  assert.equal(await chosen(), null);
  await page.keyboard.press('ArrowDown');
  assert.equal(await chosen(), options[0]);
  await page.keyboard.press('ArrowUp');
  assert.equal(await chosen(), null);
  await page.keyboard.press('ArrowUp');
  assert.equal(await chosen(), options.at(-1));
  await page.keyboard.press('Escape');
  assert.equal(await box.getAttribute('aria-expanded'), 'false');
  assert.equal(await box.inputValue(), 'huurach');
  await page.keyboard.press('ArrowDown');
  assert.equal(await chosen(), options[0]);
  await page.keyboard.press('Enter');
  await page.locator('.kb-results__count').waitFor();
  assert.equal(new URL(page.url()).searchParams.get('q'), options[0]);
  await page.goto('/');
  await box.waitFor();
  await page.keyboard.type('huurach');
  await page.getByRole('option').first().waitFor();
  await page.keyboard.press('ArrowUp'); // the last is the title of a text: that opens
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: options.at(-1) }).waitFor();
  await leave();
});

test('from the box arrows go down into the results and up again; elsewhere they scroll', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto('/zoeken?q=huur');
  const titles = await page.locator('.kb-answer__link, .kb-hit__title a').allInnerTexts();
  const focused = () => page.evaluate(() => document.activeElement.innerText || document.activeElement.name || '');
  await page.locator('h1').click();
  await page.keyboard.press('ArrowDown');
  assert.ok(!titles.includes(await focused()));
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), titles[0]);
  await page.keyboard.press('ArrowDown');
  assert.equal(await focused(), titles[1]);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  assert.equal(await focused(), 'q');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'In het kort' }).waitFor();
  await page.goBack();
  await page.waitForFunction((title) => document.activeElement.innerText === title, titles[1]); // and goes on from there
  await leave();
});

test('filters are combined and taken back one by one, and counts are what one gets', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await page.goto('/zoeken?q=huur');
  const count = async () => Number((await page.locator('.kb-results__count').innerText()).match(/\d+/)[0]);
  const all = await count();
  for (const group of ['Soort', 'Rechtsgebied']) {
    const row = page.locator('.kb-filters__group', { hasText: group }).locator('li').first();
    const promised = Number(await row.locator('.kb-filters__count').innerText());
    await row.locator('a').click();
    assert.equal(await count(), promised, group);
  }
  const chosen = page.getByRole('list', { name: 'Gekozen filters' });
  assert.equal(await chosen.getByRole('listitem').count(), 3);
  assert.ok(await chosen.evaluate((row) => row.nextElementSibling.getBoundingClientRect().top - row.getBoundingClientRect().bottom) >= 12, 'the row stands apart');
  await chosen.getByRole('link').first().click();
  await chosen.getByRole('link').first().click();
  assert.equal(await count(), all);
  await page.goto('/zoeken?q=huur&soort=taakverdeling');
  const some = await count();
  await page.goto(`/zoeken?q=${'huur+'.repeat(80)}&soort=taakverdeling`);
  assert.equal(await count(), some, 'many words take no filter away');
  await leave();
});

test('newest first says what it leaves out; asking for nothing but what was typed has a way back', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await page.goto('/zoeken?q=huisbaas');
  await page.getByRole('link', { name: 'Nieuwste eerst' }).click();
  await page.getByText('De nieuwste staan bovenaan.').waitFor();
  await page.goto('/zoeken?q=huisbaas');
  assert.equal(await page.getByText('De nieuwste staan bovenaan.').count(), 0);
  const also = /Ook gezocht op: .*verhuurder/;
  assert.match(await page.locator('.kb-results__hits').innerText(), also);
  await page.getByRole('link', { name: 'Zoek alleen op wat ik typte' }).click();
  assert.doesNotMatch(await page.locator('.kb-results__hits').innerText(), also);
  await page.getByRole('link', { name: 'Zoek ook op andere woorden' }).click();
  assert.match(await page.locator('.kb-results__hits').innerText(), also);
  assert.equal(await page.getByRole('link', { name: 'Zoek ook op andere woorden' }).count(), 0);
  await leave();
});

test('a place that everything holds for is shown among the places', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto('/zoeken');
  const places = await page.locator('.kb-filters__group', { has: page.getByRole('heading', { name: 'Geldt in' }) }).locator('li a').allInnerTexts();
  assert.deepEqual(places.map((one) => one.trim()).sort(), ['Amsterdam', 'Middelburg', 'Nijmegen', 'Utrecht', 'Zwolle']);
  await leave();
});

test('where no text has the word there is no answer card, and what is near can be asked when nothing is found', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto('/zoeken?q=WIA-uitkering');
  await page.getByText('Geen enkel stuk noemt WIA-uitkering. Dit lijkt er het meest op.').waitFor();
  assert.equal(await page.locator('.kb-answer').count(), 0);
  await page.goto('/zoeken?q=WIA');
  await page.getByText('Geen stukken gevonden').waitFor(); // texts about work are no answer
  await page.goto('/zoeken?q=BP-2031-999');
  await page.getByText('Geen enkel stuk noemt BP-2031-999.').waitFor(); // nor anything by its letters
  await page.getByText('Geen stukken gevonden').waitFor();
  await page.goto('/zoeken?q=huurverhoging');
  assert.equal(await page.locator('.kb-answer').count(), 1);
  await page.goto('/zoeken?q=afgekeurd');
  await page.getByRole('link', { name: 'ziek', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Zoeken: ziek' }).waitFor();
  assert.ok(await page.locator('.kb-hits li, .kb-answer').count() > 0);
  await leave();
});

test('on a telephone one tap leads to the filters, and to the search within a text; on a wide screen both are in sight', async () => {
  const { page, leave } = await visitor(browser, site, { viewport: { width: 320, height: 640 } });
  await page.goto('/zoeken?q=huur');
  const to = page.getByRole('link', { name: 'Naar de filters' });
  assert.ok(await inView(to), 'without a scroll');
  assert.ok(await inView(page.locator('.kb-answer__link').first()), 'the answer is not pushed away');
  await to.click();
  assert.ok(await page.locator('#filters h2').first().evaluate((node) => node.getBoundingClientRect().top < window.innerHeight));
  await page.locator('.kb-answer__link').first().click();
  await page.getByRole('heading', { name: 'In het kort' }).waitFor();
  assert.ok(await inView(page.getByRole('heading', { name: 'In het kort' })));
  await page.getByRole('link', { name: 'Zoek in dit stuk' }).click();
  assert.ok(await inView(page.getByRole('textbox', { name: 'Zoek in dit stuk' })));
  await page.setViewportSize({ width: 1280, height: 720 });
  assert.equal(await page.getByRole('link', { name: 'Zoek in dit stuk' }).count(), 0);
  await page.goto('/zoeken?q=huur');
  assert.equal(await page.getByRole('link', { name: 'Naar de filters' }).count(), 0);
  await leave();
});

test('a filter that was chosen is called by its name, also when nothing is found with it', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await signIn(page, 'Els Barendregt');
  await page.goto('/zoeken?q=zwemvliezenkoorts&werkgroep=huur-en-wonen&geldt-bij=hjl&komt-uit=zwolle&fase=voorstel');
  const names = await page.getByRole('list', { name: 'Gekozen filters' }).locator('.utrecht-button').allInnerTexts();
  assert.deepEqual(names.map((one) => one.replace(/\s*: haal dit filter weg$/, '')), ['Fase: Voorstel', 'Geldt bij: Juridisch Loket', 'Komt uit: Zwolle', 'Werkgroep: Huur en wonen']);
  await leave();
});

test('a filter does not tell who is signed out what a group is called that they may not know', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  const told = async (slug) => {
    await page.goto(`/zoeken?q=zwemvliezenkoorts&werkgroep=${slug}`);
    return page.getByRole('list', { name: 'Gekozen filters' }).locator('.utrecht-button').innerText();
  };
  assert.match(await told('huur-en-wonen'), /^Werkgroep: huur-en-wonen/);
  assert.match(await told('bestaat-niet'), /^Werkgroep: bestaat-niet/);
  await leave();
});

test('texts that are nearly equal are one row, and a link without script shows them all', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kb-alike-'));
  const steps = Array.from({ length: 120 }, (_, i) => `stap${i}`).join(' ');
  for (const whom of ['bestuurders', 'inkopers'])
    writeFileSync(join(folder, `${whom}.md`), `# Zwemvliezen kopen voor ${whom}\n\nKoop zwemvliezen. ${steps}. Bel ${whom}.\n`);
  kb('import', '--data', site.data, '--apply', '--stage', 'best-practice', '--decision', 'voor een proef', folder);
  rmSync(folder, { recursive: true });
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await page.goto('/zoeken?q=zwemvliezen');
  await page.getByText('2 stukken gevonden').waitFor();
  assert.equal(await page.locator('.kb-answer__title, .kb-hit__title').count(), 1);
  await page.getByRole('link', { name: 'en 1 stuk dat er bijna gelijk aan is' }).click();
  assert.equal(await page.locator('.kb-hit__title').count(), 2);
  await page.getByText('Deze stukken zijn bijna gelijk aan elkaar.').waitFor();
  await page.getByRole('link', { name: 'Terug naar alle resultaten' }).click();
  assert.equal(await page.locator('.kb-answer__title, .kb-hit__title').count(), 1);
  await leave();
});

test('words of a remark find its text, and the result says so; not for who is signed out', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Els Barendregt');
  await page.goto('/s/2025-003');
  await page.getByText('Reageer op deze tekst').click();
  await page.getByLabel('Dit kan beter').check();
  await page.getByLabel('Jouw reactie').fill('Bij ons vroegen ze naar een dakgootverwarming.');
  await page.getByRole('button', { name: 'Versturen' }).first().click();
  await page.getByText('Je reactie staat erbij.').waitFor();
  const found = page.locator('.kb-answer__snippet, .kb-hit__snippet', { hasText: 'In een reactie:' });
  for (let tries = 0; tries < 50 && !(await found.count()); tries++) await page.goto('/zoeken?q=dakgootverwarming');
  assert.equal(await found.locator('mark').innerText(), 'dakgootverwarming');
  await judge(page, 'found by a remark');
  await leave();
  const stranger = await visitor(browser, site);
  await stranger.page.goto('/zoeken?q=dakgootverwarming');
  assert.equal(await stranger.page.getByText('In een reactie:').count(), 0);
  await stranger.leave();
});
