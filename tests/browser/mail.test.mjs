// What people are told, in the application and by mail: the real program, a real mail server (smtp-server) and a mail
// reader's parser (mailparser).
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { judge, launch, serve, signIn, visitor } from './site.mjs';

let post, site, browser;
const letters = [];

/** A mail server that takes everything, but for one address that it does not know. */
function mailServer() {
  return new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo(address, session, done) {
      done(address.address.startsWith('pieterjan@') ? Object.assign(new Error('unknown here'), { responseCode: 550 }) : undefined);
    },
    onData(stream, session, done) {
      const chunks = [];
      stream.on('data', (chunk) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks).toString('latin1');
        letters.push({ raw, rcpt: session.envelope.rcptTo.map((one) => one.address), sender: session.envelope.mailFrom.address, ...(await simpleParser(raw)) });
        done();
      });
    },
  });
}

before(async () => {
  post = mailServer();
  await new Promise((listening) => post.listen(0, '127.0.0.1', listening));
  site = await serve({ flags: ['--demo', '--smtp', `smtp://127.0.0.1:${post.server.address().port}`, '--mail-from', 'praktijkbank@example.org'] });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await site?.stop();
  await new Promise((closed) => post.close(closed));
});

async function letter(wanted, what, within = 30_000) {
  const ends = Date.now() + within;
  for (;;) {
    const found = letters.find(wanted);
    if (found) return found;
    assert.ok(Date.now() < ends, `no letter: ${what}; there are ${letters.map((one) => `${one.rcpt} ${one.subject}`).join('; ')}`);
    await new Promise((later) => setTimeout(later, 100));
  }
}

/** A text that can be remarked on and is not decided about yet. */
async function openText(page) {
  await page.goto('/zoeken?q=&fase=voorstel');
  const href = await page.locator('.kb-answer__title a, .kb-card__title a, .kb-hit__title a, main h2 a, main h3 a').first().getAttribute('href');
  return href;
}

let remarked;

test('who is asked something gets a mail at once, with the link to where it is done', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Marloes Thijssen');
  remarked = await openText(page);
  await page.goto(remarked);
  await page.getByText('Reageer op deze tekst').first().click();
  await page.getByLabel('Dit moet anders').first().check();
  await page.getByLabel('Jouw reactie').fill('De termijn staat er niet bij.');
  await page.getByRole('button', { name: 'Versturen' }).click();
  await page.getByText('De termijn staat er niet bij.').waitFor();
  const mail = await letter((one) => one.text?.includes('Iemand vindt dat er iets anders moet'), 'about the remark');
  assert.equal(mail.rcpt.length, 1, 'one message for each recipient');
  assert.equal(mail.to.value[0].address, mail.rcpt[0]);
  assert.equal(mail.sender, 'praktijkbank@example.org');
  assert.equal(mail.from.value[0].address, 'praktijkbank@example.org');
  assert.match(mail.subject, /^Wacht op jou: /);
  assert.match(mail.text, new RegExp(`${site.url}${remarked}.*#reacties`));
  assert.match(mail.html, new RegExp(`href="${site.url}${remarked}.*#reacties"`));
  assert.match(mail.headers.get('list').unsubscribe.url, new RegExp(`^${site.url}/afmelden/`));
  assert.doesNotMatch(mail.raw, /De termijn staat er niet bij/, 'what somebody wrote does not go by mail');
  await leave();
});

test('the link in a mail stops mail, and says nothing of whom it is for', async () => {
  const mail = letters.find((one) => one.text.includes('Iemand vindt dat er iets anders moet'));
  const { page, leave } = await visitor(browser, site);
  await page.goto(mail.headers.get('list').unsubscribe.url);
  await judge(page, 'the page to stop mail');
  await page.getByRole('button', { name: 'Stuur geen mail meer' }).click();
  await page.getByText('Je krijgt geen mail meer.').waitFor();
  await leave();
  const other = await visitor(browser, site, { expected: [410] });
  await other.page.goto('/afmelden/geraden');
  await other.page.getByRole('button', { name: 'Stuur geen mail meer' }).click();
  assert.doesNotMatch(await other.page.content(), /Je krijgt geen mail meer/);
  await other.leave();
});

test('editors hear at once that a text must be looked at; a refused address costs the others nothing', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Yasmin el Idrissi');
  await page.goto('/zoeken?q=&fase=best-practice');
  await page.locator('main h2 a, main h3 a').first().click();
  await page.getByRole('link', { name: 'Laten nakijken' }).click();
  await page.getByRole('textbox').last().fill('De wet is veranderd.');
  await page.getByRole('button', { name: 'Laten nakijken' }).click();
  await page.getByText('Moet worden nagekeken').first().waitFor();
  const mail = await letter((one) => one.rcpt[0].startsWith('charlene@') && /Kijk na of het nog klopt/.test(one.text), 'to the other editor');
  assert.match(mail.html, /Kijk na of het nog klopt/);
  assert.equal(letters.filter((one) => one.rcpt[0].startsWith('pieterjan@')).length, 0);
  assert.equal(letters.filter((one) => one.rcpt[0].startsWith('yasmin@') && /Kijk na/.test(one.text)).length, 0, 'who did it knows');
  await leave();
});

test('what a person was told stands under Berichten, until it is seen', async () => {
  const mail = letters.find((one) => one.text.includes('Iemand vindt dat er iets anders moet'));
  const name = mail.to.value[0].name;
  const { page, leave } = await visitor(browser, site, { expected: [400] });
  await signIn(page, name);
  await page.goto('/');
  await page.getByRole('link', { name: /nieuwe? bericht/ }).click();
  await judge(page, 'Berichten');
  const rows = page.locator('main li');
  assert.ok((await rows.count()) > 0);
  await page.getByText('Iemand vindt dat er iets anders moet. Geef antwoord.').first().waitFor();
  await page.getByRole('button', { name: 'Ik heb alles gezien' }).click();
  await page.getByText('Alles is gezien.').waitFor();
  assert.equal(await page.getByText('Nieuw', { exact: true }).count(), 0);
  await page.getByRole('link', { name: 'Wil je dit ook per mail?' }).click();
  await judge(page, 'Mail');
  assert.equal(await page.getByLabel('Nooit').isChecked(), true, 'the link had stopped mail');
  await page.getByLabel('E-mailadres').fill('geen adres');
  await page.getByRole('button', { name: 'Bewaren' }).click();
  await page.getByText('Dit is geen e-mailadres.').first().waitFor();
  await leave();
});

test('another address counts when whoever reads it says so, and the old one is told', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Els Barendregt');
  await page.goto('/berichten/instellingen');
  const old = await page.getByLabel('Mailadres').inputValue();
  await page.getByLabel('Mailadres').fill('els.nieuw@example.org');
  await page.locator('main form button[type="submit"]').first().click();
  await page.getByText('We sturen een mail naar het nieuwe adres').waitFor();
  assert.equal(await page.getByLabel('Mailadres').inputValue(), old);
  const asked = await letter((one) => one.rcpt[0] === 'els.nieuw@example.org', 'to the new address');
  assert.match(asked.subject, /^Bevestig je mailadres/);
  const link = asked.text.match(/http\S+\/mailadres\/\S+/)[0];
  assert.ok(asked.html.includes(`href="${link}"`));
  await leave();
  const reader = await visitor(browser, site, { expected: [410] });
  await reader.page.goto(link);
  await judge(reader.page, 'the page that confirms an address');
  await reader.page.getByRole('button', { name: 'Ja, gebruik dit adres' }).click();
  await reader.page.getByText('Je mail komt voortaan op dit adres').waitFor();
  const told = await letter((one) => one.rcpt[0] === old && /komt niet meer op dit adres/.test(one.subject), 'to the old address');
  assert.doesNotMatch(told.raw, /els\.nieuw/, 'the old address does not learn the new one');
  assert.equal((await reader.page.goto(link)).status(), 410);
  await reader.leave();
});

test('whose account a key was made for hears of it, and where it is taken back', async () => {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, 'Anneke Goedhart');
  await page.goto('/account/sleutels/nieuw');
  await page.getByLabel('Naam van de sleutel').fill('Feedlezer van iemand');
  await page.getByRole('button', { name: 'Maak de sleutel' }).click();
  const key = await page.getByLabel('De sleutel', { exact: true }).inputValue();
  const told = await letter((one) => /^Nieuwe sleutel voor je account/.test(one.subject), 'about the key');
  assert.deepEqual(told.rcpt, ['anneke@kanaalzicht.example.org']);
  assert.ok(told.text.includes(`${site.url}/account\n`) && told.html.includes(`href="${site.url}/account"`));
  assert.doesNotMatch(told.raw, /Feedlezer/, 'what somebody wrote does not go by mail');
  assert.equal(told.raw.includes(key.trim()), false);
  await leave();
});
