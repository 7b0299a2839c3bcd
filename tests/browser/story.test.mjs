// One whole story, from the first words of a draft to the text that takes its place three years later, through the pages
// and by the people whose turn it is. The clock really moves: the server stops, `kb tick` does what was due, and the
// server starts on the new day. Each test is a chapter and goes on where the one before it ended.
//
// KB_SHOTS=1 saves the pages that are judged below build/story, in light and dark at 320, 768 and 1280 px, to be looked at.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { done, follow, looks, press, SAID, stage, step, steps, told, visits, waiting, write } from './people.mjs';
import { away, kb, launch, moveTo, serveOn } from './site.mjs';

const WRITER = 'Joyce Amoah'; // of the working group Huur en wonen, as the next two
const SECOND = 'Dennis Martina';
const LEAD = 'Lotte Brinkman';
const EDITOR = 'Yasmin el Idrissi';
const READER = 'Els Barendregt';
const LAWYER = 'Rachid Amrani';
const TITLE = 'Renovatie: de huur gaat omhoog';

const data = mkdtempSync(join(tmpdir(), 'kb-story-'));
let browser, site;
let draft, address, round; // of the text before and after it has a number, and of the last round about it

const look = looks('story');
const as = visits(() => ({ browser, site }));

before(async () => { [browser, site] = await Promise.all([launch(), serveOn(data, '2026-12-01')]); });
after(async () => { await browser?.close(); await site?.stop(); away(data); });

const itIs = async (day) => { site = await moveTo(site, day); };

/** A chapter: when one breaks off, those after it have nothing to go on from and say so at once. */
let broken;
function chapter(name, tell) {
  test(name, async () => {
    assert.equal(broken, undefined, 'the story broke off before this');
    broken = name;
    await tell();
    broken = undefined;
  });
}

/** The first page says that something is asked of this person; they go there. */
async function asked(page, note) {
  await page.goto('/');
  await waiting(page).locator('li', { hasText: TITLE }).filter({ hasText: note }).getByRole('link').click();
}

async function reads(page, sentence, at = address) {
  await page.goto(at);
  assert.match(await stage(page), sentence);
}

chapter('two people write, somebody outside reads along, the lead hears what is still missing and sends it in', async () => {
  draft = await as(WRITER, async (page) => {
    await page.goto('/werkgroepen/huur-en-wonen');
    await follow(page, 'Begin een nieuw stuk');
    await page.getByLabel('Titel').fill(TITLE);
    await press(page, 'Begin met schrijven');
    await write(page, 'In het kort', 'Vraag de brief van de verhuurder en reken na of de huur omhoog mag.');
    await press(page, 'Bewaar');
    await done(page, 'Bewaard. Alleen je werkgroep ziet dit.');
    return new URL(page.url()).pathname.replace('/bewerken', '');
  });
  await as(SECOND, async (page) => {
    await page.goto('/');
    await follow(page, TITLE);
    assert.equal(await stage(page), 'Concept: alleen de werkgroep ziet dit.');
    assert.match(await steps(page).innerText(), /Nog nodig: Doe dit: vul dit in\. Waarom: vul dit in\./);
    await look(page, 'a draft of which nothing is published');
    await follow(page, 'Bewerk');
    await write(page, 'Eerste lijn doet', 'Leest de brief en rekent de nieuwe huur na.');
    await write(page, 'Tweede lijn doet', 'Bekijkt of de verhuurder de huur mag verhogen.');
    await press(page, 'Bewaar');
    await done(page, 'Bewaard.');
  });
  const link = await as(LEAD, async (page) => {
    await page.goto(draft);
    await steps(page).getByRole('link', { name: 'Insturen' }).click();
    await page.getByText('Deze stap kan pas als dit klaar is:').waitFor();
    await page.getByRole('link', { name: /^Ga erheen ?: Doe dit$/ }).click();
    await write(page, 'Doe dit', '- Vraag de brief van de verhuurder.\n- Reken na of de huur omhoog mag.');
    await write(page, 'Waarom', 'In Amsterdam betaalden huurders te veel na een renovatie.');
    await press(page, 'Deel deze versie met je werkgroep');
    await page.waitForURL(/\/publiceren$/);
    await look(page, 'sharing a draft with the group');
    await press(page, 'Deel met de werkgroep');
    await done(page, 'Je werkgroep leest nu deze versie. Verder ziet niemand haar. Is het stuk klaar, dan stuurt de trekker het in.');
    await follow(page, 'Laat iemand meelezen');
    await page.getByLabel('Voor wie?').fill('Een huurder die dit meemaakte');
    await press(page, 'Maak een link');
    return page.locator('#link').inputValue();
  });
  await as(null, async (page) => {
    await page.goto(link);
    await page.getByText('Leest de brief en rekent de nieuwe huur na.').waitFor();
  });
  await as(READER, async (page) => assert.equal((await page.goto(draft)).status(), 404), { expected: [404] });
  await as(LEAD, async (page) => {
    await page.goto(draft);
    await step(page, 'Insturen', () => page.getByLabel('Ik heb gekeken. Ons stuk is anders.').check());
    assert.equal(await stage(page), 'Concept: ingestuurd, de redactie kijkt ernaar.');
  });
});

chapter('an editor sends it back with words, the group mends it, the editor takes it in and it gets its number', async () => {
  await as(EDITOR, async (page) => {
    await page.goto('/');
    await waiting(page).getByRole('link', { name: 'De tafel van de redactie' }).click();
    assert.match(await page.locator('tr', { hasText: TITLE }).innerText(), /8 december 2026.*Ingestuurd\s+de redactie/s);
    await follow(page, TITLE);
    await look(page, 'a submission for the editor');
    await step(page, 'Terugsturen', () => page.getByLabel('Wat moet er anders?').fill('Zet erbij hoelang de huurder heeft om te reageren.'));
  });
  await as(LEAD, async (page) => {
    await asked(page, 'De redactie vraagt een verandering');
    assert.equal(await stage(page), 'Concept: terug naar de schrijvers.');
    await page.getByText('Reden: Zet erbij hoelang de huurder heeft om te reageren.').waitFor();
    await follow(page, 'Bewerk');
    await write(page, 'Let op', 'De huurder heeft acht weken om te reageren.');
    await press(page, 'Bewaar');
    await done(page, 'Bewaard.');
    await page.goto(draft);
    await step(page, 'Insturen', () => page.getByLabel('Ik heb gekeken. Ons stuk is anders.').check());
  });
  await as(EDITOR, async (page) => {
    await page.goto('/redactie');
    await follow(page, TITLE);
    await step(page, 'Aannemen als voorstel');
    assert.equal(await stage(page), 'Voorstel: nog niet besloten, gebruik je eigen oordeel.');
    address = new URL(page.url()).pathname;
    assert.match(address, /^\/s\/2026-\d{3}$/);
  });
});

chapter('a reader uses the proposal and asks for a change; the lead answers; somebody of the field checks it by a link', async () => {
  await as(READER, async (page) => {
    await page.goto('/');
    await page.getByRole('combobox', { name: 'Waar wil je het antwoord op weten?' }).fill('renovatie huur omhoog');
    await page.keyboard.press('Enter');
    await page.waitForURL(/zoeken/);
    await follow(page, TITLE);
    await press(page, 'Gebruikt');
    await done(page, 'Je tik telt mee.');
    await page.getByText('Reageer op deze tekst').click();
    await page.getByLabel('Dit moet anders').check();
    await page.getByLabel('Over welk deel?').selectOption({ label: 'Let op' });
    await page.getByLabel('Jouw reactie').fill('Acht weken geldt niet bij minder dan tien woningen. Kan dat erbij?');
    await press(page, 'Versturen');
    await done(page, 'Je reactie staat erbij.');
    await look(page, 'a proposal with a remark');
  });
  await as(LEAD, async (page) => {
    await asked(page, '1 reactie wacht op antwoord');
    await page.locator('summary', { hasText: 'Antwoord' }).first().click();
    await page.locator('textarea[name=answer]').fill('Goed punt. Dat komt in de volgende versie.');
    await press(page, 'Antwoorden');
    await done(page, 'Je antwoord staat erbij.');
  });
  const link = await as(EDITOR, async (page) => {
    await page.goto(address);
    assert.match(await steps(page).innerText(), /de trekker heeft nog geen akkoord gegeven.*de termijn loopt nog.*nog niet gelezen door iemand uit het vak/s);
    await press(page, 'Vraag dit aan de trekker');
    await done(page, 'Gevraagd. De trekker is aan zet en krijgt bericht.');
    await press(page, 'Vraag iemand uit het vak met een link');
    return page.locator('#link').inputValue();
  });
  await as(null, async (page) => {
    await page.goto(link);
    await look(page, 'a check by link');
    await page.getByLabel('Wie ben je?').fill('huuradvocaat in Utrecht');
    await press(page, 'Ik heb het nagekeken');
    await page.getByText('Dank je wel. Het is vastgelegd.').waitFor();
  });
  await as(LEAD, async (page) => {
    await asked(page, 'De redactie vraagt je akkoord');
    await press(page, 'Ik ben akkoord: dit kan naar de besturen');
    await done(page, 'Vastgelegd.');
    await page.goto('/');
    assert.equal(await waiting(page).getByText('De redactie vraagt je akkoord').count(), 0);
  });
});

chapter('after its week the editor recommends it and puts it to five boards', async () => {
  await itIs('2026-12-10');
  await as(EDITOR, async (page) => {
    await page.goto(address);
    await step(page, 'Aanbevelen aan de besturen', () => page.getByLabel('Vraag aan de besturen').fill('Gaan jullie bij elke renovatie zo met huurders om?'));
    assert.match(await stage(page), /^Aanbeveling: de organisaties hebben nog niet besloten/);
    await step(page, 'Besluitronde openen', async () => {
      await look(page, 'opening a round');
      await page.getByLabel('Met instemming').check();
      await page.getByLabel('Samenvatting voor de besturen').fill('Iedere balie rekent na een renovatie de huur na. Het kost geen extra mensen.');
    });
    assert.equal(await stage(page), 'In besluitronde tot 17 februari 2027.'); // five working days after the last board met
  });
  await as(READER, async (page) => {
    await told(page, TITLE, 'Besluitronde geopend');
    await reads(page, /^In besluitronde tot 17 februari 2027\.$/);
  });
});

/** A secretary is asked for a position, reads what it is about, and records what the board decided. */
const position = (name, day, minute, but) => as(name, async (page) => {
  await asked(page, 'Geef het standpunt van je organisatie, uiterlijk 17 februari 2027');
  round = new URL(page.url()).pathname;
  await page.getByText('Gaan jullie bij elke renovatie zo met huurders om?').waitFor();
  await page.getByLabel(but ? 'akkoord, maar ...' : 'akkoord', { exact: true }).check();
  if (but) {
    await look(page, 'a round for a secretary');
    await page.getByLabel('Toelichting').fill(but);
    await page.getByLabel('Wat voor maar?').selectOption({ label: 'Bij ons gaat het iets anders' });
  }
  await page.getByLabel(/^Vergadering van/).fill(day);
  await page.getByLabel('Nummer van het besluit in de notulen').fill(minute);
  await press(page, 'Standpunt vastleggen');
  await done(page, 'Het standpunt is vastgelegd.');
  if (but) await look(page, 'a position that is recorded');
  await page.goto('/');
  assert.equal(await waiting(page).getByText(TITLE).count(), 0);
});

const BUT = 'Onze sociaal werkers rekenen niet zelf; zij bellen het Juridisch Loket.';

chapter('five secretaries record what their boards decided; who may not know reads the same sentence all the time', async () => {
  await itIs('2027-01-28');
  await position('Ayşe Demir', '2027-01-14', '2027-04');
  await position('Koen Lamers', '2027-01-21', '7');
  await position('Li Chen', '2027-01-26', 'B-3');
  await itIs('2027-02-04');
  await as('Rianne Kuipers', async (page) => {
    await told(page, TITLE, 'Je organisatie heeft nog geen standpunt.');
  });
  await position('Rianne Kuipers', '2027-02-03', '12', BUT);
  await itIs('2027-02-11');
  await position('Tom Verhagen', '2027-02-10', '4.1');
  await as(READER, async (page) => {
    await reads(page, /^In besluitronde tot 17 februari 2027\.$/); // that all of them have spoken is not told
    await page.goto(round);
    await page.getByText('Standpunten zijn te zien als de ronde is gesloten.').waitFor();
    assert.equal(await page.getByText(BUT).count(), 0);
  });
});

chapter('the editor writes down the outcome; it is a best practice, and holds for each as it said', async () => {
  await as(EDITOR, async (page) => {
    await page.goto('/redactie');
    assert.match(await page.locator('tr', { hasText: TITLE }).innerText(), /In besluitronde\s+de redactie/);
    await follow(page, TITLE);
    await step(page, 'Vaststellen', async () => {
      await look(page, 'writing the outcome');
      await page.getByLabel('Uitkomst').fill('Vier besturen zijn akkoord. Sociaal Werk Nederland is akkoord, maar laat het Juridisch Loket rekenen.');
      assert.equal(await page.getByLabel('Weer nakijken op').inputValue(), '2029-02-11');
    });
    assert.equal(await stage(page), 'Best practice: vastgesteld op 11 februari 2027.');
  });
  await as('Rianne Kuipers', async (page) => {
    await reads(page, /^Best practice: vastgesteld op 11 februari 2027\.$/);
    const here = page.getByRole('region', { name: 'Geldt dit bij ons?' });
    assert.match(await here.locator('li').first().innerText(), /Sociaal Werk Nederland \(jouw organisatie\) geldt, maar Onze sociaal werkers rekenen niet zelf/);
    assert.equal(await here.getByText('geldt', { exact: true }).count(), 4);
    await look(page, 'a best practice for a secretary');
    await page.goto(round);
    await page.getByText('Uitkomst: vastgesteld').waitFor();
    await page.getByText('Vergadering van 3 februari 2027, besluit 12').waitFor();
  });
  await as(null, (page) => reads(page, /^Best practice: vastgesteld op 11 februari 2027\.$/));
});

chapter('it is used; somebody says that it is no longer right; it is looked at and confirmed', async () => {
  await itIs('2027-06-15');
  await as(READER, async (page) => {
    await page.goto(address);
    await press(page, 'Gebruikt');
    await page.getByText('2 keer gebruikt').waitFor();
    await page.getByText('Vertel hoe het ging').click();
    await page.getByLabel('Wat gebeurde er?').fill('De verhuurder rekende te veel. Na de brief kreeg de huurder geld terug.');
    await page.getByLabel('Ja', { exact: true }).check();
    await press(page, 'Versturen');
    await done(page, 'Je ervaring staat erbij.');
  });
  await as(LAWYER, async (page) => {
    await page.goto(address);
    await press(page, 'Klopt niet meer');
    await done(page, 'De redactie hoort dit en kijkt ernaar.');
    await page.getByLabel('Wat klopt er niet?').fill('De drempel is verhoogd.');
    await look(page, 'what is wrong with a text');
  });
  await as(EDITOR, async (page) => {
    await (await told(page, TITLE, 'Iemand zegt dat dit niet meer klopt')).getByRole('link').click();
    await page.getByText('1 keer gemeld dat het niet meer klopt').waitFor();
    await step(page, 'Laten nakijken', () => page.locator('main textarea').first().fill('Een lezer zegt dat de regels zijn veranderd.'));
    assert.match(await stage(page), /^Moet worden nagekeken/);
  });
  await as(READER, (page) => reads(page, /^Moet worden nagekeken: kijk zelf of dit nog klopt\.$/));
  await as(LEAD, async (page) => {
    await (await told(page, TITLE, 'Kijk na of het nog klopt.')).getByRole('link').click();
    await look(page, 'due for review for the lead');
    await press(page, 'Ik heb het nagekeken: dit klopt nog');
    await done(page, 'Vastgelegd.');
  });
  await as(EDITOR, async (page) => {
    await page.goto(address);
    await step(page, 'Klopt nog', async () => {
      await page.getByLabel('Wat heb je nagekeken?').fill('De wet is niet veranderd.');
      await page.getByLabel('De besturen weten dat dit stuk is nagekeken').check();
    });
    assert.equal(await stage(page), 'Best practice: vastgesteld op 11 februari 2027, opnieuw bevestigd op 15 juni 2027.');
    assert.equal(await steps(page).getByRole('link', { name: 'Besluit bevestigen' }).count(), 0); // it was decided here
  });
});

chapter('two years later its date comes; the group writes a new version, and the old one holds until that is decided', async () => {
  await itIs('2029-06-20');
  await as(LEAD, async (page) => {
    await asked(page, 'Kijk na of dit nog klopt, uiterlijk ');
    await reads(page, /^Moet worden nagekeken: kijk zelf of dit nog klopt\.$/);
    await press(page, 'Maak een nieuwe versie');
    await write(page, 'Let op', 'De huurder heeft acht weken om te reageren. Bij minder dan tien woningen is dat korter.');
    await press(page, 'Publiceer deze versie');
    await page.waitForURL(/\/publiceren$/);
    await page.getByLabel('Wat is er nieuw in deze versie?').fill('Kleine gebouwen staan erbij.');
    await page.locator('main form').getByRole('button').last().click();
    assert.match(await stage(page), /^Aanbeveling/);
    await page.getByText('Ze geldt nog niet.').waitFor();
  });
  await as(READER, async (page) => {
    await page.goto(address);
    await page.getByText('Er is een nieuwe versie op weg. Tot die is vastgesteld, geldt deze tekst.').waitFor();
    assert.equal(await page.getByText('woningen is dat korter').count(), 0);
    await follow(page, 'Bekijk wat er verandert.');
    await page.locator('ins', { hasText: 'Bij minder dan tien woningen is dat korter.' }).waitFor();
  });
  await as(EDITOR, async (page) => {
    await page.goto(`${address}/op-weg`);
    await page.getByLabel('Wie las het?').fill('huuradvocaat in Zwolle');
    await press(page, 'Vastleggen');
    await done(page, 'Vastgelegd.');
    await page.goto(`${address}/op-weg`);
    await step(page, 'Besluitronde openen', async () => {
      await page.getByLabel('Licht').check();
      await page.getByLabel('Samenvatting voor de besturen').fill('Er staat één regel bij, over kleine gebouwen.');
    });
  });
  for (const [name, again] of [['Tom Verhagen', 'Weer akkoord'], ['Rianne Kuipers', 'Weer akkoord, maar ...']])
    await as(name, async (page) => {
      await asked(page, 'Geef het standpunt van je organisatie, uiterlijk 11 juli 2029');
      await page.getByRole('link', { name: 'Bekijk wat er nu anders is' }).waitFor();
      if (again === 'Weer akkoord') await look(page, 'a second round for a secretary');
      await press(page, again); // one click, beside what they said before
      await done(page, 'Het standpunt is vastgelegd.');
    });
});

chapter('two organisations are enough for a light round once it closes', async () => {
  await as('Koen Lamers', async (page) => {
    await asked(page, 'Geef het standpunt van je organisatie');
    await page.getByLabel('akkoord', { exact: true }).check();
    await press(page, 'Standpunt vastleggen');
    await done(page, 'Het standpunt is vastgelegd.');
  });
  await itIs('2029-07-13');
  await as(READER, (page) => reads(page, /^In besluitronde: de termijn liep tot en met 11 juli 2029, de uitkomst komt nog\.$/, `${address}/op-weg`));
  await as(EDITOR, async (page) => {
    await page.goto(`${address}/op-weg`);
    await step(page, 'Vaststellen', () => page.getByLabel('Uitkomst').fill('Drie besturen zijn akkoord met de regel over kleine gebouwen.'));
    assert.equal(await stage(page), 'Best practice: vastgesteld op 13 juli 2029.');
  });
  await as(null, async (page) => {
    await reads(page, /^Best practice: vastgesteld op 13 juli 2029\.$/);
    await page.getByText('Bij minder dan tien woningen is dat korter.').waitFor();
  });
});

chapter('three years after the first words another text takes its place, and who finds the old one is sent there', async () => {
  await itIs('2030-01-15');
  await as(EDITOR, async (page) => {
    await page.goto(address);
    await steps(page).getByRole('link', { name: 'Vervangen door een ander stuk', exact: true }).click();
    await page.getByRole('textbox', { name: 'Ander stuk' }).fill('2025-008');
    await press(page, 'Vervangen door een ander stuk'); // and which text that is comes first
    await look(page, 'superseding');
    await page.getByRole('button', { name: /^Ja, vervangen door / }).click();
    await done(page, SAID['Vervangen door een ander stuk']);
  }, { expected: [400] });
  await as(READER, async (page) => {
    await (await told(page, TITLE, 'Vervangen door een ander stuk')).getByRole('link').click();
    assert.match(await stage(page), /^Vervangen door/);
    await look(page, 'superseded');
    const instead = page.locator('.utrecht-alert').getByRole('link'), named = await instead.innerText();
    await instead.click();
    assert.equal(new URL(page.url()).pathname, '/s/2025-008');
    assert.ok(named.endsWith(`: ${await page.locator('h1').innerText()}`), named);
  });
  await as(null, async (page) => {
    assert.equal((await page.goto(address)).status(), 410);
    await look(page, 'superseded for the public');
  }, { expected: [410] });
});

test('after three years the log is whole', async () => {
  await site.stop();
  site = null;
  kb('verify', '--data', data);
});
