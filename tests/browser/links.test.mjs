// Links that let somebody do one thing: come into a group, check a text, speak for a board that has no secretary.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { done, follow, looks, press } from './people.mjs';
import { judge, launch, serve, signIn, visitor } from './site.mjs';

const BOARD = 'Vereniging Sociale Advocatuur Nederland', ENERGY = 'Afsluiting van stroom, gas of water dreigt';
const look = looks('links');
let site, browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); await site?.stop(); });

async function as(name, steps, options) {
  const { page, leave } = await visitor(browser, site, options);
  if (name) await signIn(page, name);
  const result = await steps(page);
  await leave();
  return result;
}

const made = async (page) => { await page.locator('#link').waitFor(); await judge(page, 'a link that was made'); return page.locator('#link').inputValue(); };

test('a lead invites somebody, who makes an account and is in the group', async () => {
  const link = await as('Nadia Chaouch', async (page) => {
    await page.goto('/werkgroepen/signaleren');
    await page.getByRole('button', { name: 'Nodig iemand uit met een link' }).click();
    return made(page);
  });
  assert.match(link, new RegExp(`^${site.url}/welkom/`));
  await as(null, async (page) => {
    await page.goto(link);
    await page.getByText('Je bent uitgenodigd voor').waitFor();
    await judge(page, 'an invitation');
    await page.getByLabel('Jouw naam').or(page.getByLabel(/naam/i)).first().fill('Nia Nieuw');
    await page.locator('input[name=sign_in]').fill('nia@voorbeeld.example.org');
    await page.locator('input[name=password]').fill('een lange zin die niemand raadt');
    await page.locator('input[name=again]').fill('een lange zin die niemand raadt');
    await page.locator('main form button[type=submit]').last().click();
    await page.getByText('Nia Nieuw').first().waitFor();
    await page.goto('/werkgroepen/signaleren');
    await page.locator('aside').getByText('Nia Nieuw').waitFor();
  });
});

test('who has an account takes an invitation with it, once', async () => {
  const link = await as('Nadia Chaouch', async (page) => {
    await page.goto('/werkgroepen/signaleren');
    await page.getByRole('button', { name: 'Nodig iemand uit met een link' }).click();
    return made(page);
  });
  await as('Els Barendregt', async (page) => {
    await page.goto(link);
    await page.getByRole('button', { name: 'Doe mee als Els Barendregt' }).click();
    await page.getByText('Je doet mee.').waitFor();
    await page.goto(link);
    await page.getByRole('heading', { level: 1 }).waitFor();
    assert.equal(await page.getByRole('button', { name: /Doe mee als/ }).count(), 0);
  }, { expected: [410] });
});

test('somebody of the field checks a text without an account', async () => {
  const link = await as('Yasmin el Idrissi', async (page) => {
    await page.goto('/s/2026-008');
    await page.getByRole('button', { name: 'Vraag iemand uit het vak met een link' }).click();
    return made(page);
  });
  await as(null, async (page) => {
    await page.goto(link);
    await judge(page, 'a check by link');
    await page.getByLabel('Wat viel je op?').fill('Noem ook de termijn.');
    await page.getByLabel('Wie ben je?').fill('J. de Vries, huuradvocaat');
    await page.getByRole('button', { name: 'Ik heb het nagekeken' }).click();
    await page.getByText('Dank je wel. Het is vastgelegd.').waitFor();
    const again = await page.goto(link);
    assert.equal(again.status(), 410);
  }, { expected: [410] });
  await as('Yasmin el Idrissi', async (page) => {
    await page.goto('/s/2026-008');
    await page.getByText('J. de Vries, huuradvocaat: Noem ook de termijn.').first().waitFor();
  });
});

test('a board without a secretary speaks by link, until it has one again', async () => {
  const roles = (steps) => as('Femke Haverkamp', async (page) => {
    await page.goto('/beheer/mensen');
    await follow(page, 'Koen Lamers');
    await steps(page);
    await page.getByRole('status').first().waitFor();
  });
  const round = async (page) => { await page.goto('/besluiten'); await follow(page, ENERGY); };
  const make = () => as('Yasmin el Idrissi', async (page) => {
    await round(page);
    await press(page, `Link voor ${BOARD}: er is geen secretaris`);
    return made(page);
  });
  await roles((page) => press(page, `Neem terug: bestuurssecretaris, ${BOARD}`));
  await roles((page) => press(page, `Neem terug: vervanger in het bestuur, ${BOARD}`));
  const link = await make();
  await as(null, async (page) => {
    await page.goto(link);
    await page.getByLabel('akkoord', { exact: true }).check();
    await page.getByLabel('Wie ben je?').fill('Joke Jansen, voorzitter');
    await page.getByLabel('Nummer van het besluit in de notulen').fill('4.1');
    await look(page, 'a position by link');
    await press(page, 'Standpunt vastleggen');
    await page.getByText('Dank je wel. Het is vastgelegd.').waitFor();
  });
  const lost = await make();
  await as('Yasmin el Idrissi', async (page) => {
    await round(page);
    await page.locator('li', { hasText: BOARD }).getByText('Er is al een link gemaakt. Die werkt tot').waitFor();
    await look(page, 'a round with a link that is out');
    await page.getByRole('button', { name: /^Neem de link terug/ }).click();
    await done(page, 'De link werkt niet meer.');
    assert.equal(await page.getByText('Er is al een link gemaakt').count(), 0);
  });
  await as(null, async (page) => { assert.equal((await page.goto(lost)).status(), 410); }, { expected: [410] });
  const again = await make();
  await as(null, async (page) => {
    await page.goto(again);
    await page.getByText('Nu staat er: akkoord.').waitFor();
    assert.ok(await page.getByLabel('akkoord', { exact: true }).isChecked());
    await look(page, 'a position by link that replaces one');
  });
  await as('Yasmin el Idrissi', async (page) => {
    await round(page);
    const row = page.locator('li', { hasText: BOARD });
    assert.match(await row.innerText(), /Besluit 4\.1\s+Gegeven per link, door Joke Jansen, voorzitter/);
    await look(page, 'a round with a position by link');
  });
  await roles(async (page) => {
    await page.getByLabel('Rol', { exact: true }).selectOption({ label: 'bestuurssecretaris' });
    await page.getByLabel('Waarin').selectOption({ label: `Organisatie: ${BOARD}` });
    await press(page, 'Geef deze rol');
  });
  await as(null, async (page) => {
    assert.equal((await page.goto(again)).status(), 410);
    await page.getByText('Je organisatie kan nu zelf haar standpunt geven.').waitFor();
    await look(page, 'a link that is needed no more');
  }, { expected: [410] });
});

test('a lead lets somebody read a draft along, and takes the link back', async () => {
  const { address, link } = await as('Anneke Goedhart', async (page) => {
    await page.goto('/stukken/nieuw?groep=piket-en-helpdesk');
    await page.getByLabel('Titel').fill('Rooster in de zomer');
    await page.getByRole('button', { name: 'Begin met schrijven' }).click();
    await page.getByLabel('In het kort', { exact: true }).fill('Maak het rooster voor mei.');
    await page.locator('#field-section-kaart-contact').fill('{contact:coordinator}');
    await page.locator('button[name=next][value=publish]').click();
    await page.waitForURL(/\/publiceren$/);
    await page.locator('main form button[type=submit]').last().click();
    await page.getByRole('link', { name: 'Laat iemand meelezen' }).click();
    const here = new URL(page.url()).pathname;
    await judge(page, 'readers');
    await page.getByLabel('Voor wie?').fill('Mijn oma');
    await page.getByRole('button', { name: 'Maak een link' }).click();
    return { address: here, link: await made(page) };
  });
  await as(null, async (page) => {
    await page.goto(link);
    await page.getByText('Maak het rooster voor mei.').waitFor();
    await page.getByText(/^Anneke Goedhart van de werkgroep .* vraagt je om dit concept te lezen\. .* vertel je aan Anneke Goedhart/).waitFor();
    await page.getByText('coordinator (geen nummer bekend)').waitFor(); // there is no signing in for who came by a link
    await judge(page, 'a draft that is read along');
    assert.equal(await page.locator('main form').count(), 0);
  });
  await as('Anneke Goedhart', async (page) => {
    await page.goto(address);
    await page.getByRole('button', { name: /^Neem de link terug/ }).click();
    await page.getByText('De link werkt niet meer.').waitFor();
  });
  await as(null, async (page) => { assert.equal((await page.goto(link)).status(), 410); }, { expected: [410] });
});

test('somebody asks to join a group, and the lead lets them in; without script', async () => {
  await as('Els Barendregt', async (page) => {
    await page.goto('/werkgroepen/migratie');
    await page.getByText('Ik wil meedoen').click();
    await page.getByLabel('Waarom wil je meedoen?').fill('Ik zie elke week mensen met een brief van de IND.');
    await page.getByRole('button', { name: 'Vraag het de trekker' }).click();
    await page.getByText('De trekker geeft antwoord.').waitFor();
  }, { javaScriptEnabled: false });
  await as('Selam Tesfaye', async (page) => {
    await page.goto('/');
    await page.getByText('1 persoon wil meedoen').waitFor();
    await page.goto('/werkgroepen/migratie');
    await page.getByText('een brief van de IND').waitFor();
    await judge(page, 'a group that somebody wants to join');
    await page.getByRole('button', { name: /^Laat meedoen/ }).click();
    await page.getByText('Je antwoord is verstuurd.').waitFor();
    await page.locator('aside').getByText('Els Barendregt').waitFor();
  });
});
