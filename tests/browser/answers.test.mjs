// Answer texts: an editor makes one, takes it at a step with and without the script, and does not lose words to a colleague.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, launch, serve, signIn, visitor } from './site.mjs';

const EDITOR = 'Yasmin el Idrissi';
const COLLEAGUE = 'Charlene Pinas';

let site;
let browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

/** The page on which a text that was sent in goes back to its writers. */
async function toReturn(page) {
  await page.goto('/redactie?fase=ingestuurd');
  await page.locator('.utrecht-table__body a').first().click();
  await page.getByRole('link', { name: 'Terugsturen' }).click();
}

const box = (page) => page.getByLabel('Wat moet er anders?');

test('a text is made, put into the box behind what was typed, taken back by undo, and offered where it belongs', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, EDITOR);
  await page.goto('/redactie');
  await page.getByRole('link', { name: 'Antwoordteksten' }).click();
  await page.getByRole('link', { name: 'Maak een antwoordtekst' }).click();
  await page.getByLabel('Naam').fill('Overdrachtskaart mist');
  await page.getByLabel('Tekst').fill('Vul de overdrachtskaart in.\nOok wie er belt.');
  await page.getByRole('button', { name: 'Bewaar' }).click();
  await page.getByText('De antwoordtekst is bewaard.').waitFor();
  await toReturn(page);
  await box(page).fill('Mooi begin.');
  await page.getByText('Kies een antwoordtekst').click();
  assert.equal(await page.getByRole('button', { name: 'Bestaat al: reageer daar' }).count(), 0, 'a reason is not for this box');
  await judge(page, 'a step with a list of answer texts');
  await page.getByRole('button', { name: 'Overdrachtskaart mist' }).click();
  assert.equal(await box(page).inputValue(), 'Mooi begin.\n\nVul de overdrachtskaart in.\nOok wie er belt.');
  await page.keyboard.press('Control+z');
  assert.equal(await box(page).inputValue(), 'Mooi begin.');
  await leave();
});

test('without the script a button asks the page again with the text in the box, and all else that was filled in', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await signIn(page, EDITOR);
  await toReturn(page);
  await box(page).fill('Mooi begin.');
  await page.getByText('Kies een antwoordtekst').click();
  await page.getByRole('button', { name: 'Bron ontbreekt' }).click();
  assert.match(await box(page).inputValue(), /^Mooi begin\.\n\nBij wat jullie schrijven.*\n\nWeten jullie/);
  await page.goto('/redactie?fase=ingestuurd');
  await page.getByRole('checkbox', { name: /^Eén aanbod per wijk/ }).check();
  await page.getByText('Doe iets met de gekozen stukken').click();
  await page.getByLabel('Wat er anders moet').fill('Mooi begin.');
  await page.getByText('Kies een antwoordtekst').click();
  await page.getByRole('button', { name: 'Wet en links nagekeken' }).click();
  assert.match(await page.getByLabel('Wat er anders moet').inputValue(), /^Mooi begin\.\n\nDe wetsartikelen/);
  assert.equal(await page.getByRole('checkbox', { name: /^Eén aanbod per wijk/ }).isChecked(), true, 'what was ticked is still there');
  assert.equal(await page.getByLabel('Fase').inputValue(), 'ingestuurd', 'and so is the filter');
  await page.getByRole('button', { name: 'Terugsturen met deze tekst' }).click();
  await page.getByText('Teruggestuurd naar de schrijvers.').waitFor();
  assert.match(page.url(), /\?fase=ingestuurd$/, 'the same part of the desk');
  assert.equal(await page.getByRole('checkbox', { name: /^Eén aanbod per wijk/ }).count(), 0);
  await leave();
});

test('who changes what a colleague has just changed sees both, and decides', async () => {
  const mine = await visitor(browser, site, { expected: [409] });
  const theirs = await visitor(browser, site);
  await signIn(mine.page, EDITOR);
  await signIn(theirs.page, COLLEAGUE);
  for (const { page } of [mine, theirs]) {
    await page.goto('/redactie/antwoordteksten');
    await page.getByRole('link', { name: 'Bron ontbreekt' }).click();
  }
  await theirs.page.getByLabel('Tekst').fill('Van Charlene.');
  await theirs.page.getByRole('button', { name: 'Bewaar' }).click();
  await theirs.page.getByText('De antwoordtekst is bewaard.').waitFor();
  await mine.page.getByLabel('Tekst').fill('Van Yasmin.');
  await mine.page.getByRole('button', { name: 'Bewaar' }).click();
  await mine.page.getByText('Een collega was je voor.').waitFor();
  assert.match(await mine.page.getByRole('alert').innerText(), /Van Charlene\./);
  assert.equal(await mine.page.getByLabel('Tekst').inputValue(), 'Van Yasmin.');
  await judge(mine.page, 'an answer text that a colleague changed');
  await mine.page.getByRole('button', { name: 'Bewaar' }).click();
  await mine.page.getByText('De antwoordtekst is bewaard.').waitFor();
  assert.equal(await mine.page.getByText('Van Charlene.').count(), 0);
  await mine.page.getByRole('link', { name: 'Bron ontbreekt' }).click();
  await mine.page.getByRole('button', { name: 'Haal deze tekst weg' }).click();
  await mine.page.getByText('De antwoordtekst is weg.').waitFor();
  assert.equal(await mine.page.getByRole('link', { name: 'Bron ontbreekt' }).count(), 0);
  await mine.leave();
  await theirs.leave();
});
