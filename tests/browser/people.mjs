// What people do on a page, in the words of the tests: somebody comes, presses, writes, reads what it says, and leaves.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { judge, signIn, visitor } from './site.mjs';

const NARROW = 320; // the smallest telephone that a page must fit on
const WIDTHS = [NARROW, 768, 1280];

/** Somebody comes, does something and leaves; nobody signs in when there is no name. `where` gives browser and site, as
 *  they are by then. */
export const visits = (where) => async (name, work, options = {}) => {
  const { browser, site } = where();
  const { page, leave } = await visitor(browser, site, options);
  if (name) await signIn(page, name);
  const result = await work(page);
  await leave();
  return result;
};

async function inDark(page, work) {
  await page.emulateMedia({ colorScheme: 'dark' });
  await work();
  await page.emulateMedia({ colorScheme: 'light' });
}

async function shoot(page, file) {
  const save = async (colour) => {
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 900 });
      await page.screenshot({ path: `${file}-${width}-${colour}.png`, fullPage: true });
    }
  };
  await save('light');
  await inDark(page, () => save('dark'));
}

/** Looks at pages that people meet: each without a fault at its own size and on a telephone in the dark. KB_SHOTS=1
 *  saves them below build/`folder`, in light and dark at three widths, for who wants to see them. */
export function looks(folder) {
  const shots = new URL(`../../build/${folder}/`, import.meta.url).pathname;
  let seen = 0;
  return async (page, name) => {
    const size = page.viewportSize();
    await judge(page, name);
    await page.setViewportSize({ ...size, width: NARROW });
    await inDark(page, () => judge(page, `${name}, on a telephone`));
    if (process.env.KB_SHOTS) {
      mkdirSync(shots, { recursive: true });
      await shoot(page, join(shots, `${String(++seen).padStart(2, '0')}-${name.replaceAll(/[ ,]+/g, '-')}`));
    }
    await page.setViewportSize(size);
  };
}

/** What a person was told about a text. People are told behind what happened: within moments, not at once. */
export async function told(page, title, words) {
  const message = page.locator('li', { hasText: title }).filter({ hasText: words });
  await page.goto('/berichten');
  for (const until = Date.now() + 30_000; Date.now() < until && !await message.count();) {
    await page.waitForTimeout(200);
    await page.reload();
  }
  await message.first().waitFor();
  return message.first();
}

export const stage = (page) => page.locator('.kb-stage__text').first().textContent();
export const steps = (page) => page.getByRole('region', { name: 'Wat is de volgende stap?' });
export const waiting = (page) => page.getByRole('region', { name: 'Wacht op mij' });
export const done = (page, words) => page.locator('.utrecht-alert, [role=status]').getByText(words).first().waitFor();
export const press = (page, name) => page.getByRole('button', { name, exact: true }).first().click();
export const follow = (page, name) => page.locator('main').getByRole('link', { name, exact: true }).first().click();
export const write = (page, label, words) => page.getByRole('textbox', { name: label }).first().fill(words);

/** What holds after a step and whose turn it is, as the page after it says. */
export const SAID = {
  Insturen: 'Het stuk is ingestuurd. De redactie is aan zet: zij kijkt ernaar en jullie krijgen bericht.',
  'Aannemen als voorstel': 'Het stuk is nu een voorstel met een nummer. Iedereen in het netwerk kan het lezen en erop reageren.',
  Terugsturen: 'Het stuk is terug bij de schrijvers. Zij zijn aan zet: zij passen het aan en sturen het opnieuw in.',
  'Aanbevelen aan de besturen': 'Het stuk is nu een aanbeveling. De redactie is aan zet: zij opent een besluitronde.',
  'Besluitronde openen': 'De besluitronde is open. De besturen zijn aan zet: elk geeft zijn standpunt.',
  'Ronde sluiten voor een nieuwe tekst': 'De ronde over de oude tekst is gesloten. De werkgroep is aan zet: zij publiceert een nieuwe versie. Daarna opent de redactie een nieuwe ronde.',
  Vaststellen: 'Het stuk is vastgesteld. Het geldt nu bij de organisaties die akkoord gingen.',
  'Vaststellen met een afwijkend standpunt': 'Het stuk is vastgesteld. De organisatie die niet akkoord is, is er niet aan gebonden.',
  'Klopt nog': 'Vastgelegd: de tekst klopt nog. Hij blijft gelden; op de dag die je koos, is hij weer aan de beurt.',
  'Laten nakijken': 'Lezers zien nu dat het stuk moet worden nagekeken. De redactie en de trekker zijn aan zet.',
  Samenvoegen: 'Dit stuk is opgegaan in een ander stuk. Wie dit zoekt, komt daar uit.',
  'Vervangen door een ander stuk': 'Het andere stuk is in de plaats gekomen. Wie dit zoekt, komt daar uit.',
  'Besluit bevestigen': 'Het besluit is bevestigd. Het stuk geldt nu bij de organisaties die je aankruiste.',
};

/** The page of a step: its words are written and it is made. */
export async function step(page, name, fill = () => {}) {
  await steps(page).getByRole('link', { name, exact: true }).click();
  await fill();
  await press(page, name);
  await done(page, SAID[name]);
}

/** Whether all of it stands on the screen, without a scroll. */
export const inView = (one) => one.evaluate((node) => {
  const box = node.getBoundingClientRect();
  return box.top >= 0 && box.bottom <= window.innerHeight;
});

/** The code of RFC 6238 that a telephone with this secret shows; `later` half minutes from now. */
export function codeOf(secret, later = 0) {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/ /g, '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac('sha1', key).update(counter).digest();
  return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
