// A day of each role, short: the person comes for one thing, finds it from the first page, does it and sees that it is
// done. The working life of a text is told in story.test.mjs.
//
// KB_SHOTS=1 saves the pages that are judged below build/roles, in light and dark at 320, 768 and 1280 px, to be looked at.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { done, follow, inView, looks, press, stage, step, steps, visits, waiting, write } from './people.mjs';
import { launch, moveTo, serveOn } from './site.mjs';

const READER = 'Els Barendregt';
const LAWYER = 'Rachid Amrani';
const MEMBER = 'Joyce Amoah'; // of the working group Huur en wonen
const LEAD = 'Lotte Brinkman';
const EDITOR = 'Yasmin el Idrissi';
const COLLEAGUE = 'Pieter-Jan Wouda';
const SECRETARY = 'Rianne Kuipers'; // of Sociaal Werk Nederland
const BOARD_MEMBER = 'Mehmet Yıldırım';
const PHONE = { viewport: { width: 320, height: 640 } };

const data = mkdtempSync(join(tmpdir(), 'kb-roles-'));
const look = looks('roles');
const as = visits(() => ({ browser, site }));
let browser, site;
before(async () => { [browser, site] = await Promise.all([launch(), serveOn(data, '2026-12-01')]); });
after(async () => { await browser?.close(); await site?.stop(); rmSync(data, { recursive: true, force: true }); });

const region = (page, name) => page.getByRole('region', { name });

/* ---- A first-line worker with a client on the phone ---- */

test('a reader types what the client says and reads the answer without a scroll, taps, and tells how it went', () => as(READER, async (page) => {
  await page.goto('/');
  await page.keyboard.type('deurwaarder komt morgen ontruimen'); // the box has the focus
  const asked = Date.now();
  await page.keyboard.press('Enter');
  const answer = page.locator('.kb-answer');
  await answer.waitFor();
  assert.ok(Date.now() - asked < 2000, 'most of the ten seconds are for reading');
  for (const part of ['.kb-answer__link', '.kb-answer__brief', '.kb-stage']) assert.ok(await inView(answer.locator(part).first()), `${part} needs a scroll`);
  assert.match(await answer.innerText(), /Bel vandaag de dienstdoende huuradvocaat/);
  await look(page, 'an answer found');
  await answer.locator('.kb-answer__link').click();
  await page.getByRole('heading', { name: 'Doe dit' }).waitFor();
  await look(page, 'a text for a reader');
  await press(page, 'Gebruikt');
  await page.getByText('1 keer gebruikt').waitFor();
  await press(page, 'Gebruikt');
  assert.equal(await page.getByText('2 keer gebruikt').count(), 0, 'a person counts once a day');
  await page.getByText('Vertel hoe het ging').click();
  await page.getByLabel('Wat gebeurde er?').fill('De advocaat belde binnen een uur terug. De ontruiming ging niet door.');
  await page.getByLabel('Ja', { exact: true }).check();
  await press(page, 'Versturen');
  await done(page, 'Je ervaring staat erbij.');
  await page.getByText('De ontruiming ging niet door.').waitFor();
}));

test('on a telephone the same answer begins on the first screen', () => as(READER, async (page) => {
  await page.goto('/zoeken?q=deurwaarder+komt+morgen+ontruimen');
  assert.ok(await inView(page.locator('.kb-answer__link').first()));
}, PHONE));

/* ---- A working group ---- */

test('somebody asks to join; the lead hears it, lets them in, and invites another by a link', async () => {
  await as(LAWYER, async (page) => {
    await page.goto('/');
    await follow(page, 'Alle werkgroepen');
    await follow(page, 'Huur en wonen');
    await page.getByText('Ik wil meedoen').click();
    await write(page, 'Waarom wil je meedoen?', 'Ik doe elke week drie huurzaken.');
    await press(page, 'Vraag het de trekker');
    await done(page, 'Je vraag is verstuurd.');
    await page.getByText('Je hebt gevraagd om mee te doen. De trekker geeft antwoord.').waitFor();
  });
  const link = await as(LEAD, async (page) => {
    await page.goto('/');
    await look(page, 'the first page of a lead');
    await waiting(page).locator('li', { hasText: '1 persoon wil meedoen' }).getByRole('link').click();
    await page.getByText('Ik doe elke week drie huurzaken.').waitFor();
    await look(page, 'a working group for its lead');
    await press(page, /^Laat meedoen ?: Rachid Amrani$/);
    await done(page, 'Je antwoord is verstuurd.');
    await page.getByRole('listitem').filter({ hasText: 'Rachid Amrani' }).waitFor();
    await press(page, 'Nodig iemand uit met een link');
    await look(page, 'an invitation');
    return page.locator('#link').inputValue();
  });
  await as(LAWYER, async (page) => {
    await page.goto('/');
    await follow(page, 'Alle werkgroepen');
    await page.getByRole('heading', { name: 'Mijn werkgroepen' }).waitFor();
    await follow(page, 'Huur en wonen');
    await page.getByRole('link', { name: 'Begin een nieuw stuk' }).waitFor();
  });
  await as(READER, async (page) => {
    await page.goto(link);
    await look(page, 'an invitation for who has an account');
    await page.locator('main').getByRole('button').first().click();
    await page.goto('/werkgroepen/huur-en-wonen');
    await page.getByRole('link', { name: 'Begin een nieuw stuk' }).waitFor();
  });
});

test('a member sees what the group writes on, writes, and the lead sees what is still needed', async () => {
  await as(MEMBER, async (page) => {
    await page.goto('/');
    await look(page, 'the first page of a member');
    await waiting(page).getByRole('link', { name: 'Ontruiming aangezegd: wat je vandaag nog doet' }).click();
    assert.match(await stage(page), /^Aanbeveling/);
    await look(page, 'a new version for a member');
    await follow(page, 'Bewerk');
    await look(page, 'the editor');
  });
});

/* ---- A day at the editors' desk ---- */

test('an editor triages by keyboard, takes over from a colleague, sends back, and accepts in bulk', async () => {
  const row = (page, title) => page.locator('tr', { hasText: title });
  await as(COLLEAGUE, async (page) => {
    await page.goto('/redactie');
    await press(row(page, 'Kinderopvangtoeslag'), /^Ik neem dit stuk/);
    await page.getByText('In handen van Pieter-Jan Wouda.').waitFor();
  });
  await as(EDITOR, async (page) => {
    await page.goto('/');
    await look(page, 'the first page of an editor');
    await waiting(page).getByRole('link', { name: 'De tafel van de redactie' }).click();
    assert.match(await row(page, 'Kinderopvangtoeslag').innerText(), /te laat.*Ingestuurd.*Pieter-Jan Wouda/s);
    await look(page, 'the desk');
    await page.getByLabel('Fase').selectOption({ label: 'Ingestuurd' });
    await press(page, 'Filter');
    await page.waitForURL(/fase=/);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /^Kinderopvangtoeslag/ }).waitFor();
    await press(page, 'Ik neem dit stuk');
    await page.getByText('In handen van Yasmin el Idrissi.').waitFor();
    await look(page, 'a submission in hand');
    await step(page, 'Terugsturen', () => write(page, 'Wat moet er anders?', 'Zet de datum van de brief bij Doe dit.'));
    await page.goto('/redactie?fase=ingestuurd');
    assert.equal(await row(page, 'Kinderopvangtoeslag').count(), 0, 'it waits for its writers');
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('Doe iets met de gekozen stukken').click();
    await look(page, 'many at once');
    await press(page, 'Aannemen als voorstel');
    await done(page, 'Aangenomen als voorstel.');
    await page.goto('/s/2026-011');
    assert.equal(await stage(page), 'Voorstel: nog niet besloten, gebruik je eigen oordeel.');
  });
});

/* ---- A board: its secretary, and a member with five minutes ---- */

test('a board member finds from the first page what is asked, what changes and who said what', () => as(BOARD_MEMBER, async (page) => {
  await page.goto('/');
  await region(page, 'Ons bestuur').getByText('Er ligt 1 stuk om over te besluiten.').waitFor();
  await region(page, 'Ons bestuur').getByText('Volgende vergadering: 16 december 2026, stukken uiterlijk 7 december 2026').waitFor();
  await look(page, 'the first page of a board member');
  await follow(page, 'Lees de stukken voor de vergadering');
  await page.getByRole('heading', { name: 'Gevraagd besluit' }).waitFor();
  await look(page, 'the papers of a board');
}));
