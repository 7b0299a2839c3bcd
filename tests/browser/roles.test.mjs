// A day of each role, short: the person comes for one thing, finds it from the first page, does it and sees that it is
// done. The working life of a text is told in story.test.mjs.
//
// KB_SHOTS=1 saves the pages that are judged below build/roles, in light and dark at 320, 768 and 1280 px, to be looked at.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { codeOf, done, follow, inView, looks, press, stage, step, steps, told, visits, waiting, write } from './people.mjs';
import { away, kb, launch, moveTo, serve, serveOn } from './site.mjs';

const READER = 'Els Barendregt';
const LAWYER = 'Rachid Amrani';
const MEMBER = 'Joyce Amoah'; // of the working group Huur en wonen
const LEAD = 'Lotte Brinkman';
const EDITOR = 'Yasmin el Idrissi';
const COLLEAGUE = 'Pieter-Jan Wouda';
const SECRETARY = 'Rianne Kuipers'; // of Sociaal Werk Nederland
const BOARD_MEMBER = 'Mehmet Yıldırım';
const ADMINISTRATOR = 'Femke Haverkamp';
const MANDATED = 'Sunita Ramdin'; // of the board of the Juridisch Loket
const STAND_IN = 'Frederieke Meijer'; // of the board of the Orde
const COORDINATOR = 'Marloes Thijssen'; // of Nijmegen
const STEERING = 'Ingrid Santos';
const ENERGY = 'Afsluiting van stroom, gas of water dreigt';
const HELPDESK = 'Landelijke helpdesk van advocaten per rechtsgebied';
const PASSWORD = 'een lange zin die niemand raadt 27';
const PHONE = { viewport: { width: 320, height: 640 } };

const data = mkdtempSync(join(tmpdir(), 'kb-roles-'));
const look = looks('roles');
const as = visits(() => ({ browser, site }));
let browser, site;
before(async () => { [browser, site] = await Promise.all([launch(), serveOn(data, '2026-12-01')]); });
after(async () => { await browser?.close(); await site?.stop(); away(data); });

const region = (page, name) => page.getByRole('region', { name });

/* ---- A first-line worker with a client on the phone ---- */

test('a reader types what the client says and reads the answer without a scroll, taps, and tells how it went', () => as(READER, async (page) => {
  await page.goto('/');
  await page.locator('[name=q]:focus').waitFor(); // the box has the focus
  await page.keyboard.type('deurwaarder komt morgen ontruimen');
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
  await look(page, 'an experience told');
}));

test('a reader takes back a tap, an experience and a remark', () => as(READER, async (page) => {
  await page.goto('/zoeken?q=deurwaarder+komt+morgen+ontruimen');
  await page.locator('.kb-answer__link').click();
  await press(page, 'Hielp niet');
  await page.getByText('Jij koos vandaag: Hielp niet.').first().waitFor();
  await page.getByRole('button', { name: /^Toch niet ?: Jij koos vandaag: Hielp niet\.$/ }).click();
  await done(page, 'Je tik telt niet meer mee.');
  assert.equal(await page.getByText('Jij koos vandaag: Hielp niet.').count(), 0);
  await page.getByText('Vertel hoe het ging').click();
  await page.getByLabel('Wat gebeurde er?').fill('Dit hoort bij een ander stuk.');
  await page.getByLabel('Nee', { exact: true }).check();
  await page.locator('form', { has: page.getByLabel('Wat gebeurde er?') }).getByRole('button', { name: 'Versturen' }).click();
  await done(page, 'Je ervaring staat erbij.');
  await page.getByText('Reageer op deze tekst').click();
  await page.getByLabel('Jouw reactie').fill('Dit was voor een ander stuk.');
  await page.getByLabel('Dit kan beter').check();
  await page.locator('form', { has: page.getByLabel('Jouw reactie') }).getByRole('button', { name: 'Versturen' }).click();
  await done(page, 'Je reactie staat erbij.');
  for (const [words, gone] of [['Dit hoort bij een ander stuk.', 'Je ervaring is weg.'], ['Dit was voor een ander stuk.', 'Je reactie is weg.']]) {
    const said = page.locator('.kb-list__item', { hasText: words });
    await said.getByText('Terugnemen').click();
    await look(page, `taking back: ${gone}`);
    await said.getByRole('button', { name: 'Haal mijn woorden weg' }).click();
    await done(page, gone);
    assert.equal(await page.getByText(words).count(), 0);
  }
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
    await page.goto('/redactie');
    await page.getByLabel('Loopt vast').check();
    await press(page, 'Filter');
    await press(row(page, 'Gezag over een kind'), /^Herinner wie aan zet is/); // one click, and the same list again
    await done(page, 'Wie aan zet is, krijgt een herinnering.');
    assert.equal(await page.getByLabel('Loopt vast').isChecked(), true);
    await look(page, 'what is stuck');
  });
  await as(COLLEAGUE, async (page) => {
    await told(page, 'Gezag over een kind', 'De redactie vraagt of je het oppakt.');
  });
});

test('an editor puts two texts to the boards as one bundle', () => as(EDITOR, async (page) => {
  await page.goto('/s/2025-006/op-weg');
  await write(page, 'Wie las het?', 'advocaat in Zwolle');
  await press(page, 'Vastleggen');
  await done(page, 'Vastgelegd.');
  await page.goto('/redactie');
  await follow(page, 'Leg meer stukken tegelijk voor aan de besturen');
  await press(page, 'Verder met deze stukken');
  await page.getByRole('alert').getByText('kies er minstens één').waitFor();
  await region(page, 'Kan nog niet mee').getByRole('link', { name: /^Ontruiming aangezegd/ }).waitFor();
  await page.getByRole('checkbox', { name: /^Piketdienst per locatie/ }).check();
  await press(page, 'Verder met deze stukken');
  assert.doesNotMatch(await page.getByLabel('Vraag aan de besturen').inputValue(), /helpdesk/, 'the question of another text');
  await follow(page, 'Andere stukken kiezen');
  for (const title of [/^Landelijke helpdesk/, /^Piketdienst per locatie/]) await page.getByRole('checkbox', { name: title }).check();
  await look(page, 'choosing for a bundle');
  await press(page, 'Verder met deze stukken');
  await page.getByLabel('Samenvatting voor de besturen').last().fill('Terugbellen binnen twee uur.');
  await page.getByLabel('Samenvatting voor de besturen').first().evaluate((box) => box.removeAttribute('required')); // as a browser that asks for nothing
  const first = await page.locator('main section h2').first().innerText();
  await press(page, 'Open de besluitrondes');
  await region(page, first).getByText('Dit stuk kan niet mee.').waitFor();
  assert.equal(await page.getByLabel('Samenvatting voor de besturen').first().inputValue(), '');
  assert.equal(await page.getByLabel('Samenvatting voor de besturen').last().inputValue(), 'Terugbellen binnen twee uur.', 'it stays with its own text');
  await page.getByLabel('Samenvatting voor de besturen').first().fill('Eén nummer in plaats van vijf.');
  await look(page, 'a bundle');
  await press(page, 'Open de besluitrondes');
  await done(page, 'De besluitrondes zijn open.');
  assert.equal(await page.getByText('in een pakket').count(), 2);
}, { expected: [422] }));

/* ---- A board: a member with five minutes, and a secretary who comes once in two months ---- */

test('a board member finds from the first page what is asked, what changes and who said what', () => as(BOARD_MEMBER, async (page) => {
  const ours = region(page, 'Ons bestuur');
  await page.goto('/');
  await ours.getByText('Er liggen 2 stukken om over te besluiten.').waitFor(); // of a third the board has said what it thinks
  await ours.getByText('Volgende vergadering: 16 december 2026, stukken uiterlijk 7 december 2026').waitFor();
  assert.equal(await ours.getByRole('link', { name: 'Leg vast wat het bestuur besloot' }).count(), 0, 'that is the secretary\'s');
  await look(page, 'the first page of a board member');
  await follow(page, 'Lees de stukken voor de vergadering');
  const paper = page.getByRole('article', { name: ENERGY });
  for (const part of ['Gevraagd besluit', 'In het kort', 'Wat verandert er', 'Standpunten', 'Voor de notulen']) await paper.getByRole('heading', { name: part, exact: true }).waitFor();
  assert.match(await paper.innerText(), /Juridisch Loket: akkoord/);
  await look(page, 'the papers of a board');
  await page.goto('/besluiten');
  await look(page, 'the rounds for a board member');
  await follow(page, ENERGY);
  await look(page, 'a round for a board member');
  assert.equal(await page.getByRole('button', { name: 'Standpunt vastleggen' }).count(), 0);
}));

test('who gives a role sees what it can be held in, and hears what to choose when it does not fit', () => as(ADMINISTRATOR, async (page) => {
  await page.goto('/beheer/mensen');
  await follow(page, READER);
  const role = page.getByLabel('Rol', { exact: true }), where = page.getByLabel('Waarin');
  const heading = (list, option) => list.locator('option', { hasText: option }).first().evaluate((node) => node.parentElement.label);
  assert.equal(await heading(role, 'redacteur'), 'In het hele netwerk of een organisatie');
  assert.equal(await heading(role, 'tweede trekker'), 'In een werkgroep');
  assert.equal(await heading(role, 'deelnemer'), 'In het hele netwerk, een organisatie of een locatie');
  assert.equal(await heading(where, 'Werkgroep: Huur en wonen'), 'Werkgroepen');
  await role.selectOption({ label: 'bestuurssecretaris' });
  await where.selectOption({ label: 'Werkgroep: Huur en wonen' });
  await press(page, 'Geef deze rol');
  const alert = page.getByRole('alert');
  await alert.getByText('past niet bij bestuurssecretaris: kies een organisatie').waitFor();
  await alert.getByRole('link').click();
  assert.match(page.url(), /#field-scope$/);
  assert.equal(await role.inputValue(), 'secretary');
  await look(page, 'a role that does not fit');
}, { expected: [400] }));

test('an administrator reads the limits of a number that is outside them, of all at once', () => as(ADMINISTRATOR, async (page) => {
  await page.goto('/beheer/instellingen');
  const before = await page.getByLabel('Naam', { exact: false }).first().inputValue();
  await page.getByLabel('Naam', { exact: false }).first().fill('Een andere naam');
  await page.locator('#field-keep-notices').fill('7');
  await page.locator('#field-term-idle').fill('400');
  await press(page, 'Bewaar');
  const alert = page.getByRole('alert');
  await alert.getByText('Berichten: kies een getal van 30 tot en met 3650').waitFor();
  await alert.getByText(/: kies een getal van 1 tot en met 365, of laat dit leeg/).waitFor();
  await page.locator('#error-keep-notices').getByText('kies een getal van 30 tot en met 3650').waitFor();
  await look(page, 'settings that were refused');
  await page.goto('/beheer/instellingen');
  assert.equal(await page.getByLabel('Naam', { exact: false }).first().inputValue(), before, 'nothing is half saved');
}, { expected: [400] }));

test('an administrator gives a mandate and a stand-in; each speaks for their board until it is taken back', async () => {
  const role = (name, work) => as(ADMINISTRATOR, async (page) => {
    await page.goto('/beheer/mensen');
    await follow(page, name);
    await work(page);
    await page.getByRole('status').first().waitFor();
  });
  const give = (name, words, where) => role(name, async (page) => {
    await page.getByLabel('Rol', { exact: true }).selectOption({ label: words });
    await page.getByLabel('Waarin').selectOption({ label: `Organisatie: ${where}` });
    await press(page, 'Geef deze rol');
    await page.getByRole('list', { name: 'Rollen' }).getByText(`${words}, ${where}`).waitFor();
  });
  const speaks = (name, choice) => as(name, async (page) => {
    await page.goto('/');
    await waiting(page).getByRole('link', { name: HELPDESK }).click();
    await page.getByLabel(choice, { exact: true }).check();
    await press(page, 'Standpunt vastleggen');
    await done(page, 'Het standpunt is vastgelegd.');
  });
  await give(MANDATED, 'gemachtigd om te besluiten', 'Juridisch Loket');
  await give(STAND_IN, 'vervanger in het bestuur', 'Nederlandse Orde van Advocaten');
  await speaks(MANDATED, 'akkoord'); // between two meetings
  await speaks(STAND_IN, 'geen oordeel');
  await role(MANDATED, (page) => press(page, 'Neem terug: gemachtigd om te besluiten, Juridisch Loket'));
  await as(MANDATED, async (page) => {
    await page.goto('/besluiten');
    await follow(page, HELPDESK);
    await page.getByRole('heading', { name: 'Standpunten' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Standpunt vastleggen' }).count(), 0);
  });
});

test('a secretary records a whole meeting afterwards: each text with its date and number, saved at once', async () => {
  site = await moveTo(site, '2026-12-17');
  await as(SECRETARY, async (page) => {
    await page.goto('/');
    assert.match(await waiting(page).innerText(), /Geef het standpunt van je organisatie, uiterlijk/);
    await look(page, 'the first page of a secretary');
    await follow(page, 'Leg vast wat het bestuur besloot');
    assert.equal(await page.getByLabel('Datum van de vergadering').first().inputValue(), '2026-12-16', 'the meeting of yesterday');
    const rows = page.locator('main section');
    assert.equal(await rows.count(), 3);
    await look(page, 'a whole meeting');
    const record = async (title, words, minute, more = () => {}) => {
      const row = rows.filter({ hasText: title });
      await row.getByLabel(words, { exact: true }).check();
      await row.getByLabel('Nummer in de notulen').fill(minute);
      await more(row);
      await row.getByRole('button', { name: /^Standpunt vastleggen/ }).click();
      await rows.filter({ hasText: title }).getByText(`Vastgelegd: ${words}`).waitFor();
    };
    await record('Landelijke helpdesk', 'akkoord, maar ...', '5.1', async (row) => {
      await row.getByText('Voorwaarde of wat er anders moet').click();
      await row.getByLabel('Toelichting').fill('Onze leden beginnen pas na de zomer.');
      await row.getByLabel('Wat voor maar?').selectOption({ label: 'Bij ons gaat het iets anders' });
    });
    await record('Piketdienst per locatie', 'akkoord', '5.2');
    assert.equal(await rows.filter({ hasText: 'Landelijke helpdesk' }).getByLabel('Nummer in de notulen').inputValue(), '5.1', 'a number is of its own text');
    await look(page, 'a meeting that is recorded');
    await page.goto('/');
    assert.equal(await waiting(page).getByText('Geef het standpunt').count(), 0);
    await page.goto('/besluiten');
    await follow(page, HELPDESK);
    await page.getByText('Vergadering van 16 december 2026, besluit 5.1').waitFor();
    await page.goto('/');
    await follow(page, 'Vergaderdata van de besturen');
    const ours = page.locator('section').filter({ hasText: 'Sociaal Werk Nederland' });
    await ours.getByLabel('Vergadering').fill('2027-04-14');
    await ours.getByLabel('Stukken uiterlijk').fill('2027-04-05');
    await press(page, 'Datum toevoegen');
    await ours.getByText('14 april 2027').first().waitFor();
    await look(page, 'meeting dates');
  });
});

/* ---- A coordinator, and who comes in by a link ---- */

test('a coordinator invites somebody into the own location; who opens the link has an account within a minute', async () => {
  const link = await as(COORDINATOR, async (page) => {
    await page.goto('/');
    await look(page, 'the first page of a coordinator');
    await press(page, 'Maak een link voor Nijmegen');
    await page.getByRole('heading', { name: 'Uitnodiging voor Nijmegen' }).waitFor();
    await look(page, 'an invitation into a location');
    return page.locator('#link').inputValue();
  });
  await as(null, async (page) => {
    await page.goto(link);
    await page.getByText('Je bent uitgenodigd voor Nijmegen.').waitFor();
    await look(page, 'an invitation on a telephone');
    await page.locator('input[name=name]').fill('Nina Nieuw');
    await page.locator('input[name=sign_in]').fill('nina@zevendeveer.example.org');
    for (const field of ['password', 'again']) await page.locator(`input[name=${field}]`).fill(PASSWORD);
    await press(page, 'Bewaar en log in');
    await page.getByRole('link', { name: 'Nina Nieuw' }).waitFor();
    await page.goto('/s/2026-008'); // a proposal: only for who is of the network
    assert.match(await stage(page), /^Voorstel/);
    await look(page, 'a proposal for who just came in');
  }, PHONE);
  await as(SECRETARY, async (page) => {
    await page.goto('/');
    await press(page, 'Maak een link voor Sociaal Werk Nederland');
    await page.getByRole('heading', { name: 'Uitnodiging voor Sociaal Werk Nederland' }).waitFor();
  });
});

/* ---- The steering group ---- */

test('one board stays against it; when the talks are over the steering group passes the text, and prints who dissents', async () => {
  for (const [name, words] of [['Tom Verhagen', 'niet akkoord'], ['Koen Lamers', 'akkoord'], ['Li Chen', 'akkoord']])
    await as(name, async (page) => {
      await page.goto('/');
      await waiting(page).getByRole('link', { name: ENERGY }).click();
      await page.getByLabel(words, { exact: true }).check();
      if (words === 'niet akkoord') {
        await page.getByLabel('Toelichting').fill('Het kost ons een halve medewerker.');
        await page.getByLabel('Wat er anders moet').fill('Als een ander dat betaalt.');
      }
      await press(page, 'Standpunt vastleggen');
      await done(page, 'Het standpunt is vastgelegd.');
    });
  site = await moveTo(site, '2026-12-28'); // the round has closed: there are talks
  await as(STEERING, async (page) => {
    await page.goto('/s/2026-005');
    assert.match(await steps(page).innerText(), /Vaststellen met een afwijkend standpunt\s+Nog nodig: Gesprek: de termijn loopt nog, tot en met \d+ \w+ \d{4}\./);
  });
  site = await moveTo(site, '2027-01-25');
  await as(STEERING, async (page) => {
    await page.goto('/s/2026-005');
    await look(page, 'a text for the steering group');
    await step(page, 'Vaststellen met een afwijkend standpunt', async () => {
      await look(page, 'the step of the steering group');
      await page.getByLabel('Uitkomst').fill('Vier besturen zijn akkoord. De Orde is er niet aan gebonden.');
    });
    assert.equal(await stage(page), 'Best practice: vastgesteld op 25 januari 2027.');
  });
  await as(READER, async (page) => {
    await page.goto('/s/2026-005');
    await page.getByText('De Orde is er niet aan gebonden.').waitFor();
    assert.equal(await region(page, 'Geldt dit bij ons?').locator('li', { hasText: 'Nederlandse Orde van Advocaten' }).getByText('geldt', { exact: true }).count(), 0);
    assert.equal(await region(page, 'Geldt dit bij ons?').getByText('geldt', { exact: true }).count(), 4);
    await look(page, 'a best practice with dissent');
  });
});

/* ---- The administrator of an empty network ---- */

test('an administrator sets up an empty network by its list, as far as the first working group and the first person', async () => {
  const own = mkdtempSync(join(tmpdir(), 'kb-empty-'));
  kb('init', '--data', own);
  const empty = await serve({ data: own, flags: [] });
  const asOwn = visits(() => ({ browser, site: empty }));
  const password = async (page) => {
    for (const field of ['password', 'again']) await page.locator(`input[name=${field}]`).fill(PASSWORD);
    await press(page, 'Bewaar en log in');
  };
  const link = await asOwn(null, async (page) => {
    await page.goto(empty.said.match(/http\S+welkom\S+/)[0]);
    await look(page, 'the very first page of a network');
    await page.locator('input[name=name]').fill('Eva Eerste');
    await page.locator('input[name=sign_in]').fill('eva@loket.nl');
    await password(page);
    await page.waitForURL('**/account/tweede-stap');
    await press(page, 'Begin');
    await look(page, 'a second factor');
    await page.locator('input[name=code]').fill(codeOf(await page.locator('.kb-secret').textContent()));
    await press(page, 'Zet de tweede stap aan');
    await follow(page, 'Ik heb ze bewaard');

    await page.goto('/');
    const list = region(page, 'Eerst even inrichten');
    await list.getByText('0 van de 7 dingen zijn klaar.').waitFor();
    await look(page, 'what to set up');
    for (const [what, add, fields] of [['Organisaties', 'Nieuwe organisatie', { Naam: 'Juridisch Loket' }], ['Locaties', 'Nieuwe locatie', { Naam: 'Zwolle' }], ['Werkgroepen', 'Nieuwe werkgroep', { Naam: 'Huur en wonen', 'Waar gaat deze werkgroep over?': 'Niemand verliest zijn huis.' }], ['Mensen', 'Nieuwe persoon', { Naam: 'Gerben Hoekstra', Inlognaam: 'gerben@loket.nl' }]]) {
      await page.goto('/');
      await list.getByRole('link', { name: what }).click();
      await follow(page, add);
      for (const [label, words] of Object.entries(fields)) await write(page, label, words);
      if (what === 'Werkgroepen') await look(page, 'a new working group');
      await press(page, 'Bewaar');
      await done(page, '');
    }
    await page.getByText('Nog geen rollen: deze persoon ziet alleen wat openbaar is.').waitFor();
    await page.getByLabel('Rol', { exact: true }).selectOption({ label: 'trekker' });
    await page.getByLabel('Waarin').selectOption({ label: 'Werkgroep: Huur en wonen' });
    await press(page, 'Geef deze rol');
    await page.getByRole('listitem').filter({ hasText: 'trekker, Huur en wonen' }).waitFor();
    await look(page, 'a person for the administrator');
    await press(page, 'Maak een link voor een wachtwoord');
    const made = await page.locator('#link').inputValue();
    await page.goto('/');
    await look(page, 'half set up');
    await list.getByText('4 van de 7 dingen zijn klaar.').waitFor();
    await page.goto('/account');
    const [file] = await Promise.all([page.waitForEvent('download'), follow(page, 'Download alles wat we over je bewaren')]);
    assert.equal(JSON.parse(readFileSync(await file.path(), 'utf8')).over_jou.find((one) => one.wat === 'Account').gegevens[0].name, 'Eva Eerste');
    return made;
  });
  await asOwn(null, async (page) => {
    await page.goto(link);
    await password(page);
    await page.goto('/werkgroepen');
    await follow(page, 'Huur en wonen');
    await page.getByRole('link', { name: 'Begin een nieuw stuk' }).waitFor();
    await look(page, 'an empty working group');
  });
  kb('user', 'reset-second-factor', '--data', own, 'eva@loket.nl');
  await asOwn(null, async (page) => {
    await page.goto('/inloggen');
    await page.locator('input[name=sign_in]').fill('eva@loket.nl');
    await page.locator('input[name=password]').fill(PASSWORD);
    await press(page, 'Log in');
    await page.waitForURL('**/account/tweede-stap'); // no code was asked, and nothing is done before there is a new one
  });
  await empty.stop();
  away(own);
});
