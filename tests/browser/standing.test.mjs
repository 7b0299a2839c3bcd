// What happens to a text when its round goes wrong at first, and after it stands: a niet akkoord is talked about, the
// boards are reminded and say again what they said, an organisation leaves, readers say that it does not help, it is
// confirmed or expires, and it goes up in another. By the people whose turn it is, with a clock that moves.
import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { done, follow, press, SAID, stage, step, steps, told, visits, waiting, write } from './people.mjs';
import { away, launch, moveTo, serveOn } from './site.mjs';

const EDITOR = 'Yasmin el Idrissi';
const LEAD = 'Gerben Hoekstra'; // of Schulden en toeslagen
const READER = 'Els Barendregt';
const AGAINST = 'Tom Verhagen'; // of the Orde
const FOR = 'Koen Lamers'; // of the Vereniging Sociale Advocatuur
const BUT = 'Li Chen'; // of the Raad
const LATE = 'Rianne Kuipers'; // of Sociaal Werk Nederland
const ENERGY = 'Afsluiting van stroom, gas of water dreigt';
const DECIDED = '/s/2026-005';
const STANDS = '/s/2025-012'; // Toeslag verrekend, which Gerben leads too
const AGREED = '/s/2025-007'; // the plan that five boards agreed on

const data = mkdtempSync(join(tmpdir(), 'kb-standing-'));
const as = visits(() => ({ browser, site }));
let browser, site;
before(async () => { [browser, site] = await Promise.all([launch(), serveOn(data, '2026-12-01')]); });
after(async () => { await browser?.close(); await site?.stop(); away(data); });

const itIs = async (day) => { site = await moveTo(site, day); };
const reads = async (page, sentence, at) => { await page.goto(at); assert.match(await stage(page), sentence); };
const here = (page) => page.getByRole('region', { name: 'Geldt dit bij ons?' });
const decides = async (page) => { await page.goto('/'); await waiting(page).getByRole('link', { name: ENERGY }).click(); };

/** What an organisation says of a text that stands. */
async function says(page, what, words) {
  await here(page).getByText('Iets anders vastleggen voor mijn organisatie').click();
  await here(page).getByLabel(what).check();
  await here(page).getByLabel('Toelichting').fill(words);
  await here(page).getByRole('button', { name: 'Vastleggen' }).click();
  await done(page, 'Vastgelegd voor je organisatie.');
}

test('a board answers the question of the editors with niet akkoord; in the talks every board reads what it can still do', async () => {
  for (const [name, words] of [[FOR, 'akkoord'], [BUT, 'akkoord, maar ...'], [AGAINST, 'niet akkoord']])
    await as(name, async (page) => {
      await decides(page);
      await page.getByText('Geldt deze aanpak vanaf deze winter bij alle loketten en buurtteams?').waitFor();
      await page.getByLabel(words, { exact: true }).check();
      if (words !== 'akkoord') await page.getByLabel('Toelichting').fill('De dienstdoende advocaat staat er niet bij.');
      if (name === BUT) await page.getByLabel('Wat voor maar?').selectOption({ label: 'Een voorwaarde' });
      if (name === AGAINST) await page.getByLabel('Wat er anders moet').fill('Zet die op de overdrachtskaart.');
      await press(page, 'Standpunt vastleggen');
      await done(page, 'Je bent klaar: er wacht nu geen besluit meer op jullie.');
    });
  await itIs('2026-12-02'); // all have spoken: the clock opens the talks
  await as(FOR, async (page) => {
    await page.goto('/besluiten');
    await page.getByText('gesloten, in gesprek over een niet akkoord').waitFor();
    await follow(page, ENERGY);
    await page.getByText(/Daarover is er een gesprek, tot en met \d+ december 2026\./).waitFor();
    await page.getByText('Een voorwaarde: De dienstdoende advocaat staat er niet bij.').waitFor();
    assert.equal(await page.getByLabel('akkoord', { exact: true }).count(), 0, 'that cannot be said now');
    assert.equal(await page.getByLabel('niet akkoord', { exact: true }).count(), 1);
  });
  await as(READER, async (page) => {
    await reads(page, /^In besluitronde tot 23 december 2026\.$/, DECIDED);
    await page.goto('/besluiten');
    assert.equal(await page.getByText('in gesprek over een niet akkoord').count(), 0);
  });
});

test('a new version ends the talks; who was against it reads what had to change and what did, and a yes is one click', async () => {
  await as(LEAD, async (page) => {
    await page.goto(DECIDED);
    await follow(page, 'Bewerk');
    await write(page, 'Contact', 'De dienstdoende advocaat: {contact:piket-schulden}');
    assert.equal(await page.getByRole('button', { name: 'Publiceer deze versie' }).count(), 0, 'that would tell everybody of the talks');
    await page.getByText('Je kunt schrijven en bewaren, maar nog niet publiceren.').waitFor();
    await press(page, 'Bewaar');
  });
  await as(EDITOR, async (page) => {
    await page.goto(DECIDED);
    await step(page, 'Ronde sluiten voor een nieuwe tekst');
  });
  await as(LEAD, async (page) => {
    await page.goto(DECIDED);
    await follow(page, 'Bewerk');
    await press(page, 'Publiceer deze versie');
    await page.waitForURL(/\/publiceren$/);
    await page.locator('main form').getByRole('button').last().click();
    await done(page, 'Iedereen in het netwerk leest nu deze versie.');
  });
  await as(EDITOR, async (page) => {
    await page.goto(DECIDED);
    await step(page, 'Besluitronde openen', async () => {
      await page.getByLabel('Met instemming').check();
      await page.getByLabel('Samenvatting voor de besturen').fill('De dienstdoende advocaat staat erbij.');
    });
  });
  await as(AGAINST, async (page) => {
    await page.goto('/besluiten/vergadering');
    await page.getByText('Over de vorige tekst zeiden jullie: niet akkoord').waitFor();
    await page.getByRole('link', { name: 'Bekijk wat er nu anders is' }).waitFor();
    await decides(page);
    await page.getByText('Wat er anders moet: Zet die op de overdrachtskaart.').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Weer/ }).count(), 0, 'a no is not given again with one click');
    await follow(page, 'Bekijk wat er nu anders is');
    await page.locator('ins', { hasText: 'De dienstdoende advocaat' }).waitFor();
    await page.goBack();
    await page.getByLabel('akkoord', { exact: true }).check();
    await press(page, 'Standpunt vastleggen');
    await done(page, 'Het standpunt is vastgelegd.');
  });
  for (const [name, again] of [[FOR, 'Weer akkoord'], [BUT, 'Weer akkoord, maar ...']])
    await as(name, async (page) => {
      await decides(page);
      await press(page, again);
      await done(page, 'Het standpunt is vastgelegd.');
    });
});

test('who has no position yet is reminded before the papers, with the dates, and the letter leads to the form', async () => {
  await itIs('2027-01-20');
  await as(LATE, async (page) => {
    const letter = await told(page, ENERGY, 'Je organisatie heeft nog geen standpunt.');
    assert.match(await letter.innerText(), /De stukken voor de vergadering van 3 februari 2027 moeten uiterlijk 25 januari 2027 klaar zijn\. De besluitronde loopt tot en met 17 februari 2027\./);
    await letter.getByRole('link').click();
    await press(page, 'Weer akkoord');
    await done(page, 'Het standpunt is vastgelegd.');
  });
  await as(FOR, async (page) => {
    await page.goto('/berichten');
    assert.equal(await page.locator('li', { hasText: 'vergadering van 21 januari 2027' }).count(), 0, 'it has a position');
  });
});

test('an organisation keeps a note, takes it away, leaves and joins again; leaving makes the text due for review', async () => {
  await as(LATE, async (page) => {
    await page.goto(AGREED);
    await says(page, 'Een notitie voor onze mensen', 'Bij ons tot de zomer ook in het oude systeem.');
    await here(page).getByText('Bij ons tot de zomer ook in het oude systeem. Rianne Kuipers, 20 januari 2027').waitFor();
    await says(page, 'Een notitie voor onze mensen', '');
    assert.equal(await here(page).getByText('oude systeem. Rianne').count(), 0);
  });
  await as(FOR, async (page) => {
    await page.goto(AGREED);
    await says(page, 'Wij doen niet meer mee', 'Onze leden hebben een eigen systeem.');
    assert.match(await here(page).locator('li').first().innerText(), /Vereniging Sociale Advocatuur Nederland \(jouw organisatie\) geldt niet Onze leden hebben een eigen systeem\. \(vastgelegd op 20 januari 2027\)$/);
  });
  for (const name of [READER, 'Rachid Amrani', 'Sanne Postma'])
    await as(name, async (page) => {
      await page.goto(STANDS);
      await press(page, 'Hielp niet');
      await done(page, 'Je tik telt mee.');
    });
  await itIs('2027-01-21');
  await as(READER, async (page) => {
    await reads(page, /^Moet worden nagekeken: kijk zelf of dit nog klopt\.$/, AGREED);
    await page.getByText('Reden: Een organisatie doet niet meer mee.').waitFor();
    await reads(page, /^Moet worden nagekeken/, STANDS);
  });
  await as(FOR, async (page) => {
    await page.goto(AGREED);
    await says(page, 'Wij sluiten ons aan', '');
    assert.match(await here(page).locator('li').first().innerText(), /\(jouw organisatie\) geldt \(vastgelegd op 21 januari 2027\)$/);
  });
});

test('what three readers could not use is looked at by the lead and confirmed; what nobody looks at expires', async () => {
  await as(EDITOR, async (page) => {
    await page.goto(STANDS);
    await press(page, 'Vraag dit aan de trekker');
    await done(page, 'Gevraagd. De trekker is aan zet en krijgt bericht.');
  });
  await as(LEAD, async (page) => {
    await page.goto('/');
    await waiting(page).locator('li', { hasText: 'Toeslag verrekend' }).getByRole('link').first().click();
    await press(page, 'Ik heb het nagekeken: dit klopt nog');
    await done(page, 'Vastgelegd.');
  });
  await as(EDITOR, async (page) => {
    await page.goto(STANDS);
    await step(page, 'Klopt nog', async () => {
      await page.getByLabel('Wat heb je nagekeken?').fill('De drie adviezen zijn nagebeld. De tekst klopt.');
      await page.getByLabel('De besturen weten dat dit stuk is nagekeken').check();
    });
  });
  await itIs('2027-05-03'); // ninety days after it became due
  await as(READER, async (page) => {
    await reads(page, /nog niet bevestigd/, STANDS); // confirmed as it was, and not due again
    await reads(page, /^Te lang niet nagekeken/, AGREED);
  });
});

test('an editor puts a text into another one after seeing which; who had its address is sent on', async () => {
  const old = await as(LEAD, async (page) => {
    await page.goto('/werkgroepen/schulden-en-toeslagen');
    await follow(page, 'Kinderopvangtoeslag terugbetalen: waarom, en klopt het?');
    return new URL(page.url()).pathname;
  });
  await as(EDITOR, async (page) => {
    await page.goto(old);
    await steps(page).getByRole('link', { name: 'Samenvoegen', exact: true }).click();
    const alike = (title) => page.getByRole('radio', { name: title });
    const number = page.getByRole('textbox', { name: 'Ander stuk' });
    await number.fill('2025-013');
    await alike('Toeslag verrekend').check();
    await press(page, 'Samenvoegen');
    await page.locator('.utrecht-alert').getByText('niet allebei').waitFor();
    await alike('Een ander stuk').check();
    await press(page, 'Samenvoegen');
    await page.getByText('Dit is nummer 2025-013.').waitFor();
    await number.fill(''); // it was the wrong one
    await alike('Toeslag verrekend').check();
    await page.getByRole('button', { name: /^Ja, samenvoegen/ }).click();
    await page.getByText('Dit is nummer 2025-012.').waitFor(); // another one is shown again before anything happens
    await page.getByRole('button', { name: 'Ja, samenvoegen met Toeslag verrekend: er komt minder of niets binnen' }).click();
    await done(page, SAID.Samenvoegen);
  }, { expected: [400] });
  await as(LEAD, async (page) => {
    await reads(page, /^Samengevoegd met/, old);
    await page.locator('.utrecht-alert').getByRole('link').click();
    assert.equal(new URL(page.url()).pathname, STANDS);
  });
});
