// Accounts as people meet them: a network that is no demonstration, its first administrator, the second factor.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { codeOf } from './people.mjs';
import { away, judge, kb, launch, PROGRAM, serve, visitor } from './site.mjs';

const PASSWORD = 'een lange zin die niemand raadt 27';
const NARROW = { width: 320, height: 800 };

const data = mkdtempSync(join(tmpdir(), 'kb-accounts-'));
let site;
let browser;

before(async () => {
  kb('init', '--data', data);
  [site, browser] = await Promise.all([serve({ data, flags: [] }), launch()]);
});
after(async () => { await browser?.close(); await site?.stop(); away(data); });

/** A mail server that takes everything. */
async function postbox() {
  const letters = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    async onData(stream, session, done) {
      letters.push({ ...(await simpleParser(stream)), rcpt: session.envelope.rcptTo.map((one) => one.address) });
      done();
    },
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  server.server.unref(); // a test that failed leaves it open
  return {
    letters,
    url: `smtp://127.0.0.1:${server.server.address().port}`,
    async letter(subject, holds = /^/, within = 30_000) {
      for (const ends = Date.now() + within; ;) {
        const found = letters.find((one) => subject.test(one.subject) && holds.test(one.text));
        if (found) return found;
        assert.ok(Date.now() < ends, `no letter ${subject}; there are ${letters.map((one) => one.subject).join('; ')}`);
        await new Promise((later) => setTimeout(later, 100));
      }
    },
    close: () => new Promise((closed) => server.close(closed)),
  };
}

// Of the letters about a second step, the one that leads on.
const LEADS_ON = /http\S+\/tweede-stap-kwijt\/\S+/;
const linkIn = async (post) => (await post.letter(/^Je tweede stap/, LEADS_ON)).text.match(LEADS_ON)[0];

const submit = (page, name) => page.getByRole('button', { name, exact: true }).click();

async function signIn(page, name, password = PASSWORD) {
  await page.goto('/inloggen');
  await page.locator('input[name=sign_in]').fill(name);
  await page.locator('input[name=password]').fill(password);
  await submit(page, 'Log in');
}

let secret;
let codes;

test('the first administrator sets up the second factor before acting, and meets nothing that axe would refuse', async () => {
  const { page, leave } = await visitor(browser, site, { viewport: NARROW, expected: [400, 403] });
  await page.goto(site.said.match(/http\S+welkom\S+/)[0]);
  await page.locator('input[name=name]').fill('Eva Eerste');
  await page.locator('input[name=sign_in]').fill('eva@loket.nl');
  for (const field of ['password', 'again']) await page.locator(`input[name=${field}]`).fill(PASSWORD);
  await submit(page, 'Bewaar en log in');
  await page.waitForURL('**/account/tweede-stap');
  await page.getByText('Met jouw rol heb je een tweede stap nodig.').waitFor();
  await judge(page, 'the second factor, not begun');

  await page.goto('/beheer/locaties/nieuw'); // looking is free, acting is not
  await page.locator('input[name=name]').fill('Zwolle');
  await submit(page, 'Bewaar');
  await page.getByRole('heading', { name: 'Stel eerst je tweede stap in' }).waitFor();
  await judge(page, 'a refusal');
  await page.getByRole('main').getByRole('link', { name: 'Tweede stap bij het inloggen' }).click();

  await submit(page, 'Begin');
  secret = await page.locator('.kb-secret').textContent();
  assert.match(secret, /^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
  await page.getByRole('img', { name: 'Afbeelding voor de app op je telefoon.' }).waitFor();
  await judge(page, 'the second factor, begun');
  await page.locator('input[name=code]').fill('000000');
  await submit(page, 'Zet de tweede stap aan');
  await page.getByText('klopt niet').first().waitFor();
  await judge(page, 'a wrong code');
  await leave();
}); // what was begun waits for the next sign-in

test('the first code turns it on and shows ten codes on paper, once; then acting is possible', async () => {
  const { page, leave } = await visitor(browser, site, { viewport: NARROW, expected: [400, 401, 403] });
  await signIn(page, 'eva@loket.nl');
  await page.waitForURL('**/account/tweede-stap');
  secret = await page.locator('.kb-secret').textContent();
  await page.locator('input[name=code]').fill(codeOf(secret));
  await submit(page, 'Zet de tweede stap aan');
  await page.getByRole('heading', { name: 'Je herstelcodes' }).waitFor();
  codes = await page.locator('.kb-codes .kb-secret').allTextContents();
  assert.equal(codes.length, 10);
  await judge(page, 'codes on paper');
  await page.getByRole('link', { name: 'Ik heb ze bewaard' }).click();
  await page.getByText('De tweede stap staat aan sinds').waitFor();
  assert.equal((await page.content()).includes(codes[0]), false);
  await judge(page, 'the account');
  await page.goto('/beheer/locaties/nieuw');
  await page.locator('input[name=name]').fill('Zwolle');
  await submit(page, 'Bewaar');
  await page.getByText('Zwolle').first().waitFor();
  await leave();
});

test('a wrong password is told beside the form, and what was typed stays', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [403] });
  await signIn(page, 'eva@loket.nl', 'een heel ander wachtwoord');
  await page.getByText('De inlognaam of het wachtwoord klopt niet.').waitFor();
  assert.equal(await page.locator('input[name=sign_in]').inputValue(), 'eva@loket.nl');
  await leave();
});

test('signing in asks for a code, refuses one that was used, and takes one from paper once', async () => {
  const { page, leave } = await visitor(browser, site, { expected: [403] });
  await signIn(page, 'eva@loket.nl');
  await page.getByRole('heading', { name: 'Nog één stap' }).waitFor();
  await judge(page, 'the second step');
  await page.goto('/account');
  await page.waitForURL('**/inloggen**'); // the password alone opened nothing
  await signIn(page, 'eva@loket.nl');
  await page.locator('input[name=code]').fill('123');
  await submit(page, 'Log in');
  await page.getByText('Deze code klopt niet').waitFor();
  await judge(page, 'a refused second step');
  await page.locator('input[name=code]').fill(codes[0].toUpperCase());
  await submit(page, 'Log in');
  await page.getByRole('link', { name: 'Eva Eerste' }).waitFor();
  await page.goto('/account');
  await page.getByText('Je hebt nog 9 herstelcodes.').waitFor();
  await page.getByRole('button', { name: 'Uitloggen' }).click();
  await signIn(page, 'eva@loket.nl');
  await page.locator('input[name=code]').fill(codes[0]);
  await submit(page, 'Log in');
  await page.getByText('Deze code klopt niet').waitFor();
  await page.locator('input[name=code]').fill(codeOf(secret, 1));
  await submit(page, 'Log in');
  await page.getByRole('link', { name: 'Eva Eerste' }).waitFor();
  await leave();
});

test('sessions are listed with device and place; another one is ended, and a new password ends all others', async () => {
  const [first, second] = [await visitor(browser, site, { viewport: NARROW, expected: [400] }), await visitor(browser, site)];
  for (const [n, { page }] of [first, second].entries()) {
    await signIn(page, 'eva@loket.nl');
    await page.locator('input[name=code]').fill(codes[n + 1]);
    await submit(page, 'Log in');
    await page.getByRole('link', { name: 'Eva Eerste' }).waitFor();
  }
  const { page } = first;
  await page.goto('/account');
  await page.getByText('Chrome op Linux dit apparaat').waitFor();
  assert.ok(await page.getByText('Vanaf netwerkadres 127.0.0.1.').count() > 1);
  await judge(page, 'where one is signed in');
  await page.getByRole('button', { name: 'Log alle andere apparaten uit' }).click();
  await page.getByText('Uitgelogd op dat apparaat.').waitFor();
  await second.page.goto('/account');
  await second.page.waitForURL('**/inloggen**');
  for (const [value, words] of [['Vergaderzaal2026!', 'te makkelijk te raden'], ['nog een zin van zes woorden', 'bewaard']]) {
    for (const field of ['password', 'again']) await page.locator(`input[name=${field}]`).fill(value);
    await submit(page, 'Bewaar dit wachtwoord');
    await page.getByText(words).first().waitFor();
    await judge(page, `another password: ${words}`);
  }
  await signIn(second.page, 'eva@loket.nl', 'nog een zin van zes woorden');
  await second.page.getByRole('heading', { name: 'Nog één stap' }).waitFor();
  await first.leave();
  await second.leave();
});

test('the command line takes the second factor away, and the account must set it up anew', async () => {
  const { page, leave } = await visitor(browser, site);
  kb('user', 'reset-second-factor', '--data', data, 'eva@loket.nl');
  await signIn(page, 'eva@loket.nl', 'nog een zin van zes woorden');
  await page.waitForURL('**/account/tweede-stap');
  await page.getByRole('button', { name: 'Begin' }).waitFor();
  await leave();
});

test('who fails on purpose at a name makes nobody wait who signed in on their device before', async () => {
  const [owner, stranger] = [await visitor(browser, site), await visitor(browser, site, { expected: [403, 429] })];
  const password = 'nog een zin van zes woorden';
  await signIn(owner.page, 'eva@loket.nl', password);
  await owner.page.waitForURL('**/account/tweede-stap');
  await owner.page.goto('/account');
  await owner.page.getByRole('button', { name: 'Uitloggen' }).click();
  for (let guess = 0; guess < 5; guess++) await signIn(stranger.page, 'eva@loket.nl', `een geraden wachtwoord ${guess}`);
  await stranger.page.getByText('De inlognaam of het wachtwoord klopt niet.').waitFor();
  await signIn(stranger.page, 'eva@loket.nl', password);
  await stranger.page.getByText(/Te veel pogingen. Probeer het over \d+ seconden/).waitFor();
  await signIn(owner.page, 'eva@loket.nl', password);
  await owner.page.waitForURL('**/account/tweede-stap');
  await owner.leave();
  await stranger.leave();
});

test('who forgot the password gets a link by mail, and is asked for the second step as always', async () => {
  const post = await postbox();
  await site.stop();
  site = await serve({ data, flags: ['--smtp', post.url, '--mail-from', 'praktijkbank@example.org'] });
  const [owner, before] = [await visitor(browser, site, { viewport: NARROW, expected: [400, 410] }), await visitor(browser, site)];
  const { page } = owner;
  await signIn(before.page, 'eva@loket.nl', 'nog een zin van zes woorden');
  await before.page.waitForURL('**/account/tweede-stap');
  await submit(before.page, 'Begin');
  await before.page.locator('input[name=code]').fill(codeOf(await before.page.locator('.kb-secret').textContent()));
  await submit(before.page, 'Zet de tweede stap aan');
  await before.page.getByRole('heading', { name: 'Je herstelcodes' }).waitFor();

  const answers = [];
  for (const name of ['niemand@loket.nl', 'eva@loket.nl']) {
    await page.goto('/inloggen');
    await page.getByRole('link', { name: 'Wachtwoord vergeten?' }).click();
    await judge(page, 'a forgotten password');
    await page.locator('input[name=sign_in]').fill(name);
    await submit(page, 'Stuur me een link');
    await page.getByRole('status').waitFor();
    answers.push(await page.getByRole('main').textContent());
  }
  assert.equal(answers[0], answers[1], 'nobody learns who exists');
  await judge(page, 'a letter is on its way, or not');
  const asked = await post.letter(/^Kies een nieuw wachtwoord/);
  assert.deepEqual(asked.rcpt, ['eva@loket.nl']);
  const link = asked.text.match(/http\S+\/welkom\/\S+/)[0];
  assert.ok(asked.html.includes(`href="${link}"`));

  await page.goto(link);
  await judge(page, 'another password by link');
  for (const [value, button] of [['Vergaderzaal2026!', 'te makkelijk te raden'], [PASSWORD, 'Wachtwoord']]) {
    for (const field of ['password', 'again']) await page.locator(`input[name=${field}]`).fill(value);
    await submit(page, 'Bewaar en log in');
    await page.getByText(button).first().waitFor();
  }
  await page.waitForURL('**/inloggen?verder=/account%3Fna%3Dwachtwoord');
  await before.page.goto('/account');
  await before.page.waitForURL('**/inloggen**'); // every session ended
  const told = await post.letter(/ is veranderd$/, /link\s+uit\s+onze\s+mail/);
  assert.deepEqual(told.rcpt, ['eva@loket.nl']);
  assert.doesNotMatch(told.text, /welkom/, 'no link in it');
  await signIn(page, 'eva@loket.nl');
  await page.getByRole('heading', { name: 'Nog één stap' }).waitFor();
  assert.equal((await page.goto(link)).status(), 410);
  await judge(page, 'a link that was used');
  assert.deepEqual([...new Set(post.letters.flatMap((one) => one.rcpt))], ['eva@loket.nl'], 'nobody else was written to');
  assert.equal(post.letters.filter((one) => one.text.includes('/welkom/')).length, 1, 'one link');
  await owner.leave();
  await before.leave();
  await post.close();
});

/** Another administrator, with a second factor. */
async function colleague(name, signInName) {
  const added = spawnSync(PROGRAM, ['user', 'add', signInName, '--name', name, '--password', '--data', data], { input: `${PASSWORD}\n`, encoding: 'utf8' });
  assert.equal(added.status, 0, added.stderr);
  kb('user', 'role', signInName, 'administrator@network', '--data', data);
  const one = await visitor(browser, site, { viewport: NARROW });
  await signIn(one.page, signInName);
  await submit(one.page, 'Begin');
  await one.page.locator('input[name=code]').fill(codeOf(await one.page.locator('.kb-secret').textContent()));
  await submit(one.page, 'Zet de tweede stap aan');
  const papers = await one.page.locator('.kb-codes .kb-secret').allTextContents();
  return { ...one, papers };
}

test('who lost telephone and codes asks a colleague, who confirms; who kept a code needs nobody', async () => {
  const post = await postbox();
  await site.stop();
  site = await serve({ data, flags: ['--smtp', post.url, '--mail-from', 'praktijkbank@example.org'] });
  const [adam, bea] = [await colleague('Adam Ander', 'adam@loket.nl'), await colleague('Bea Beheer', 'bea@loket.nl')];
  const { page, leave } = await visitor(browser, site, { viewport: NARROW, expected: [403, 410] });

  await signIn(page, 'adam@loket.nl');
  await page.getByRole('link', { name: 'Ik ben mijn telefoon of passkey kwijt' }).click();
  await judge(page, 'a lost second factor');
  await page.locator('input[name=sign_in]').fill('adam@loket.nl');
  await submit(page, 'Stuur me een link');
  await page.getByRole('status').waitFor();
  const link = await linkIn(post);
  await page.goto(link);
  await judge(page, 'the link');
  await submit(page, "Vraag mijn collega's");
  await page.getByText('Je vraag is verstuurd.').waitFor();
  assert.equal((await page.goto(link)).status(), 410);
  await judge(page, 'a link that was used');

  await bea.page.goto('/');
  await bea.page.getByRole('link', { name: 'Adam Ander' }).click();
  await judge(bea.page, 'a colleague is asked');
  post.letters.length = 0;
  await submit(bea.page, 'Ja, ik sprak Adam Ander zelf');
  await bea.page.getByText('Bevestigd.').waitFor();
  const sure = await linkIn(post);
  await page.goto(sure);
  await judge(page, 'the link of who was vouched for');
  await page.locator('input[name=password]').fill('een heel ander wachtwoord');
  await submit(page, 'Haal de oude tweede stap weg');
  await page.getByRole('alert').waitFor();
  await judge(page, 'a refusal');
  await page.locator('input[name=password]').fill(PASSWORD);
  await submit(page, 'Haal de oude tweede stap weg');
  await page.waitForURL('**/account/tweede-stap');
  await page.getByText('Je oude tweede stap is weg. Stel nu').waitFor();
  await judge(page, 'a new one is asked');
  await adam.page.goto('/account');
  await adam.page.waitForURL('**/inloggen**'); // every session ended
  await submit(page, 'Begin');
  await page.locator('input[name=code]').fill(codeOf(await page.locator('.kb-secret').textContent()));
  await submit(page, 'Zet de tweede stap aan');
  await page.getByRole('heading', { name: 'Je herstelcodes' }).waitFor();
  assert.deepEqual((await post.letter(/^Je oude tweede stap/)).rcpt, ['adam@loket.nl']);

  post.letters.length = 0;
  await page.context().clearCookies();
  await page.goto('/tweede-stap-kwijt');
  await page.locator('input[name=sign_in]').fill('bea@loket.nl');
  await submit(page, 'Stuur me een link');
  await page.goto(await linkIn(post));
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.locator('input[name=code]').fill(bea.papers[0]);
  await submit(page, 'Haal de oude tweede stap weg');
  await page.waitForURL('**/account/tweede-stap');
  for (const one of [adam, bea]) await one.leave();
  await leave();
  await post.close();
});
