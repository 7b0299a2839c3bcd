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
const about = (page) => page.getByRole('complementary', { name: 'Over dit stuk' }).innerText();
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

test('who confirms a text reads what readers say against it, and which box is not ticked', async () => {
  await as('Els Barendregt', async (page) => {
    await page.goto('/s/2025-008');
    await press(page, 'Klopt niet meer');
    await page.getByText('Jij koos vandaag: Klopt niet meer.').first().waitFor();
    await page.getByLabel('Wat klopt er niet?').fill('De termijn is nu zes weken.');
    await page.getByLabel('Dit moet anders').check();
    await page.locator('form', { has: page.getByLabel('Wat klopt er niet?') }).getByRole('button', { name: 'Versturen' }).click();
    await done(page, 'Je reactie staat erbij.');
  });
  await as('Lotte Brinkman', async (page) => {
    await page.goto('/s/2025-008');
    assert.doesNotMatch(await about(page), /Opnieuw nakijken voor/, 'it must be now');
    await press(page, 'Ik heb het nagekeken: dit klopt nog');
  });
  await as(EDITOR, async (page) => {
    await page.goto('/s/2025-008');
    await ask(page, 'Klopt nog');
    const against = page.locator('.utrecht-alert', { hasText: 'Een lezer tikte op "Klopt niet meer". Er is 1 reactie "moet anders" zonder antwoord.' });
    assert.match(await against.getByRole('link', { name: 'Lees eerst wat zij zeggen' }).getAttribute('href'), /\/s\/2025-008#reacties$/);
    await look(page, 'readers say something else');
    await write(page, 'Wat heb je nagekeken?', 'De termijnen: zij kloppen nog.');
    await press(page, 'Klopt nog');
    await page.getByRole('alert').getByText('Besturen: kruis onderaan aan dat de besturen dit weten').waitFor();
    await look(page, 'the boards were not told');
    await page.getByLabel('De besturen weten dat dit stuk is nagekeken').check();
    await press(page, 'Klopt nog');
    await done(page, 'Vastgelegd: de tekst klopt nog.');
    assert.match(await about(page), /Overgenomen op\s+2 december 2025\s+Nagekeken op\s+1 december 2026\s+Opnieuw nakijken voor\s+\d+ \w+ 202[78]/);
    await look(page, 'it was looked at again');
  }, { expected: [422, 400, 409] });
});

test('that nobody asked yet is no disagreement; what is all there is not needed any more', async () => {
  const waits = (page) => page.getByRole('region', { name: 'Waar dit stuk op wacht' }).innerText();
  await as(EDITOR, async (page) => {
    await page.goto('/s/2026-010');
    assert.match(await waits(page), /Akkoord van de trekker: de trekker heeft nog geen akkoord gegeven/);
    await page.getByRole('heading', { name: 'Nog nodig' }).waitFor();
    await look(page, 'nobody was asked yet');
  });
  await as('Marieke van den Akker', async (page) => {
    await page.goto('/s/2026-010');
    assert.match(await waits(page), /Akkoord van de trekker: jij hebt nog geen akkoord gegeven/);
    await press(page, 'Ik ben akkoord: dit kan naar de besturen');
    await press(page, 'Zet erbij dat het nog niet is geprobeerd');
    await page.getByRole('heading', { name: 'Nog nodig' }).waitFor(); // somebody of the field must still read it
  });
  await as(EDITOR, async (page) => {
    await page.goto('/s/2026-010');
    assert.match(await steps(page).innerText(), /Samenvoegen\s+Nog nodig: Akkoord van de trekker met samenvoegen: de trekker heeft nog geen akkoord gegeven\./);
    await write(page, 'Wie las het?', 'Een maatschappelijk werker uit Zwolle');
    await press(page, 'Vastleggen');
    await page.getByRole('heading', { name: 'Alles is er' }).waitFor();
    await look(page, 'all that was needed is there');
  });
});

test('steps say which of two texts they are about', () => as(EDITOR, async (page) => {
  const under = (title) => steps(page).locator('h3', { hasText: title }).locator('xpath=following-sibling::ul[1]').innerText();
  await page.goto('/s/2025-002/op-weg');
  assert.match(await under('De nieuwe versie'), /Besluitronde openen/);
  assert.match(await under('De tekst die nu geldt'), /Laten nakijken/);
  assert.doesNotMatch(await under('De nieuwe versie'), /Laten nakijken/);
  await look(page, 'steps of two texts');
  await page.goto('/s/2025-002');
  assert.deepEqual(await steps(page).getByRole('heading', { level: 3 }).allInnerTexts(), ['De tekst die nu geldt', 'De nieuwe versie']);
  await page.goto('/s/2025-012');
  await steps(page).getByRole('link').first().waitFor();
  assert.equal(await steps(page).getByRole('heading', { level: 3 }).count(), 0, 'where there is one text, nothing to say');
}));

test('a day that has passed is not written as if it were to come', async () => {
  const late = 'Aan zet: de redactie. Zij opent een besluitronde. Dat had uiterlijk 27 mei 2026 gemoeten (te laat).';
  await as(EDITOR, async (page) => {
    await page.goto('/s/2025-002/op-weg');
    await page.getByText(late).waitFor();
    await page.goto('/s/2025-008'); // which is confirmed: to come again
    assert.equal(await page.getByText('(te laat)').count(), 0);
  });
  await as('Lotte Brinkman', async (page) => {
    await page.goto('/werkgroepen/huur-en-wonen');
    await page.getByText(late).waitFor();
    await look(page, 'a working group that waits for what is late');
  });
});

test('a board that gave its position has nothing more to decide', async () => {
  const ours = (page) => page.getByRole('region', { name: 'Ons bestuur' });
  await as('Rianne Kuipers', async (page) => {
    await page.goto('/');
    assert.match(await waiting(page).innerText(), /Er wacht nu niets op je/);
    await ours(page).getByText('Jullie standpunt is gegeven. Er ligt nu niets meer om over te besluiten.').waitFor();
    await look(page, 'the first page of a board that is done');
  });
  await as('Tom Verhagen', async (page) => {
    await page.goto('/');
    await ours(page).getByText('Er ligt 1 stuk om over te besluiten.').waitFor();
  });
});

test('a meeting that is still to come is not recorded as held', () => as('Tom Verhagen', async (page) => {
  await page.goto('/besluiten/vergadering');
  const day = page.getByLabel('Datum van de vergadering').first();
  assert.equal(await day.inputValue(), '2026-12-01', 'no meeting was held yet: today');
  await page.getByLabel('akkoord', { exact: true }).first().check();
  await page.locator('main section').getByLabel('Datum van de vergadering').first().fill('2026-12-09');
  await page.getByRole('button', { name: /^Standpunt vastleggen/ }).first().click();
  await page.getByRole('alert').getByText('Vergadering van: ligt in de toekomst').waitFor();
  await look(page, 'a meeting to come');
}, { expected: [400, 422] }));

const ENERGY = 'Afsluiting van stroom, gas of water dreigt';
const decides = async (page) => { await page.goto('/besluiten'); await follow(page, ENERGY); };
const facts = (page) => page.getByRole('complementary', { name: 'Over deze ronde' }).innerText();

async function say(page, words, more = () => {}) {
  await decides(page);
  await page.getByLabel(words, { exact: true }).check();
  await more();
  await press(page, 'Standpunt vastleggen');
  await done(page, 'Het standpunt is vastgelegd.');
}

test('a round in which all have spoken is closed, and the editor goes on from there', async () => {
  await itIs('2026-12-01'); // a server that starts leaves its clock a minute: it does not open the talks meanwhile
  await as(EDITOR, async (page) => {
    await decides(page);
    assert.match(await facts(page), /Sluit op\s+23 december 2026/);
  });
  for (const name of ['Koen Lamers', 'Li Chen']) await as(name, (page) => say(page, 'akkoord'));
  await as('Tom Verhagen', (page) => say(page, 'niet akkoord', async () => {
    await page.getByLabel('Toelichting').fill('De dienstdoende advocaat staat er niet bij.');
    await page.getByLabel('Wat er anders moet').fill('Zet die op de overdrachtskaart.');
  }));
  await as(EDITOR, async (page) => {
    await page.goto('/besluiten');
    await page.getByText('gesloten, de redactie legt de uitkomst vast').waitFor();
    await decides(page);
    assert.match(await facts(page), /Gesloten op\s+1 december 2026/);
    await page.getByText('Alle organisaties hebben een standpunt.').waitFor();
    await look(page, 'a round that is complete');
    await follow(page, 'Naar de volgende stap van dit stuk');
    await steps(page).waitFor();
    assert.equal(new URL(page.url()).pathname + new URL(page.url()).hash, '/s/2026-005#volgende-stap');
  });
});

test('talks in which nobody objects any more wait for the editors only', async () => {
  await itIs('2026-12-02'); // all have spoken: the clock opens the talks
  await as(EDITOR, async (page) => {
    await decides(page);
    await page.getByText('Eén organisatie is niet akkoord. Daarover is er een gesprek').waitFor();
  });
  await as('Tom Verhagen', (page) => say(page, 'akkoord, maar ...', async () => {
    await page.getByLabel('Wat voor maar?').selectOption({ label: 'Een voorwaarde' });
  }));
  await as(EDITOR, async (page) => {
    await page.goto('/besluiten');
    await page.getByText('gesloten, de redactie legt de uitkomst vast').waitFor();
    await decides(page);
    await page.getByText('Niemand is meer niet akkoord. Aan zet: de redactie. Zij legt de uitkomst vast.').waitFor();
    assert.equal(await page.getByText('Daarover is er een gesprek').count(), 0);
    await look(page, 'talks that are settled');
    await follow(page, 'Naar de volgende stap van dit stuk');
    const waits = page.getByRole('region', { name: 'Waar dit stuk op wacht' });
    assert.match(await waits.innerText(), /Niemand is meer niet akkoord\. Aan zet: de redactie\. Zij legt de uitkomst vast\./);
    assert.doesNotMatch(await waits.innerText(), /Er is een gesprek/);
  });
  await itIs('2026-12-14'); // it adopts itself after five working days
  await as(EDITOR, async (page) => {
    await page.goto('/s/2026-005');
    await page.getByRole('link', { name: /^Ronde van/ }).first().click();
    assert.match(await facts(page), /Gesloten op\s+2 december 2026/);
  });
});
