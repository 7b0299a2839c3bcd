// A key for another program: made on one's own page, seen once, used, and taken back.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Parser from 'rss-parser';
import { judge, launch, serve, signIn, visitor } from './site.mjs';

let site, browser, token;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const bytesOf = (path) => { try { return readFileSync(path, 'latin1'); } catch { return ''; } };
const onDisk = (word) => readdirSync(site.data, { recursive: true, withFileTypes: true })
  .some((one) => one.isFile() && bytesOf(join(one.parentPath ?? one.path, one.name)).includes(word));
const ask = (path, key = token) => fetch(site.url + path, { headers: key ? { authorization: `Bearer ${key}` } : {}, redirect: 'manual' });
const words = (page) => page.locator('main').innerText();

test('a key is made, seen once, and kept nowhere', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [400] });
  await signIn(page, 'Anneke Goedhart');
  await page.goto('/account');
  await page.getByRole('link', { name: 'Maak een sleutel' }).click();
  await judge(page, 'the page that makes a key');
  await page.getByLabel('Naam van de sleutel').fill('Proeflezer');
  await page.getByLabel('Zoeken en lezen').check();
  await page.getByLabel('Aantal dagen dat hij werkt').fill('9999');
  await page.getByRole('button', { name: 'Maak de sleutel' }).click();
  assert.match(await words(page), /kies een getal van 1 tot en met het aantal dagen dat erbij staat/);
  assert.equal(await page.getByLabel('Naam van de sleutel').inputValue(), 'Proeflezer');
  assert.equal(await page.getByLabel('Zoeken en lezen').isChecked(), true);
  await judge(page, 'the same after a mistake');
  await page.getByLabel('Aantal dagen dat hij werkt').fill('30');
  await page.getByRole('button', { name: 'Maak de sleutel' }).click();
  token = (await page.getByLabel('De sleutel', { exact: true }).inputValue()).trim();
  assert.match(token, /^kb_[A-Za-z0-9_-]{43}$/);
  await judge(page, 'the page that shows the key');
  await page.getByRole('link', { name: 'Ik heb hem bewaard' }).click();
  assert.match(await words(page), /Proeflezer\s+Zoeken en lezen\. Werkt tot en met .* Nog niet gebruikt\./);
  assert.doesNotMatch(await page.content(), /kb_[A-Za-z0-9_-]{20}/);
  await judge(page, 'the account with a key');
  assert.equal(onDisk('Proeflezer'), true);
  assert.equal(onDisk(token.slice(3)), false);
  await leave();
});

test('a program searches, reads and follows a feed with it, and sees what its person sees', async () => {
  const found = await ask('/api/v1/zoeken?fase=voorstel').then((answer) => answer.json());
  assert.ok(found.aantal > 0 && found.stukken.length > 0);
  assert.equal((await ask('/api/v1/zoeken?fase=voorstel', '').then((answer) => answer.json())).aantal, 0);
  const one = found.stukken[0];
  assert.match(one.adres, new RegExp(`^${site.url}/s/\\d{4}-\\d{3}$`));
  const text = await ask(`/api/v1/stukken/${one.nummer}`).then((answer) => answer.json());
  assert.deepEqual([text.titel, text.fase, text.zin], [one.titel, 'voorstel', one.zin]);
  assert.ok(text.tekst.every((part) => part.onderdeel && part.kop && part.markdown));
  assert.equal((await ask(`/api/v1/stukken/${one.nummer}`, '')).status, 404);
  const feed = async (key) => (await new Parser().parseString(await ask('/zoeken/feed?fase=voorstel', key).then((answer) => answer.text()))).items.length;
  assert.deepEqual([await feed('') , (await feed(token)) > 0], [0, true]);
  for (const path of ['/account', '/berichten', '/werkgroepen', '/', '/zoeken?q=huur', '/static/x']) assert.equal((await ask(path)).status, 403, path);
});

test('the day of use is told, the key stands in no log, and who takes it back ends it', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Anneke Goedhart');
  await page.goto('/account');
  for (let i = 0; i < 40 && !/Laatst gebruikt op/.test(await words(page)); i++) { await page.waitForTimeout(100); await page.reload(); }
  assert.match(await words(page), /Laatst gebruikt op \d+ \w+ \d{4}\./);
  await page.getByRole('button', { name: 'Trek in: sleutel voor Proeflezer' }).click();
  await page.getByText('De sleutel werkt niet meer.').waitFor();
  assert.doesNotMatch(await words(page), /Proeflezer/);
  const gone = await ask('/api/v1/zoeken?q=huur');
  assert.deepEqual([gone.status, gone.headers.get('www-authenticate'), gone.headers.get('content-type')], [401, 'Bearer error="invalid_token"', 'application/problem+json']);
  assert.ok(site.log().length > 0);
  assert.equal(site.log().includes(token.slice(3)), false);
  await leave();
});
