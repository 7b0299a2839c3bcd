// One text from draft to best practice, through the pages, as the people of each role would do it: the lead, an editor,
// a reader, five secretaries. Nobody is told in the test what the page does not offer.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { done, inView, SAID, visits } from './people.mjs';
import { judge, launch, serve } from './site.mjs';

const SECRETARIES = ['Tom Verhagen', 'Li Chen', 'Ayşe Demir', 'Rianne Kuipers', 'Koen Lamers'];

let site;
let browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const as = visits(() => ({ browser, site }));
const dots = (page) => page.locator('.kb-stage__text').first().textContent();

test('what is missing is named, with a link to where it is mended', () => as('Yasmin el Idrissi', async (page) => {
  await page.goto('/s/2026-008');
  await page.getByRole('link', { name: 'Aanbevelen aan de besturen' }).click();
  await page.getByText('de trekker is het er nog niet mee eens').waitFor();
  await page.getByText('er staat nog een reactie open').waitFor();
  await page.locator('main a[href$="#reacties"]').click();
  assert.match(page.url(), /#reacties$/);
}));

test('a recommendation is put to five boards, adopted, and holds for each as it said', async () => {
  const round = await as('Yasmin el Idrissi', async (page) => {
    await page.goto('/s/2026-009');
    assert.match(await dots(page), /^Aanbeveling/);
    await page.getByRole('link', { name: 'Besluitronde openen' }).click();
    assert.equal(await page.getByLabel('Vraag aan de besturen').inputValue(), 'Willen jullie samen een landelijke helpdesk betalen, eerst voor een jaar en voor drie rechtsgebieden?');
    await page.getByLabel('Samenvatting voor de besturen').fill('Eén rooster voor heel Nederland. Kost per organisatie een dagdeel per week.');
    await page.getByRole('button', { name: 'Besluitronde openen' }).click();
    await done(page, SAID['Besluitronde openen']);
    assert.match(await dots(page), /^In besluitronde tot/);
    await page.getByRole('link', { name: /^Ronde van/ }).first().click();
    return new URL(page.url()).pathname;
  });

  for (const [i, name] of SECRETARIES.entries())
    await as(name, async (page) => {
      await page.goto('/');
      await page.getByRole('link', { name: 'Landelijke helpdesk van advocaten per rechtsgebied' }).first().click();
      assert.equal(new URL(page.url()).pathname, round);
      await page.getByText('Willen jullie samen een landelijke helpdesk betalen').waitFor();
      if (i === 3) {
        await page.getByLabel('akkoord, maar ...').check();
        await page.getByRole('button', { name: 'Standpunt vastleggen' }).click();
        await page.getByRole('alert').getByText('Toelichting').waitFor(); // a maar needs its words
        assert.ok(await page.getByLabel('akkoord, maar ...').isChecked());
        await page.getByLabel('Toelichting').fill('Onze leden beginnen pas na de zomer.');
        await page.getByLabel('Wat voor maar?').selectOption({ label: 'Bij ons gaat het iets anders' });
      } else {
        await page.getByLabel('akkoord', { exact: true }).check();
      }
      await page.getByLabel('Nummer van het besluit in de notulen').fill(`2026-${i + 1}`);
      await page.getByRole('button', { name: 'Standpunt vastleggen' }).click();
      await page.getByText('Het standpunt is vastgelegd.').waitFor();
      await judge(page, 'a round');
    }, { expected: i === 3 ? [400] : [] });

  await as('Els Barendregt', async (page) => {
    await page.goto('/s/2026-009');
    assert.match(await dots(page), /^In besluitronde tot/); // that it closed early is not told
    await page.goto(round);
    await page.getByText('Standpunten zijn te zien als de ronde is gesloten.').waitFor();
    assert.equal(await page.getByText('Onze leden beginnen').count(), 0);
  });

  await as('Yasmin el Idrissi', async (page) => {
    await page.goto('/s/2026-009');
    await page.getByRole('link', { name: 'Vaststellen' }).click();
    await page.getByLabel('Uitkomst').fill('Vier keer akkoord en één keer akkoord, maar.');
    await page.getByRole('button', { name: 'Vaststellen' }).click();
    await done(page, SAID.Vaststellen);
    assert.match(await dots(page), /^Afgesproken plan: vastgesteld op/);
  });

  await as('Rianne Kuipers', async (page) => {
    await page.goto('/s/2026-009');
    const here = page.getByRole('region', { name: 'Geldt dit bij ons?' });
    assert.match(await here.locator('li').first().textContent(), /Sociaal Werk Nederland.*jouw organisatie.*geldt, maar.*Onze leden beginnen pas na de zomer/s);
    assert.equal(await here.getByText('geldt', { exact: true }).count(), 4);
    await judge(page, 'an adopted plan');
  });
});

test('an organisation tells how far its plan is, and everybody reads it', async () => {
  const carried = (page) => page.getByRole('region', { name: 'Uitvoering' });
  await as('Tom Verhagen', async (page) => {
    await page.goto('/s/2026-009');
    await carried(page).getByText('Nog niets gemeld.').waitFor();
    await page.getByText('Meld hoe ver het is').click();
    assert.deepEqual(await page.getByLabel('Welke organisatie?').locator('option').allTextContents(), ['Nederlandse Orde van Advocaten']);
    await page.getByLabel('loopt vast').check();
    await page.getByRole('textbox', { name: 'Wat is jullie volgende stap?' }).fill('Bel de cliënt op 06-12345678.');
    await page.getByRole('button', { name: 'Meld dit' }).click();
    await page.locator('#error-step', { hasText: 'hier lijken gegevens van een cliënt in te staan' }).waitFor();
    await carried(page).getByText('Nog niets gemeld.').waitFor();
    await judge(page, 'a plan with a form that was refused');
    await page.getByRole('alert').getByRole('link').click(); // leads to the box, with what was typed
    assert.equal(await page.getByRole('textbox', { name: 'Wat is jullie volgende stap?' }).inputValue(), 'Bel de cliënt op 06-12345678.');
    assert.equal(await page.getByLabel('loopt vast').isChecked(), true);
    await page.getByLabel('bezig').check();
    await page.getByRole('textbox', { name: 'Wat is jullie volgende stap?' }).fill('Een rooster voor de eerste drie rechtsgebieden.');
    await page.getByLabel('Wanneer is die stap klaar?').fill('2027-02-01');
    await page.getByRole('button', { name: 'Meld dit' }).click();
    await carried(page).getByText('bezig').first().waitFor();
    await judge(page, 'a plan that is carried out');
  }, { expected: [400] });
  await as('Els Barendregt', async (page) => {
    await page.goto('/s/2026-009');
    assert.match(await carried(page).locator('li').textContent(), /Nederlandse Orde van Advocaten\s*bezig\s*Een rooster voor de eerste drie rechtsgebieden\.\s*uiterlijk 1 februari 2027/);
    assert.equal(await page.getByText('Meld hoe ver het is').count(), 0); // she decides for nobody
  });
});

test('what was adopted elsewhere is confirmed for the organisations that adopted it', async () => {
  const here = (page) => page.getByRole('region', { name: 'Geldt dit bij ons?' });
  const address = await as('Yasmin el Idrissi', async (page) => {
    await page.goto('/zoeken?q=loonstop%20bij%20ziekte');
    await page.getByRole('link', { name: 'Loonstop bij ziekte: loon terugkrijgen' }).first().click();
    const text = page.url();
    assert.equal(await here(page).getByText('geldt', { exact: true }).count(), 0); // not confirmed: it binds nobody
    await page.getByRole('link', { name: 'Besluit bevestigen' }).click();
    assert.equal(await page.getByRole('checkbox', { checked: true }).count(), 0);
    await judge(page, 'a decision to confirm');
    await page.getByLabel('Welk besluit, van wie, wanneer').fill('Bestuurlijk overleg, 26 juni 2025');
    await page.getByRole('button', { name: 'Besluit bevestigen' }).click();
    await page.getByRole('alert').filter({ hasText: 'Organisaties: kies minstens één organisatie' }).getByRole('link').click(); // leads to the list
    assert.match(page.url(), /#field-organisations$/);
    assert.equal(await page.getByLabel('Welk besluit, van wie, wanneer').inputValue(), 'Bestuurlijk overleg, 26 juni 2025');
    await judge(page, 'a decision that names nobody');
    await page.getByLabel('Sociaal Werk Nederland').check();
    await page.getByLabel('Juridisch Loket').check();
    await page.getByRole('button', { name: 'Besluit bevestigen' }).click();
    await done(page, SAID['Besluit bevestigen']);
    return text;
  }, { expected: [422] });
  await as('Rianne Kuipers', async (page) => {
    await page.goto(address);
    assert.match(await here(page).locator('li').first().textContent(), /Sociaal Werk Nederland.*jouw organisatie.*geldt.*Bestuurlijk overleg, 26 juni 2025/s);
    assert.equal(await here(page).getByText('geldt', { exact: true }).count(), 2);
    assert.equal(await here(page).getByText('geen standpunt').count(), 3);
    await judge(page, 'a confirmed import');
  });
});

test('a text goes from submission to proposal, is remarked on, answered and used', async () => {
  const address = await as('Yasmin el Idrissi', async (page) => {
    await page.goto('/redactie');
    await page.getByRole('link', { name: 'Kinderopvangtoeslag terugbetalen' }).click();
    await page.getByRole('link', { name: 'Aannemen als voorstel' }).click();
    await page.getByRole('button', { name: 'Aannemen als voorstel' }).click();
    await done(page, SAID['Aannemen als voorstel']);
    return new URL(page.url()).pathname;
  });
  assert.match(address, /^\/s\/2026-\d{3}$/);
  await as('Els Barendregt', async (page) => {
    await page.goto(address);
    await page.getByRole('button', { name: 'Gebruikt' }).click();
    await page.getByText('Je tik telt mee.').waitFor();
    await page.getByText('1 keer gebruikt').waitFor();
    assert.ok(await inView(page.getByText('Je tik telt mee.')), 'the thanks stand where the tap was');
    await page.getByRole('region', { name: 'Heb je dit gebruikt?' }).getByText('Jij koos vandaag: Gebruikt.', { exact: true }).waitFor();
    await page.getByText('Reageer op deze tekst').click();
    await page.getByLabel('Dit moet anders').check();
    await page.getByLabel('Jouw reactie').fill('De cliënt belt vaak met een brief van 2024: staat die er ook in?');
    await page.getByRole('button', { name: 'Versturen' }).first().click();
    await page.getByText('Je reactie staat erbij.').waitFor();
  });
  await as('Gerben Hoekstra', async (page) => {
    await page.goto('/');
    await page.getByText('1 reactie wacht op antwoord').first().waitFor();
    await page.goto(address);
    await page.locator('summary', { hasText: 'Antwoord' }).first().click();
    await page.locator('textarea[name=answer]').first().fill('Ja, die regel staat nu onder Let op.');
    await page.getByRole('button', { name: 'Antwoorden' }).first().click();
    await page.getByText('Je antwoord staat erbij.').waitFor();
    await page.getByText('Ja, die regel staat nu onder Let op.').waitFor();
  });
});

test('a remark with a client\'s number in it is refused', () => as('Els Barendregt', async (page) => {
  await page.goto('/s/2026-005');
  await page.getByText('Reageer op deze tekst').click();
  await page.getByLabel('Jouw reactie').fill('Haar BSN is 111222333.');
  await page.getByRole('button', { name: 'Versturen' }).first().click();
  await page.locator('#error-body', { hasText: 'hier lijken gegevens van een cliënt in te staan' }).waitFor();
  assert.equal(await page.getByLabel('Jouw reactie').inputValue(), 'Haar BSN is 111222333.');
  await judge(page, 'a text with a remark that was refused');
  await page.goto('/s/2026-005');
  assert.equal(await page.getByText('111222333').count(), 0);
}, { expected: [400, 422] }));

test('the desk and a decision work without script', async () => {
  await as('Pieter-Jan Wouda', async (page) => {
    await page.goto('/redactie');
    await page.getByRole('button', { name: /^Ik neem dit stuk/ }).first().click();
    await page.getByText('In handen van Pieter-Jan Wouda.').waitFor();
    await page.goto('/redactie');
    await page.getByLabel('Redacteur').selectOption({ label: 'Pieter-Jan Wouda' });
    await page.getByRole('button', { name: 'Filter' }).click();
    assert.equal(await page.locator('tbody tr').count(), 1);
  }, { javaScriptEnabled: false });
});

test('an editor mends the spelling of a submitted text; the lead sees the difference and agrees', async () => {
  const address = await as('Yasmin el Idrissi', async (page) => {
    await page.goto('/redactie');
    await page.getByRole('link', { name: 'Eén aanbod per wijk van Juridisch Loket en sociaal werk' }).click();
    const here = new URL(page.url()).pathname;
    await page.getByRole('link', { name: 'Taal verbeteren' }).click();
    await judge(page, 'the form of a language fix');
    const brief = page.locator('textarea[name=brief]');
    const was = await brief.inputValue();
    await brief.fill(`${was} En dan nog iets heel anders.`);
    await page.locator('textarea[name=note]').fill('Spelfout.');
    await page.getByRole('button', { name: 'Laat het verschil zien' }).click();
    await page.getByRole('alert').getByText('meer veranderd dan spelling').waitFor();
    assert.match(await brief.inputValue(), /iets heel anders/);
    await brief.fill(was.replace(/(\p{L}{5,})\b/u, (word) => word.toUpperCase()));
    await page.getByRole('button', { name: 'Laat het verschil zien' }).click();
    await done(page, 'Je verbetering is bewaard, maar staat nog niet in de tekst.');
    await page.getByText('Dit wacht op de trekker').waitFor();
    await page.locator('.kb-diff ins').first().waitFor();
    assert.equal(await page.getByRole('button', { name: 'Akkoord, zo mag het' }).count(), 0);
    await judge(page, 'a language fix that waits');
    return here;
  }, { expected: [422, 400, 409] });
  await as('Marieke van den Akker', async (page) => {
    await page.goto(address);
    await page.getByRole('link', { name: 'Bekijk het verschil' }).click();
    await page.getByRole('button', { name: 'Akkoord, zo mag het' }).click();
    await done(page, 'De verbetering staat nu in de tekst.');
    await page.locator('.kb-timeline').getByText('Taal verbeterd').waitFor();
    assert.match(await page.locator('.kb-brief__text').textContent(), /\p{Lu}{5,}/u);
  });
});
