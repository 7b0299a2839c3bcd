// The real program on a folder of its own, and visitors with a real browser. What goes wrong in a page (an error, a
// request to another host) is a complaint, and fails the test that the visitor belongs to.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

const READY_MS = 60_000;

export const PROGRAM = process.env.KB_PROGRAM || new URL('../../build/dev/kb', import.meta.url).pathname;

/** Runs a subcommand to its end; gives what it printed. */
export function kb(...args) {
  const ran = spawnSync(PROGRAM, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(ran.status, 0, `kb ${args.join(' ')}: ${ran.stderr}`);
  return ran.stdout;
}

/** Waits until store and index can be used. */
async function ready(url, wrong) {
  const ends = Date.now() + READY_MS;
  for (;;) {
    const status = await fetch(`${url}/readyz`).then((answer) => answer.status, () => 0);
    if (status === 200) return;
    assert.ok(Date.now() < ends, `/readyz still answers ${status} after ${READY_MS} ms: ${wrong()}`);
    await new Promise((later) => setTimeout(later, 50));
  }
}

/** Takes data directories away, with the file of redactions that stands beside each. */
export function away(...folders) {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
    rmSync(`${folder}.redactions`, { force: true });
  }
}

/** Starts the program on a new folder (or `data`) and waits until it is ready; the first lines that it prints are `said`. */
export async function serve({ data, flags = ['--demo'], program = PROGRAM } = {}) {
  const folder = data || mkdtempSync(join(tmpdir(), 'kb-browser-'));
  const child = spawn(program, ['serve', ...flags, '--data', folder, '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let wrong = '';
  child.stderr.on('data', (chunk) => { wrong += chunk; });
  await new Promise((told, fail) => {
    child.stdout.on('data', (chunk) => { said += chunk; if (said.includes('Ctrl-C')) told(); });
    child.on('exit', (code) => fail(new Error(`kb serve ended with ${code}: ${wrong}`)));
  });
  const url = said.match(/http:\/\/127\.0\.0\.1:\d+/)[0];
  await ready(url, () => wrong).catch((error) => { child.kill('SIGKILL'); throw error; });
  return {
    url,
    said,
    data: folder,
    log: () => said + wrong,
    /** Once; a test that failed halfway leaves it to `after`, which would else wait for the program for ever. */
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.removeAllListeners('exit');
      const ended = new Promise((done) => child.on('exit', (code, signal) => done(signal || code)));
      child.kill('SIGTERM');
      const how = await ended;
      if (!data) away(folder);
      assert.equal(how, 0, wrong);
    },
  };
}

/** The demonstration as it is on a day of one's choosing. */
export const serveOn = (data, day) => serve({ data, flags: ['--demo', '--now', `${day}T09:00`] });

/** Another day: what was due by then is done before anybody looks. */
export async function moveTo(site, day) {
  await site.stop();
  kb('tick', '--now', `${day}T09:00`, '--data', site.data);
  return serveOn(site.data, day);
}

export const launch = () => chromium.launch({ executablePath: process.env.KB_CHROMIUM || '/usr/bin/chromium', args: FLAGS });

/** A visitor: a browser of their own. `expected`: statuses that this test asks for on purpose; `also`: another server it is meant to visit. */
export async function visitor(browser, site, { expected = [], also, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'nl-NL', baseURL: site.url, bypassCSP: true, ...options });
  const page = await context.newPage();
  const complaints = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !expected.some((status) => message.text().includes(`status of ${status}`))) complaints.push(message.text());
  });
  page.on('request', (request) => { if (!request.url().startsWith(site.url) && !request.url().startsWith('data:') && !(also && request.url().startsWith(also))) complaints.push(`asked ${request.url()}`); });
  return { page, context, async leave() { await context.close(); assert.deepEqual(complaints, []); } };
}

/** Chooses a role of the demonstration by the person's name. */
export async function signIn(page, name) {
  await page.goto('/inloggen');
  await page.getByRole('button', { name }).first().click();
  await page.getByText(name).first().waitFor();
}

/** In the page. What it passed and how to find it again is not asked for: that took longer than the judging. */
async function violations(values) {
  const found = await window.axe.run({ runOnly: { type: 'tag', values }, resultTypes: ['violations'], selectors: false });
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`);
}

/** What axe finds on the page that stands once it is there; a click may have it go away in the middle. */
async function found(page, tries = 3) {
  try {
    await page.waitForLoadState(); // a page that has only just begun has nowhere to put a script
    if (!await page.evaluate(() => 'axe' in window)) await page.addScriptTag({ path: AXE });
    await page.evaluate(() => document.getAnimations().forEach((one) => one.finish()));
    return await page.evaluate(violations, RULES);
  } catch (error) {
    if (tries === 0 || !/because of a navigation/.test(error.message)) throw error;
    return found(page, tries - 1);
  }
}

/** Nothing for axe to find at WCAG 2.2 AA, and nothing that scrolls sideways. */
export async function judge(page, what) {
  assert.deepEqual(await found(page), [], what);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.equal(sideways, 0, `${what} scrolls sideways`);
}
