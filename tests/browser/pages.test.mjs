// Every page of `kb routes`, as each kind of visitor gets it, judged by axe in a narrow light and a wide dark window. A page
// whose content is the same, to the letter, as one that was judged in such a window for somebody else is not judged again:
// what stands around it is the visitor's own, and was judged with the first page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, kb, launch, serve, signIn, visitor } from './site.mjs';

const VISITORS = { nobody: null, participant: 'Els Barendregt', lead: 'Anneke Goedhart', secretary: 'Tom Verhagen', editor: 'Yasmin el Idrissi', administrator: 'Femke Haverkamp' };

let site;
let browser;
let places;

/** The addresses behind the patterns, found by walking the pages as people do. */
async function findPlaces() {
  const { page, leave } = await visitor(browser, site);
  await signIn(page, VISITORS.editor);
  const id = async (number) => { await page.goto(`/s/${number}`); return (await page.locator('form[action*="/stukken/"]').first().getAttribute('action')).split('/')[2]; };
  const found = { proposal: await id('2026-010'), decided: await id('2026-009') };
  await page.goto('/besluiten');
  found.round = (await page.locator('.kb-hit a').first().getAttribute('href')).split('/')[2];
  await page.goto('/redactie/antwoordteksten');
  found.answer = (await page.locator('main .kb-list a').first().getAttribute('href')).split('/')[3];
  await page.goto('/uitloggen').catch(() => {});
  await leave().catch(() => {});
  const admin = await visitor(browser, site);
  await signIn(admin.page, VISITORS.administrator);
  const first = async (path) => { await admin.page.goto(path); return (await admin.page.locator(`main a[href^="${path}/"]:not([href$="nieuw"])`).first().getAttribute('href')).split('/')[3]; };
  for (const [name, path] of [['organisation', '/beheer/organisaties'], ['location', '/beheer/locaties'], ['group', '/beheer/werkgroepen'], ['person', '/beheer/mensen']]) found[name] = await first(path);
  await admin.leave();
  return found;
}

/** One address for each pattern; a pattern that is not here fails the test. */
const addresses = () => ({
  '/': '/', '/zoeken': '/zoeken?q=huur', '/s/{number}': '/s/2025-001', '/s/{number}/op-weg': '/s/2025-001/op-weg',
  '/s/{number}/versies': '/s/2025-001/versies', '/s/{number}/versie/{version}': '/s/2025-001/versie/1', '/s/{number}/verschil': '/s/2025-001/verschil?van=1&tot=2',
  '/stukken/{id}': `/stukken/${places.proposal}`, '/stukken/{id}/op-weg': `/stukken/${places.proposal}/op-weg`, '/stukken/{id}/versies': `/stukken/${places.proposal}/versies`,
  '/werkgroepen': '/werkgroepen', '/werkgroepen/{slug}': '/werkgroepen/piket-en-helpdesk',
  '/stukken/nieuw': '/stukken/nieuw', '/stukken/{id}/bewerken': `/stukken/${places.decided}/bewerken`, '/stukken/{id}/schrijvers': `/stukken/${places.decided}/schrijvers`,
  '/stukken/{id}/publiceren': `/stukken/${places.decided}/publiceren`, '/stukken/{id}/kenmerken': `/stukken/${places.decided}/kenmerken`, '/stukken/{id}/weghalen': `/stukken/${places.decided}/weghalen`,
  '/stukken/{id}/stap/{step}': `/stukken/${places.decided}/stap/besluitronde`,
  '/stukken/{id}/meelezers': `/stukken/${places.decided}/meelezers`, '/stukken/{id}/verbetering': `/stukken/${places.decided}/verbetering`,
  '/redactie': '/redactie', '/besluiten': '/besluiten', '/besluiten/vergaderingen': '/besluiten/vergaderingen', '/besluiten/{id}': `/besluiten/${places.round}`,
  '/redactie/pakket': '/redactie/pakket', '/redactie/een-persoon': '/redactie/een-persoon', '/redactie/zoekvragen': '/redactie/zoekvragen', '/zoeken/bewaard': '/zoeken/bewaard', '/zoeken/bewaard/{id}': '/zoeken/bewaard/bestaat-niet', '/redactie/woordenlijst': '/redactie/woordenlijst', '/redactie/woordenlijst/nieuw': '/redactie/woordenlijst/nieuw', '/redactie/woordenlijst/{id}': '/redactie/woordenlijst/bestaat-niet', '/redactie/antwoordteksten': '/redactie/antwoordteksten', '/redactie/antwoordteksten/nieuw': '/redactie/antwoordteksten/nieuw', '/redactie/antwoordteksten/{id}': `/redactie/antwoordteksten/${places.answer}`, '/overzicht': '/overzicht', '/besluiten/vergadering': '/besluiten/vergadering', '/besluiten/stukken': '/besluiten/stukken',
  '/inloggen/organisatie': '/inloggen/organisatie', '/inloggen/organisatie/terug': '/inloggen/organisatie/terug', '/uitloggen/organisatie': '/uitloggen/organisatie',
  '/berichten': '/berichten', '/berichten/instellingen': '/berichten/instellingen', '/afmelden/{token}': '/afmelden/bestaat-niet', '/link/{token}': '/link/bestaat-niet', '/mailadres/{token}': '/mailadres/bestaat-niet',
  '/inloggen': '/inloggen', '/wachtwoord-vergeten': '/wachtwoord-vergeten', '/tweede-stap-kwijt': '/tweede-stap-kwijt', '/tweede-stap-kwijt/{token}': '/tweede-stap-kwijt/bestaat-niet', '/tweede-stap/{id}': '/tweede-stap/bestaat-niet', '/account': '/account', '/account/tweede-stap': '/account/tweede-stap', '/account/passkeys/nieuw': '/account/passkeys/nieuw', '/account/sleutels/nieuw': '/account/sleutels/nieuw', '/account/opheffen': '/account/opheffen', '/verwerkingen': '/verwerkingen', '/beheer/mensen/{id}/wissen': `/beheer/mensen/${places.person}/wissen`, '/welkom/{token}': '/welkom/bestaat-niet',
  '/beheer': '/beheer', '/beheer/organisaties': '/beheer/organisaties', '/beheer/organisaties/nieuw': '/beheer/organisaties/nieuw', '/beheer/organisaties/{id}': `/beheer/organisaties/${places.organisation}`,
  '/beheer/locaties': '/beheer/locaties', '/beheer/locaties/nieuw': '/beheer/locaties/nieuw', '/beheer/locaties/{id}': `/beheer/locaties/${places.location}`,
  '/beheer/rechtsgebieden': '/beheer/rechtsgebieden', '/beheer/rechtsgebieden/nieuw': '/beheer/rechtsgebieden/nieuw', '/beheer/rechtsgebieden/{id}': `/beheer/rechtsgebieden/werk`,
  '/beheer/werkgroepen': '/beheer/werkgroepen', '/beheer/werkgroepen/nieuw': '/beheer/werkgroepen/nieuw', '/beheer/werkgroepen/{id}': `/beheer/werkgroepen/${places.group}`,
  '/beheer/mensen': '/beheer/mensen', '/beheer/mensen/nieuw': '/beheer/mensen/nieuw', '/beheer/mensen/{id}': `/beheer/mensen/${places.person}`, '/beheer/mensen/{id}/uitzetten': `/beheer/mensen/${places.person}/uitzetten`,
  '/beheer/instellingen': '/beheer/instellingen',
});

/** Not a page of HTML, or of another listener. */
const NO_PAGE = new Set(['/.well-known/security.txt', '/healthz', '/readyz', '/metrics', '/static/{name}', '/stukken/{id}/schrijvers', '/zoeken/feed', '/zoeken/suggesties', '/api/v1/zoeken', '/api/v1/stukken/{id}', '/stukken/lijkt-op', '/besluiten/termijnen.ics', '/besluiten/stukken.pdf', '/besluiten/{id}/stuk.pdf', '/account/gegevens.json']);

before(async () => {
  [site, browser] = await Promise.all([serve(), launch()]);
  places = await findPlaces();
});
after(async () => { await browser?.close(); await site?.stop(); });

test('every page of the table of routes has an address here', () => {
  const patterns = kb('routes').split('\n').filter((line) => line.startsWith('GET')).map((line) => line.split(/\s+/)[1]);
  assert.ok(patterns.length > 35);
  assert.deepEqual(patterns.filter((one) => !NO_PAGE.has(one) && !(one in addresses())), []);
});

/** What a page says, without what differs each time it is asked for. */
const content = (page) => page.evaluate(() => document.title + document.querySelector('main').outerHTML.replace(/(name="csrf" value=")[^"]*/g, '$1'));
const seen = { 320: new Set(), 1280: new Set() };

for (const [who, name] of Object.entries(VISITORS))
  for (const [width, colorScheme] of [[320, 'light'], [1280, 'dark']])
    test(`axe finds nothing for ${who} at ${width} px, ${colorScheme}`, async () => {
      const { page, leave } = await visitor(browser, site, { viewport: { width, height: 800 }, colorScheme, expected: [401, 403, 404, 410] });
      if (name) await signIn(page, name);
      let ok = 0;
      const judged = new Set(); // a refusal looks the same everywhere: one of each is judged
      for (const [pattern, address] of Object.entries(addresses())) {
        if (NO_PAGE.has(pattern)) continue;
        const answer = await page.goto(address);
        assert.ok([200, 401, 403, 404, 410].includes(answer.status()), `${address}: ${answer.status()}`);
        ok += answer.status() === 200;
        if (answer.status() !== 200 && judged.has(answer.status())) continue;
        const said = await content(page);
        if (judged.size && seen[width].has(said)) continue;
        seen[width].add(said);
        judged.add(answer.status());
        await judge(page, `${address} for ${who}`);
      }
      assert.ok(ok >= (name ? 15 : 7), `${who} saw ${ok} pages`);
      await leave();
    });
