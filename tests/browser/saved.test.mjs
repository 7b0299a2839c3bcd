// A search is saved from its results, opened again, mailed or not, and thrown away; another person sees nothing of it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, launch, serve, signIn, visitor } from './site.mjs';

let site;
let browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

test('a search with a filter is saved, opened, taken out of the mail and thrown away', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await signIn(page, 'Els Barendregt');
  await page.goto('/zoeken?q=huur&fase=best-practice&blad=1');
  const asked = page.url();
  await page.getByText('Bewaar deze zoekvraag').click();
  await page.getByLabel('Hoe noem je deze zoekvraag?').fill('Huur, wat vaststaat');
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
  await page.getByText('Bewaard.').waitFor();
  await page.goto('/');
  await page.getByRole('link', { name: 'Huur, wat vaststaat' }).click();
  assert.equal(page.url(), asked.replace('&blad=1', ''));
  await page.goto('/berichten');
  await page.getByRole('link', { name: 'Bewaarde zoekvragen' }).click();
  await page.getByText('Woorden: huur · Fase: Best practice', { exact: true }).waitFor();
  const feed = await page.getByRole('link', { name: /^Feed/ }).getAttribute('href');
  assert.equal((await page.request.get(feed)).headers()['content-type'], 'application/atom+xml; charset=utf-8');
  await page.getByRole('button', { name: /^Niet mailen/ }).click();
  await page.getByText('Staat niet in je overzichtsmail').waitFor();
  await page.getByRole('button', { name: /^Gooi weg/ }).click();
  await page.getByText('Je hebt nog niets bewaard.').waitFor();
  await leave();
});

test('a search on nothing but what was typed stays that, in the list and in its feed', async () => {
  const { page, leave } = await visitor(browser, site, { javaScriptEnabled: false });
  await signIn(page, 'Tom Verhagen');
  await page.goto('/zoeken?q=ontslag');
  await page.getByRole('link', { name: 'Zoek alleen op wat ik typte' }).click();
  await page.getByText('Bewaar deze zoekvraag').click();
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
  await page.getByText('Woorden: ontslag · Alleen wat je typte', { exact: true }).waitFor();
  const feed = await page.getByRole('link', { name: /^Feed/ }).getAttribute('href');
  const entries = async (address) => (await (await page.request.get(address)).text()).split('<entry>').length - 1;
  assert.match(feed, /&letterlijk=1/);
  assert.ok(await entries(feed) < await entries(feed.replace('&letterlijk=1', '')), 'the wide question finds more');
  await leave();
});

test('without a name it is asked again with everything that was filled in, and the page is well made', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [400], viewport: { width: 320, height: 640 } });
  await signIn(page, 'Els Barendregt');
  await page.goto('/zoeken?rechtsgebied=werk');
  await page.getByText('Bewaar deze zoekvraag').click();
  const name = page.getByLabel('Hoe noem je deze zoekvraag?');
  assert.equal(await name.inputValue(), 'Rechtsgebied: Werk');
  await name.evaluate((box) => box.removeAttribute('required'));
  await name.fill('');
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
  await page.locator('.kb-error-list').waitFor();
  await judge(page, 'a refused saved search');
  await page.getByLabel('Hoe noem je deze zoekvraag?').fill('Werk');
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
  await page.getByText('Bewaard.').waitFor();
  await judge(page, 'saved searches');
  await page.getByRole('link', { name: 'Werk', exact: true }).click();
  assert.match(page.url(), /rechtsgebied=werk$/);
  await page.goto('/zoeken?q=huur&werkgroep=cliënt-123456782&gelijk=Jan+Jansen');
  await page.getByText('Bewaar deze zoekvraag').click();
  await page.getByRole('button', { name: 'Bewaar', exact: true }).click();
  await page.locator('.kb-error-list').waitFor(); // a client's number is none of a filter either
  await leave();
});
