// Writing together: a box for each part, paste, saving by itself, who else is writing, and two people in one text.
// Each test begins a text of its own, in a working group that both people are in.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, launch, serve, signIn, visitor } from './site.mjs';

const FIRST = 'Anneke Goedhart';
const SECOND = 'Jacomijn de Visser';
const GROUP = 'piket-en-helpdesk';
const AUTOSAVE_MS = 20_000; // as in editor.js
const PRESENCE_MS = 30_000;
const TRIES = 20;

let site;
let browser;
before(async () => { [site, browser] = await Promise.all([serve(), launch()]); });
after(async () => { await browser?.close(); await site?.stop(); });

/** Somebody at the door, signed in. With `clock` the time of the page stands under the test's hand. */
async function member(name, { clock = false, ...options } = {}) {
  const one = await visitor(browser, site, options);
  if (clock) await one.page.clock.install();
  await signIn(one.page, name);
  return one;
}

/** Begins a text and stands in its editor; gives the address. */
async function begin(page, title) {
  await page.goto(`/stukken/nieuw?groep=${GROUP}`);
  await page.getByLabel('Titel').fill(title);
  await page.getByRole('button', { name: 'Begin met schrijven' }).click();
  await page.waitForURL(/\/bewerken$/);
  return new URL(page.url()).pathname;
}

const box = (page, label) => page.getByLabel(label, { exact: true });
const doThis = (page) => box(page, 'Doe dit');
const beware = (page) => page.locator('#field-section-let-op');
const save = (page) => page.getByRole('button', { name: 'Bewaar', exact: true }).click();
const saved = (page) => page.getByText('Bewaard. Alleen je werkgroep ziet dit.').waitFor();

/** What the working copy holds, as it is read anew. */
async function stored(page, address) {
  const fresh = await page.context().newPage();
  await fresh.goto(address);
  const values = { doThis: await doThis(fresh).inputValue(), beware: await beware(fresh).inputValue() };
  await fresh.close();
  return values;
}

function pasteInto(field, html) {
  return field.evaluate((node, value) => {
    const data = new DataTransfer();
    data.setData('text/html', value);
    data.setData('text/plain', 'zonder opmaak');
    node.focus();
    node.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, cancelable: true, bubbles: true }));
  }, html);
}

test('while a title is typed, texts that look like it appear below it', async () => {
  const { page, leave } = await member(FIRST);
  await page.goto(`/stukken/nieuw?groep=${GROUP}`);
  await page.getByLabel('Titel').pressSequentially('Bezwaar tegen huurverhoging');
  const similar = page.locator('.kb-similar');
  await similar.getByText('Bestaat dit al?').waitFor();
  assert.match(await similar.innerText(), /huurverhoging/i);
  const titles = await similar.locator('h3').allInnerTexts();
  assert.deepEqual(titles, [...new Set(titles)], 'a text that is being revised is told once');
  assert.equal(await similar.evaluate((node) => node.previousElementSibling.contains(document.getElementById('field-title'))), true);
  await judge(page, 'similar texts');
  await page.getByLabel('Titel').fill('');
  await page.waitForFunction(() => document.querySelector('.kb-similar').textContent === '');
  await leave();
});

test('a member writes with the toolbar, sees how it will look, and saves', async () => {
  const { page, leave } = await member(FIRST);
  const address = await begin(page, 'Piket bellen bij een gestopte uitkering');
  const press = (name) => page.getByRole('toolbar', { name: 'Opmaak van Doe dit' }).getByRole('button', { name }).click();
  await doThis(page).fill('vandaag');
  await doThis(page).selectText();
  await press('Vet');
  assert.equal(await doThis(page).inputValue(), '**vandaag**');
  await doThis(page).press('Control+End');
  await page.keyboard.type('\n\nbel de dienst\nstuur de brief');
  await doThis(page).evaluate((node) => node.setSelectionRange(node.value.indexOf('bel'), node.value.length));
  await press('Lijst');
  assert.equal(await doThis(page).inputValue(), '**vandaag**\n\n- bel de dienst\n- stuur de brief');
  await doThis(page).press('Control+End');
  await page.keyboard.type('\n\nhet rooster');
  await doThis(page).evaluate((node) => node.setSelectionRange(node.value.indexOf('het rooster'), node.value.length));
  await press('Link');
  await page.keyboard.type('https://rooster.example.org'); // the address is what stands selected
  assert.match(await doThis(page).inputValue(), /\[het rooster\]\(https:\/\/rooster\.example\.org\)$/);

  await page.getByRole('button', { name: 'Bekijk voorbeeld' }).click();
  const preview = page.locator('#voorbeeld');
  await preview.getByRole('heading', { name: 'Zo ziet het eruit' }).waitFor();
  assert.equal(await preview.locator('strong').textContent(), 'vandaag');
  assert.deepEqual(await preview.getByRole('listitem').allTextContents(), ['bel de dienst', 'stuur de brief']);
  assert.equal(await preview.getByRole('link', { name: 'het rooster' }).getAttribute('href'), 'https://rooster.example.org');
  assert.equal((await stored(page, address)).doThis, ''); // looking does not save
  await judge(page, 'the editor with a preview');
  await save(page);
  await saved(page);
  assert.match((await stored(page, address)).doThis, /^\*\*vandaag\*\*/);
  await leave();
});

test('who writes sees where client data seem to stand and what can stand there, and cannot publish what is blocked', async () => {
  const { page, leave } = await member(FIRST, { expected: [400] });
  const address = await begin(page, 'Gegevens van een cliënt');
  const places = page.getByRole('heading', { name: 'Staan hier gegevens van een cliënt?' }).locator('..');
  const assertPlaces = async () => {
    await places.waitFor();
    assert.deepEqual(await places.locator('mark').allInnerTexts(), ['Jansen', '06**-12345678']);
    assert.match(await places.innerText(), /Doe dit: Bel mevrouw Jansen op/);
    assert.match(await places.innerText(), /Dit lijkt op een mobiel nummer\. Haal het weg, anders kan de tekst niet verder\. Schrijf bijvoorbeeld \[telefoonnummer\]\. Moet het blijven staan\? Laat dan een redacteur/);
    assert.match(await places.innerText(), /Dit lijkt op een naam\. Schrijf bijvoorbeeld \[naam\]\./);
  };
  await doThis(page).fill('Bel mevrouw Jansen op **06**-12345678.');
  await page.getByRole('button', { name: 'Bekijk voorbeeld' }).click();
  await assertPlaces();
  await judge(page, 'a preview in which client data are seen');
  await save(page);
  await saved(page);
  await page.goto(address.replace('bewerken', 'publiceren'));
  await assertPlaces();
  await page.getByRole('button', { name: 'Deel met de werkgroep', exact: true }).click();
  await page.getByRole('alert').getByText('hier lijken gegevens van een cliënt in te staan; haal die weg').waitFor();
  assert.match(await page.getByRole('alert').innerText(), /Doe dit/);
  await page.goto(address);
  await doThis(page).fill('Bel mevrouw Jansen.');
  await save(page);
  await saved(page);
  await page.goto(address.replace('bewerken', 'publiceren'));
  assert.deepEqual(await places.locator('mark').allInnerTexts(), ['Jansen']);
  await page.getByRole('button', { name: 'Deel met de werkgroep', exact: true }).click();
  await page.getByText('Je werkgroep leest nu deze versie.').waitFor();
  await leave();
});

test('the words of In het kort are counted while somebody types', async () => {
  const { page, leave } = await member(FIRST);
  await begin(page, 'Kort houden');
  await box(page, 'In het kort').fill('Bel meteen de dienst.');
  await page.getByText('4 van de 60 woorden').waitFor();
  await box(page, 'In het kort').fill('woord '.repeat(61));
  await page.getByText('61 van de 60 woorden').waitFor();
  await leave();
});

test('a text pasted from Word stands in the box as the toolbar would have made it', async () => {
  const { page, leave } = await member(FIRST);
  const address = await begin(page, 'Plakken uit Word');
  await pasteInto(doThis(page), `<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal { margin: 0 }</style></head><body>
<!--StartFragment--><p class=MsoNormal style='margin-bottom:8pt'>Doe dit <b>altijd</b>:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>1.<span style='font:7pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>bel de <a href="https://dienst.example.org">dienst</a><o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>2.<span style='font:7pt "Times New Roman"'>&nbsp;&nbsp;</span></span><![endif]>stuur de brief<o:p></o:p></p><!--EndFragment--></body></html>`);
  const markdown = 'Doe dit **altijd**:\n\n1. bel de [dienst](https://dienst.example.org)\n2. stuur de brief';
  assert.equal(await doThis(page).inputValue(), markdown);
  await save(page);
  await saved(page);
  assert.equal((await stored(page, address)).doThis, markdown);
  await leave();
});

test('after 20 seconds the working copy holds the text, and nothing is submitted or published', async () => {
  const { page, leave } = await member(FIRST, { clock: true });
  const address = await begin(page, 'Bewaren zonder knop');
  const sent = [];
  page.on('request', (request) => { if (request.method() === 'POST') sent.push(new URL(request.url()).pathname); });
  await page.evaluate(() => { window.stayed = true; });
  await page.clock.runFor(2 * AUTOSAVE_MS + 1000);
  assert.deepEqual(sent, []); // nothing was written yet
  await doThis(page).fill('Bel de dienst.');
  await page.clock.runFor(1000);
  assert.deepEqual(sent, []);
  await Promise.all([page.waitForResponse(/\/bewaren$/), page.clock.runFor(AUTOSAVE_MS)]);
  await page.getByText(/^Bewaard om \d\d:\d\d$/).waitFor();
  assert.equal((await stored(page, address)).doThis, 'Bel de dienst.');
  await doThis(page).fill('Bel de dienst en stuur de brief.');
  await Promise.all([page.waitForResponse(/\/bewaren$/), page.clock.runFor(AUTOSAVE_MS)]);
  await page.locator('[data-saved][data-state=good]', { hasText: 'Bewaard om' }).waitFor();
  assert.equal((await stored(page, address)).doThis, 'Bel de dienst en stuur de brief.');
  assert.deepEqual(sent, [address.replace('/bewerken', '/bewaren'), address.replace('/bewerken', '/bewaren')]);
  assert.ok(await page.evaluate(() => window.stayed), 'the page stayed where it was');
  await page.goto(address.replace('/bewerken', ''));
  await page.locator('.kb-stage__text', { hasText: /^Concept/ }).waitFor();
  assert.equal(await page.getByText('Bel de dienst').count(), 0); // the page of the text shows published versions only
  await leave();
});

test('what cannot be saved is said with its reason, and In het kort that is too long is no reason', async () => {
  const { page, leave } = await member(FIRST, { clock: true, expected: [400] });
  page.on('dialog', (dialog) => dialog.accept());
  const address = await begin(page, 'Te lang om kort te zijn');
  const autosaved = () => Promise.all([page.waitForResponse(/\/bewaren$/), page.clock.runFor(AUTOSAVE_MS + 1000)]);
  const long = Array(70).fill('woord').join(' ');
  await box(page, 'In het kort').fill(long);
  await doThis(page).fill('Bel de dienst.');
  await autosaved();
  await page.locator('[data-saved][data-state=good]', { hasText: 'Bewaard om' }).waitFor();
  assert.equal((await stored(page, address)).doThis, 'Bel de dienst.');
  await box(page, 'Titel').fill('');
  await autosaved();
  await page.locator('[data-saved][data-state=bad]', { hasText: /^Niet bewaard\. Titel: / }).waitFor();
  await box(page, 'Titel').fill('Te lang om kort te zijn');
  await autosaved();
  await page.getByRole('button', { name: 'Deel deze versie met je werkgroep' }).click();
  await page.locator('.kb-form button[type=submit]').click();
  await page.locator('.kb-error-list').getByText('In het kort').waitFor();
  await judge(page, 'a version that has too many words');
  await leave();
});

/** A text of one's own that holds a saved draft, and somebody who leaves the page without a second thought. */
async function drafted(title, options) {
  const one = await member(FIRST, options);
  one.page.on('dialog', (dialog) => dialog.accept());
  await begin(one.page, title);
  await doThis(one.page).fill('Eerst.');
  await save(one.page);
  await saved(one.page);
  return one;
}

/** Nobody but the writer was there: what they save next stands there, and no second text is shown. */
async function savesWithoutQuestion(page, words) {
  await doThis(page).fill(words);
  await save(page);
  await page.waitForLoadState();
  assert.equal(await page.getByRole('heading', { name: 'Twee teksten samenvoegen' }).count(), 0, 'no conflict with oneself');
  await saved(page);
  assert.equal(await doThis(page).inputValue(), words);
}

/** `late`: so many ms after the page that comes next was asked for is the last save written; 0 for at once. `warned`: the
 *  browser asks first, as a telephone does not. */
async function reloads({ late, warned }) {
  const { page, leave } = await drafted(`Opnieuw laden ${late} ${warned}`);
  if (late) await page.context().route('**/bewaren', async (route) => {
    await new Promise((later) => setTimeout(later, late));
    await route.continue().catch(() => {});
  });
  if (!warned) await page.evaluate(() => window.addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true));
  for (const words of ['Eerst. En dan.', 'Eerst. En dan. En dan nog.']) {
    await page.getByRole('toolbar').first().waitFor(); // the page keeps what is typed from here on
    await doThis(page).fill(words);
    await page.reload();
    if (late) await page.getByText(/^Bewaard om \d\d:\d\d$/).waitFor();
    await page.waitForFunction((expected) => document.querySelector('#field-section-doe-dit').value === expected, words, { timeout: 10_000 });
  }
  await savesWithoutQuestion(page, 'Eerst. En dan. En dan nog. Klaar.');
  await leave();
}

test('a page that is loaded anew shows the words that were saved last', () => reloads({ late: 0, warned: true }));
test('also when they are saved later than the page was read', () => reloads({ late: 300, warned: true }));
test('also much later', () => reloads({ late: 5000, warned: true }));
test('also on a telephone, which does not ask whether to leave', () => reloads({ late: 0, warned: false }));

test('what was sent when the page was left and did not come is said', async () => {
  const { page, leave } = await drafted('Onderweg kwijt', { expected: [502] });
  await page.context().route('**/bewaren', (route) => route.fulfill({ status: 502 }));
  await page.getByRole('toolbar').first().waitFor();
  await doThis(page).fill('Eerst. En dan.');
  await page.reload();
  await page.getByText('Bezig met bewaren').waitFor();
  await page.getByText('Wat je het laatst typte, is misschien niet bewaard. Lees de tekst na.').waitFor();
  assert.equal(await doThis(page).inputValue(), 'Eerst.');
  await page.context().unroute('**/bewaren');
  await savesWithoutQuestion(page, 'Eerst. En toch.');
  await leave();
});

test('words typed while a draft is being saved are saved with the next one', async () => {
  const { page, leave } = await drafted('Doortypen', { clock: true });
  await page.route('**/bewaren', async (route) => {
    await doThis(page).fill('Eerst. En dan. En dan nog.');
    await route.continue();
  }, { times: 1 });
  await doThis(page).fill('Eerst. En dan.');
  await Promise.all([page.waitForResponse(/\/bewaren$/), page.clock.runFor(AUTOSAVE_MS + 1000)]);
  await page.getByText(/^Bewaard om/).waitFor();
  await Promise.all([page.waitForResponse(/\/bewaren$/), page.clock.runFor(AUTOSAVE_MS)]);
  assert.equal((await stored(page, page.url())).doThis, 'Eerst. En dan. En dan nog.');
  await leave();
});

test('a save whose answer was lost is not in the way of the next', async () => {
  const { page, leave } = await drafted('Geen antwoord', { clock: true, expected: [502] });
  await page.route('**/bewaren', async (route) => { await route.fetch(); await route.fulfill({ status: 502 }); }, { times: 1 });
  await doThis(page).fill('Eerst. En dan.');
  await page.clock.runFor(AUTOSAVE_MS + 1000);
  await page.getByText('Niet bewaard. We proberen het zo weer.').waitFor();
  await doThis(page).fill('Eerst. En dan. En dan nog.');
  await Promise.all([page.waitForResponse((answer) => /\/bewaren$/.test(answer.url()) && answer.status() === 200), page.clock.runFor(AUTOSAVE_MS)]);
  await page.getByText(/^Bewaard om \d\d:\d\d$/).waitFor();
  await savesWithoutQuestion(page, 'Eerst. En dan. En dan nog. Klaar.');
  await leave();
});

test('after a refused form, loading anew does not send the old words again', async () => {
  const { page, leave } = await drafted('Zonder titel', { clock: true, expected: [400] });
  await page.locator('[data-editor]').evaluate((form) => { form.noValidate = true; });
  await box(page, 'Titel').fill('');
  await save(page);
  await page.getByRole('alert').waitFor();
  await box(page, 'Titel').fill('Met titel');
  await box(page, 'In het kort').fill('Bel de dienst.');
  await Promise.all([page.waitForResponse(/\/bewaren$/), page.clock.runFor(AUTOSAVE_MS + 1000)]);
  await page.getByText(/^Bewaard om/).waitFor();
  await page.reload();
  assert.equal(await box(page, 'In het kort').inputValue(), 'Bel de dienst.');
  await savesWithoutQuestion(page, 'Klaar.');
  await leave();
});

test('who has one text open in two windows reads that the other one is their own', async () => {
  const { page, leave } = await drafted('Twee vensters', { expected: [409] });
  const other = await page.context().newPage();
  await other.goto(page.url());
  await doThis(page).fill('Uit het eerste venster.');
  await save(page);
  await saved(page);
  await doThis(other).fill('Uit het tweede venster.');
  await save(other);
  await other.getByText('Je hebt dit stuk ook in een ander venster bewaard. Er is niets weg.').waitFor();
  await other.getByRole('region', { name: 'Doe dit Uit je andere venster' }).waitFor();
  await other.close();
  await leave();
});

test('who is writing now is told to the other', async () => {
  const first = await member(FIRST, { clock: true });
  const address = await begin(first.page, 'Samen schrijven');
  assert.equal(await first.page.locator('[data-presence-text]').textContent(), '');
  const second = await member(SECOND, { clock: true });
  await second.page.goto(address);
  for (const [one, other] of [[second, FIRST], [first, SECOND]]) {
    const note = one.page.getByText(`${other} schrijft nu ook aan dit stuk.`);
    for (let i = 0; i < TRIES && !await note.count(); i++) {
      await Promise.all([one.page.waitForResponse(/\/schrijvers$/), one.page.clock.runFor(PRESENCE_MS + 100)]);
      await new Promise((later) => setTimeout(later, 200)); // the server notes it within a second
    }
    assert.ok(await note.isVisible(), `${other} is told`);
  }
  await first.leave();
  await second.leave();
});

/** Two people open one text; `change` both, the first saves, then the second. */
async function bothSave(title, change, options = {}) {
  const first = await member(FIRST);
  const address = await begin(first.page, title);
  await doThis(first.page).fill('Bel de dienst.\n\nStuur de brief.');
  await beware(first.page).fill('De termijn is kort.');
  await save(first.page);
  await saved(first.page);
  const second = await member(SECOND, { expected: [409], ...options });
  await second.page.goto(address);
  await change(first.page, second.page);
  await save(first.page);
  await saved(first.page);
  await first.leave();
  await save(second.page);
  await second.page.getByRole('heading', { name: 'Twee teksten samenvoegen' }).waitFor();
  return { page: second.page, address, leave: second.leave };
}

const merged = (page) => page.getByText('Bewaard. Beide teksten zijn samengevoegd.').waitFor();

test('two people change the same words: the second sees both texts and neither is lost', async () => {
  const { page, address, leave } = await bothSave('Dezelfde regel', async (first, second) => {
    await doThis(first).fill('Bel de dienst voor tien uur.\n\nStuur de brief.');
    await doThis(second).fill('Mail de coördinator.\n\nStuur de brief.');
  });
  await page.getByText(`${FIRST} heeft bewaard terwijl jij schreef. Er is niets weg.`).waitFor();
  await page.getByText('in beide teksten is hetzelfde stuk veranderd').waitFor();
  assert.match(await page.getByRole('region', { name: `Doe dit Van ${FIRST}` }).textContent(), /voor tien uur/);
  assert.match(await page.getByRole('region', { name: 'Doe dit Van jou' }).textContent(), /Mail de coördinator/);
  const result = page.getByLabel('Zo wordt het: Doe dit');
  assert.match(await result.inputValue(), /Bel de dienst voor tien uur\./);
  assert.match(await result.inputValue(), /Mail de coördinator\./);
  assert.equal((await result.inputValue()).match(/Stuur de brief/g).length, 1);
  await judge(page, 'two texts side by side');
  assert.equal((await stored(page, address)).doThis, 'Bel de dienst voor tien uur.\n\nStuur de brief.'); // until they are put together
  await result.fill('Bel de dienst voor tien uur of mail de coördinator.\n\nStuur de brief.');
  await page.getByRole('button', { name: 'Bewaar samen' }).click();
  await merged(page);
  assert.deepEqual(await stored(page, address), { doThis: 'Bel de dienst voor tien uur of mail de coördinator.\n\nStuur de brief.', beware: 'De termijn is kort.' });
  await leave();
});

test('two people change different parts: they go together by themselves', async () => {
  const { page, address, leave } = await bothSave('Twee vakken', async (first, second) => {
    await doThis(first).fill('Bel de dienst voor tien uur.\n\nStuur de brief.');
    await beware(second).fill('De termijn is twee weken.');
  });
  await page.getByText('Deze veranderingen passen bij elkaar.').first().waitFor();
  assert.equal(await page.getByText('Kies zelf').count(), 0);
  await page.getByRole('button', { name: 'Bewaar samen' }).click();
  await merged(page);
  assert.deepEqual(await stored(page, address), { doThis: 'Bel de dienst voor tien uur.\n\nStuur de brief.', beware: 'De termijn is twee weken.' });
  await leave();
});

test('without script: plain boxes, a preview and a save button', async () => {
  const { page, leave } = await member(FIRST, { javaScriptEnabled: false });
  const address = await begin(page, 'Schrijven zonder script');
  assert.equal(await page.getByRole('toolbar').count(), 0);
  await page.getByText('Een lijst maak je met een streepje vooraan elke regel.').waitFor();
  await doThis(page).fill('**vandaag**\n\n- bel de dienst\n- stuur de brief\n\n[het rooster](https://rooster.example.org)');
  await page.getByRole('button', { name: 'Bekijk voorbeeld' }).click();
  const preview = page.locator('#voorbeeld');
  assert.equal(await preview.locator('strong').textContent(), 'vandaag');
  assert.equal(await preview.getByRole('listitem').count(), 2);
  assert.equal(await preview.getByRole('link', { name: 'het rooster' }).getAttribute('href'), 'https://rooster.example.org');
  await beware(page).fill('De termijn is kort.');
  await save(page);
  await saved(page);
  const values = await stored(page, address);
  assert.match(values.doThis, /^\*\*vandaag\*\*\n\n- bel de dienst\n/);
  assert.equal(values.beware, 'De termijn is kort.');
  await leave();
});

test('without script two people lose nothing either', async () => {
  const { page, address, leave } = await bothSave('Samen zonder script', async (first, second) => {
    await doThis(first).fill('Bel de dienst voor tien uur.\n\nStuur de brief.');
    await doThis(second).fill('Mail de coördinator.\n\nStuur de brief.');
  }, { javaScriptEnabled: false });
  await page.getByRole('button', { name: 'Bewaar samen' }).click();
  await merged(page);
  assert.match((await stored(page, address)).doThis, /voor tien uur/);
  assert.match((await stored(page, address)).doThis, /Mail de coördinator/);
  await leave();
});
