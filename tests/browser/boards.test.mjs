// Deciding about many texts in one go: an editor's bundle, a secretary's whole meeting, and the terms for a calendar.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { visits } from './people.mjs';
import { judge, launch, serve } from './site.mjs';

let site, browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); await site?.stop(); });

const HELD = new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10); // what is recorded has been

const as = visits(() => ({ browser, site }));

test('an editor puts texts before the boards as one bundle', () => as('Yasmin el Idrissi', async (page) => {
  await page.goto('/redactie');
  await page.getByRole('link', { name: 'Leg meer stukken tegelijk voor' }).click();
  await judge(page, 'choosing texts for a bundle');
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: 'Verder met deze stukken' }).click();
  await judge(page, 'writing what changes');
  await page.getByLabel('Samenvatting voor de besturen').first().fill('Eén nummer in plaats van vijf. Wie betaalt, staat in het plan.');
  await page.getByLabel('De redactie adviseert: akkoord').check();
  await page.getByRole('button', { name: 'Open de besluitrondes' }).click();
  await page.getByText('De besluitrondes zijn open.').waitFor();
  await page.getByText('in een pakket').first().waitFor();
}));

test('a secretary records a whole meeting, each row by itself', () => as('Tom Verhagen', async (page) => {
  await page.goto('/besluiten');
  await page.getByRole('link', { name: 'Leg een hele vergadering vast' }).click();
  await judge(page, 'a whole meeting');
  await page.getByLabel('Datum van de vergadering').first().fill(HELD);
  await page.getByRole('button', { name: 'Gebruik deze datum voor alle stukken' }).click();
  const row = page.locator('main section').last();
  const title = await row.getByRole('heading').innerText();
  assert.equal(await row.getByLabel('Datum van de vergadering').inputValue(), HELD, 'said once for all rows');
  await row.getByLabel('niet akkoord').check();
  await row.getByLabel('Nummer in de notulen').fill('4.2');
  await row.getByRole('button', { name: 'Standpunt vastleggen' }).click();
  await page.getByRole('alert').first().waitFor();
  const again = page.locator('main section').filter({ hasText: title });
  assert.equal(await again.getByLabel('niet akkoord').isChecked(), true, 'what was chosen is still there');
  assert.equal(await again.getByLabel('Nummer in de notulen').inputValue(), '4.2');
  assert.match(await again.innerText(), /Toelichting: vul dit in.*Wat er anders moet: vul dit in/s, 'said where it is mended');
  await again.getByLabel('Toelichting').fill('Het kost ons een halve medewerker.');
  await again.getByLabel('Wat er anders moet').fill('Als een ander betaalt.');
  await again.getByRole('button', { name: 'Standpunt vastleggen' }).click();
  const saved = page.locator('main section').filter({ hasText: title });
  await saved.getByText('Vastgelegd: niet akkoord').waitFor();
  assert.equal(await saved.getByLabel('Datum van de vergadering').inputValue(), HELD);
  assert.equal(await saved.getByLabel('Nummer in de notulen').inputValue(), '4.2', 'what is recorded stands there');
}, { expected: [400] }));

test('another secretary follows the advice of the editors for a block', () => as('Rianne Kuipers', async (page) => {
  await page.goto('/besluiten/vergadering');
  await page.getByRole('button', { name: /Volg het advies van de redactie/ }).click();
  await page.getByText('Vastgelegd: akkoord').first().waitFor();
  assert.equal(await page.getByRole('button', { name: /Volg het advies van de redactie/ }).count(), 0);
}));

test('terms and meetings are a file for a calendar', () => as('Tom Verhagen', async (page) => {
  const { type, text } = await page.evaluate(async () => {
    const answer = await fetch('/besluiten/termijnen.ics');
    return { type: answer.headers.get('content-type'), text: await answer.text() };
  });
  assert.equal(type, 'text/calendar; charset=utf-8');
  assert.match(text, /^BEGIN:VCALENDAR\r\nVERSION:2\.0\r\n/);
  assert.match(text, /SUMMARY:Besluitronde sluit: /);
  assert.match(text.replaceAll('\r\n ', ''), new RegExp(`DESCRIPTION:${site.url}/besluiten/\\w{26}\r\n`), 'a calendar has no address of its own to add');
  assert.match(text, /DTSTART;VALUE=DATE:20\d{6}\r\n/);
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75), 'lines are folded');
}));

test('the papers of a board are a page for paper and a tagged PDF', () => as('Rianne Kuipers', async (page) => {
  await page.goto('/besluiten/vergadering');
  await page.getByRole('link', { name: 'Alle stukken op papier' }).click();
  await page.getByRole('heading', { name: 'Waarover besluit je' }).waitFor();
  await page.getByRole('heading', { name: 'Gevraagd besluit' }).first().waitFor();
  await page.getByText('Het bestuur van Sociaal Werk Nederland heeft gelezen: 2026-').first().waitFor();
  await judge(page, 'the papers of a board');
  const pdf = await page.evaluate(async () => {
    const answer = await fetch('/besluiten/stukken.pdf');
    return { status: answer.status, type: answer.headers.get('content-type'), bytes: Array.from(new Uint8Array(await answer.arrayBuffer())) };
  });
  assert.equal(pdf.status, 200);
  assert.equal(pdf.type, 'application/pdf');
  const bytes = Buffer.from(pdf.bytes).toString('latin1');
  assert.match(bytes, /^%PDF-/);
  assert.match(bytes, /\/StructTreeRoot/, 'tagged for screen readers');
  assert.match(bytes, /\/Title \(Stukken voor het bestuur\)/);
}));

test('the papers of an earlier meeting are those of that day', () => as('Rianne Kuipers', async (page) => {
  await page.goto('/besluiten/vergadering?dag=2020-01-15');
  await page.getByRole('link', { name: 'Alle stukken op papier' }).click();
  assert.equal(new URL(page.url()).searchParams.get('dag'), '2020-01-15');
  await page.getByText('Wat er lag toen deze stukken klaar moesten zijn, op').waitFor();
  assert.equal(await page.locator('article').count(), 0, 'no round ran then');
  const yesterday = new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10);
  await page.goto(`/besluiten/stukken?dag=${yesterday}`);
  await page.getByRole('heading', { name: 'Gevraagd besluit' }).first().waitFor();
  await judge(page, 'the papers of an earlier meeting');
}));

test('papers tell nothing of positions to who may not see them', () => as('Els Barendregt', async (page) => {
  const papers = await page.evaluate(async () => {
    const boards = await (await fetch('/besluiten/vergaderingen')).text();
    const id = boards.match(/id="bestuur-([0-9a-z]{26})"/)[1];
    return (await fetch(`/besluiten/stukken?organisatie=${id}`)).text();
  });
  assert.match(papers, /Standpunten zijn te zien als de ronde is gesloten/);
  assert.doesNotMatch(papers, /halve medewerker|<li>[^<]*: (niet )?akkoord/);
}));
