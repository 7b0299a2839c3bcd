// Reading: by keyboard, on a narrow screen, on paper, and taken along as a reference.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, serve, signIn, visitor } from './site.mjs';

const READER = 'Anneke Goedhart';
const PRACTICE = '/s/2025-003';

let site;
let browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

const focused = (page) => page.evaluate(() => document.activeElement.getAttribute('name'));

test('/ jumps to the search box, but not while somebody types', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto(PRACTICE);
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'q');
  await page.keyboard.type('7/271');
  assert.equal(await page.locator(':focus').inputValue(), '7/271');
  await leave();
});

test('the key can be switched off, and stays off', async () => {
  const { page, leave } = await visitor(browser, site);
  await page.goto(PRACTICE);
  await page.getByRole('button', { name: 'Sneltoets / uitzetten' }).click();
  await page.goto(PRACTICE);
  await page.keyboard.press('/');
  assert.notEqual(await focused(page), 'q');
  await page.getByRole('button', { name: 'Sneltoets / aanzetten' }).click();
  await page.locator('h1').click();
  await page.keyboard.press('/');
  assert.equal(await focused(page), 'q');
  await leave();
});

/** Tabs through a page once; says what has the focus and cannot be seen to have it. */
async function tabThrough(page) {
  const unseen = [];
  let stops = 0;
  await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
  for (; stops < 200; stops++) {
    await page.keyboard.press('Tab');
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      if (one === document.body) return null;
      document.getAnimations().forEach((each) => each.finish());
      const style = getComputedStyle(one), box = one.getBoundingClientRect();
      const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
      return { what: one.outerHTML.slice(0, 90), seen: marked && box.width > 0 && box.bottom > 0 && box.top < innerHeight };
    });
    if (!at) break;
    if (!at.seen) unseen.push(at.what);
  }
  assert.ok(stops > 5 && stops < 200, `${stops} stops`);
  return unseen;
}

test('by keyboard: whatever has the focus is on the screen and shows it', async () => {
  const { page, leave } = await visitor(browser, site);
  for (const address of ['/', '/zoeken?q=huur', PRACTICE]) {
    await page.goto(address);
    assert.deepEqual(await tabThrough(page), [], address);
  }
  await leave();
});

test('at 320 px nothing scrolls sideways, signed out and signed in', async () => {
  const { page, leave } = await visitor(browser, site, { viewport: { width: 320, height: 256 } }); // 1280 px at 400 %
  const look = async (addresses) => {
    for (const address of addresses) {
      await page.goto(address);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), 0, address);
    }
  };
  await look(['/', '/zoeken?q=huur', PRACTICE, `${PRACTICE}/versies`, '/inloggen']);
  await signIn(page, READER);
  await look(['/', '/zoeken?q=huur', PRACTICE, '/werkgroepen', '/besluiten', '/stukken/nieuw']);
  await leave();
});

/** Every adopted practice that search shows. */
async function practices(page) {
  const addresses = new Set();
  for (let n = 1; n <= 5; n++) {
    await page.goto(`/zoeken?pagina=${n}`);
    for (const href of await page.locator('main a[href^="/s/"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')))) {
      if (/^\/s\/\d{4}-\d{3,}$/.test(href)) addresses.add(href);
    }
  }
  return [...addresses];
}

test('each practice prints on one sheet, with its handover card', async () => {
  const { page, leave } = await visitor(browser, site);
  const addresses = await practices(page);
  assert.ok(addresses.length > 5, `${addresses.length} practices`);
  const sheets = {};
  for (const address of addresses) {
    await page.goto(address);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    sheets[address] = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  }
  assert.deepEqual(Object.entries(sheets).filter(([, n]) => n !== 1), []);
  await leave();
});

test('"Kopieer verwijzing" takes number, version, title and address along', async () => {
  const { page, context, leave } = await visitor(browser, site);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(PRACTICE);
  const title = (await page.locator('h1').textContent()).trim();
  await page.getByRole('button', { name: 'Kopieer verwijzing' }).click();
  await page.waitForFunction(async () => (await navigator.clipboard.readText()) !== '');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  for (const part of ['2025-003', title, `${site.url}${PRACTICE}`]) assert.ok(copied.includes(part), `${part} in ${copied}`);
  assert.match(copied, /versie \d/);
  await leave();
});
