// All components in a real browser, under the policy of the real server: accessibility, narrow screens, paper, script.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { launch, serveSample } from './serve.mjs';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

let site;
let browser;
let saves; // of the page at hand: one that is left saves what it has, and that may arrive late
let pages = 0;
let saveAnswer;
const answers = {
  'POST /stukken/x/bewaar': (body, { headers }) => { if (headers.referer === address()) saves.push(new URLSearchParams(body)); return saveAnswer; },
  'POST /stukken/x/voorbeeld': (body) => ({ type: 'text/html', body: `<div class="kb-text"><p>${new URLSearchParams(body).get('kaart-binnen')}</p></div>` }),
  'GET /stukken/x/aanwezig': () => ({ body: 'Pieter Hofstra schrijft nu ook.' }),
};

const address = () => `${site.url}?n=${pages}`;

before(async () => { [site, browser] = await Promise.all([serveSample(answers), launch()]); });
after(async () => { await browser?.close(); site?.close(); });

/** A fresh page of the sample; errors of the page or of its policy fail the test that caused them. */
async function open(options = {}, use = async () => {}) {
  saves = [];
  pages++;
  saveAnswer = { type: 'application/json', body: '{"fields": {"version": "8"}}' };
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on('pageerror', (error) => wrong.push(String(error)));
  page.on('console', (message) => { if (message.type() === 'error' && !/status of (409|403|500)/.test(message.text())) wrong.push(message.text()); });
  try {
    await page.clock.install();
    await page.goto(address());
    await use(page);
    assert.deepEqual(wrong, []);
  } finally {
    await context.close();
  }
}

for (const colorScheme of ['light', 'dark'])
  for (const width of [320, 1280])
    test(`axe finds nothing at ${width} px, ${colorScheme}`, () => open({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true }, async (page) => {
      await page.addScriptTag({ path: AXE });
      const found = await page.evaluate((values) => window.axe.run({ runOnly: { type: 'tag', values } }), RULES);
      assert.ok(found.passes.length > 20);
      assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`), []);
    }));

test('nothing scrolls sideways at 320 px, nor at 400 % zoom of 1280', () => open({ viewport: { width: 320, height: 256 } }, async (page) => {
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
}));

test('text spacing of WCAG 1.4.12 cuts nothing off', () => open({ viewport: { width: 320, height: 640 }, bypassCSP: true }, async (page) => {
  await page.addStyleTag({ content: '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }' });
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  const cut = await page.evaluate(() => [...document.querySelectorAll('button, .kb-stage__text, h1, h2, h3')].filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline').map((one) => one.textContent));
  assert.deepEqual(cut, []);
}));

test('buttons are at least 44 px high, and everything else to press 24 px', () => open({}, async (page) => {
  const heights = await page.evaluate(() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary')].filter((one) => one.offsetParent).map((one) => [one.className, one.getBoundingClientRect().height]));
  assert.ok(heights.length > 30);
  assert.deepEqual(heights.filter(([name, height]) => height < (name.includes('utrecht-button') ? 44 : 24)), []);
}));

test('the focus is seen on every kind of control', () => open({}, async (page) => {
  for (const selector of ['.kb-nav__link', '.utrecht-button--primary-action', '#home-q', '.utrecht-select', '.kb-toolbar__button', '.kb-answer__link', '.kb-role', '.kb-table-region']) {
    await page.locator(selector).first().focus();
    const style = await page.evaluate(() => { const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement); return [outlineStyle, parseFloat(outlineWidth) >= 2]; });
    assert.deepEqual(style, ['solid', true], selector);
  }
}));

test('the page overrides the colours of the system, and paper is always light', () => open({ colorScheme: 'dark' }, async (page) => {
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(await background(), 'rgb(18, 24, 29)');
  await page.evaluate(() => { document.documentElement.dataset.theme = 'light'; });
  assert.equal(await background(), 'rgb(243, 245, 245)');
  await page.evaluate(() => { document.documentElement.dataset.theme = 'dark'; });
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--kb-ink').trim()), '#18222b');
}));

test('a practice prints on one A4, with its address and without forms and menu', () => open({}, async (page) => {
  await page.evaluate(() => { document.querySelector('main').replaceChildren(document.querySelector('article.kb-practice')); });
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  assert.equal(pdf.match(/\/Type\s*\/Page\b(?!s)/g).length, 1);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.kb-address').isVisible(), true);
  assert.equal(await page.locator('.kb-header').isVisible(), false);
}));

test('without script copy, print and the toolbar are absent, the rest is there', () => open({ javaScriptEnabled: false }, async (page) => {
  assert.equal(await page.locator('[data-copy], [data-print], .kb-toolbar').filter({ visible: true }).count(), 0);
  assert.equal(await page.locator('.kb-box__text').first().isVisible(), true);
}));

test('a slash goes to the search box, but not while writing, and can be switched off', () => open({}, async (page) => {
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'kb-header-q');
  await page.locator('#field-binnen').fill('');
  await page.keyboard.type('1/2');
  assert.equal(await page.locator('#field-binnen').inputValue(), '1/2');
  await page.locator('[data-shortcut-toggle]').click();
  await page.keyboard.press('/');
  assert.equal(await page.evaluate(() => document.activeElement.id), '');
  assert.equal(await page.locator('[data-shortcut-toggle]').textContent(), 'Sneltoets / aanzetten');
}));

test('the reference is copied and the button says so', () => open({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
  const button = page.locator('[data-copy]');
  await button.click();
  await page.getByText('Verwijzing gekopieerd').first().waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^Praktijkbank 2026-014, versie 3: /);
  await page.clock.fastForward(5000);
  assert.equal((await button.textContent()).trim(), 'Kopieer verwijzing');
}));

test('the toolbar works with the keyboard, and undo takes its change back', () => open({}, async (page) => {
  const box = page.locator('#field-binnen');
  const first = page.locator('#field-doe-dit');
  await first.fill('een twee');
  await first.press('Control+a');
  await first.press('Control+b');
  assert.equal(await first.inputValue(), '**een twee**');
  await first.press('Control+z');
  assert.equal(await first.inputValue(), 'een twee');
  await page.locator('[data-md="bold"]').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  assert.equal(await first.inputValue(), '- een twee');
  assert.equal(await page.locator('.kb-toolbar [tabindex="0"]').count(), 1);
  assert.equal(await box.inputValue(), '2 werkdagen');
}));

test('a list pasted from Word becomes Markdown', () => open({}, async (page) => {
  const box = page.locator('#field-binnen');
  await box.fill('');
  const value = await box.evaluate((node) => {
    const data = new DataTransfer();
    data.setData('text/html', "<p class=MsoNormal>Doe <b>dit</b><o:p></o:p></p><p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>bel<o:p></o:p></p>");
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true, bubbles: true }));
    return node.value;
  });
  assert.equal(value, 'Doe **dit**\n\n1. bel');
}));

test('text is saved by itself after 20 seconds, with the version that the last save gave', () => open({}, async (page) => {
  await page.clock.runFor(21_000);
  assert.equal(saves.length, 0);
  await page.locator('#field-binnen').fill('1 werkdag');
  await Promise.all([page.waitForResponse(/bewaar$/), page.clock.runFor(21_000)]);
  await page.getByText(/^Bewaard om \d\d:\d\d$/).waitFor();
  assert.equal(saves[0].get('kaart-binnen'), '1 werkdag');
  assert.equal(saves[0].get('csrf'), 'voorbeeld');
  assert.equal(saves[0].get('version'), '7');
  await page.locator('#field-binnen').fill('3 werkdagen');
  await Promise.all([page.waitForResponse(/bewaar$/), page.clock.runFor(21_000)]);
  assert.equal(saves[1].get('version'), '8');
}));

test('when somebody else saved first, saving stops and the message stands there', () => open({}, async (page) => {
  saveAnswer = { status: 409, type: 'application/problem+json', body: '{"detail": "Anne Visser bewaarde eerder. Bewaar zelf, dan zie je beide teksten."}' };
  await page.locator('#field-binnen').fill('1 werkdag');
  await Promise.all([page.waitForResponse(/bewaar$/), page.clock.runFor(21_000)]);
  await page.getByText('Anne Visser bewaarde eerder.').waitFor();
  await page.locator('#field-binnen').fill('2');
  await page.clock.runFor(60_000);
  assert.equal(saves.length, 1);
  assert.equal(await page.locator('#field-binnen').inputValue(), '2');
}));

test('a session that ended or a server in trouble is said, and tried again', () => open({}, async (page) => {
  saveAnswer = { status: 403, body: '' };
  await page.locator('#field-binnen').fill('1 werkdag');
  await Promise.all([page.waitForResponse(/bewaar$/), page.clock.runFor(21_000)]);
  await page.getByText('log opnieuw in').waitFor();
  saveAnswer = { status: 500, body: '' };
  await Promise.all([page.waitForResponse(/bewaar$/), page.clock.runFor(21_000)]);
  await page.getByText('We proberen het zo weer.').waitFor();
  assert.equal(saves.length, 2);
}));

test('leaving with text that was not saved asks first', () => open({}, async (page) => {
  const asked = [];
  page.on('dialog', (dialog) => { asked.push(dialog.type()); dialog.accept(); });
  await page.goto(`${site.url}?a`);
  assert.deepEqual(asked, []);
  await page.locator('#field-binnen').pressSequentially('x');
  await page.goto(`${site.url}?b`);
  assert.deepEqual(asked, ['beforeunload']);
}));

test('the preview shows what the server made of the text, and who writes too is shown', () => open({}, async (page) => {
  await page.getByText('Pieter Hofstra schrijft nu ook.').waitFor();
  await page.locator('#field-binnen').fill('meteen');
  await page.locator('[data-preview]').click();
  await page.locator('#voorbeeld').getByText('meteen').waitFor();
}));
