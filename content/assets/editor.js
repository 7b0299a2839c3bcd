// The form in which people write: paste, preview, autosave, who else is writing, and a warning before text is lost.
// What the server answers to each request stands in README.md. Words on the screen come from data attributes.
import { fit, fromHtml, hasStructure, parseable } from './paste.js';
import { replace, startToolbar } from './toolbar.js';

const AUTOSAVE_MS = 20_000;
const PRESENCE_MS = 30_000;
const ON_ITS_WAY = 'kb-onderweg ';
const CATCH_UP_MS = [0, 200, 500, 1000, 2000, 4000];
const KEEPALIVE_BYTES = 60_000; // browsers refuse more than 64 KiB of what outlives its page

function send(form, address) {
  const body = new URLSearchParams(new FormData(form));
  return fetch(address, {
    method: 'POST',
    body,
    keepalive: body.toString().length < KEEPALIVE_BYTES,
    headers: { 'X-Requested-With': 'fetch', Accept: 'application/json, text/html' },
    credentials: 'same-origin',
    redirect: 'manual',
  });
}

function onPaste(event) {
  const html = event.clipboardData && event.clipboardData.getData('text/html');
  if (!html) return;
  const page = new DOMParser().parseFromString(parseable(html), 'text/html'); // inert: nothing of it is loaded or run
  if (!hasStructure(page.body)) return;
  const box = event.currentTarget;
  const markdown = fromHtml(page.body, Number(box.dataset.heading) || 3);
  if (!markdown) return;
  event.preventDefault();
  const { selectionStart: from, selectionEnd: to, value } = box;
  replace(box, from, to, fit(markdown, value.slice(0, from), value.slice(to)));
}

function startPreview(form) {
  for (const button of form.querySelectorAll('[data-preview]')) {
    const region = document.getElementById(button.dataset.previewInto);
    if (!region) continue;
    button.addEventListener('click', async (event) => {
      event.preventDefault();
      const answer = await send(form, button.dataset.preview).catch(() => null);
      if (!answer || answer.status !== 200) { form.requestSubmit(button); return; }
      region.innerHTML = await answer.text(); // made and escaped by our own server, under a policy without inline script
      region.scrollIntoView({ block: 'nearest' });
    });
  }
}

/** Takes over the new values of hidden fields, such as the version that the next save builds on. */
function takeFields(form, fields) {
  for (const [name, value] of Object.entries(fields || {})) {
    const input = form.elements.namedItem(name);
    if (input && 'value' in input && input.type === 'hidden') input.value = value;
  }
}

const clock = () => new Intl.DateTimeFormat('nl-NL', { hour: '2-digit', minute: '2-digit' }).format(new Date());

const savedNow = (words) => (words.textSaved || '').replace('{tijd}', clock());

const versionOf = (form) => Number(form.elements.namedItem('version').value);

/** The version that the page before this one, left while it saved, makes of the text; 0 when there was none. */
function onItsWay(address) {
  try {
    const version = Number(sessionStorage.getItem(ON_ITS_WAY + address));
    sessionStorage.removeItem(ON_ITS_WAY + address);
    return version;
  } catch { return 0; }
}

function noteOnItsWay(address, version) {
  try { sessionStorage.setItem(ON_ITS_WAY + address, version); } catch { /* private window: the page may show an older text */ }
}

async function fetchForm() {
  const answer = await fetch(location.pathname, { credentials: 'same-origin', redirect: 'manual' }).catch(() => null);
  if (!answer || answer.status !== 200) return null;
  return new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-editor]');
}

/** A page that is loaded anew may be read before the last save of the one before it is written: waits for that, so that
 *  nobody finds an older text than they left. Nothing is typed meanwhile; it takes a moment. What did not come is said. */
async function catchUp(form, say) {
  const words = form.dataset;
  const wanted = onItsWay(words.autosave);
  if (versionOf(form) >= wanted) return;
  say(words.textSaving, false);
  const boxes = [...form.querySelectorAll('textarea, input[type="text"]')];
  for (const one of boxes) one.readOnly = true;
  for (const wait of CATCH_UP_MS) {
    await new Promise((later) => setTimeout(later, wait));
    const fresh = await fetchForm();
    if (!fresh || versionOf(fresh) <= versionOf(form)) continue;
    for (const { name, value } of fresh.querySelectorAll('[name="version"], [name^="base-"]')) takeFields(form, { [name]: value });
    for (const one of boxes) one.value = fresh.elements.namedItem(one.name)?.value ?? one.value;
    if (versionOf(form) >= wanted) break;
  }
  for (const one of boxes) {
    one.readOnly = false;
    one.dispatchEvent(new Event('input')); // counters; it does not reach the form, for nothing was typed
  }
  if (versionOf(form) >= wanted) say(savedNow(words), false);
  else say(words.textLost, true);
}

/** Says on the form's line what happens to what was typed. */
function teller(form) {
  const line = form.querySelector('[data-saved]');
  return (text, bad) => {
    if (!line || !text) return;
    line.textContent = text;
    line.dataset.state = bad ? 'bad' : 'good';
  };
}

/** Keeps the text safe: `changes` counts edits, `sent` is the count at the last save, `saved` at the last one that the
 *  server confirmed. What came back refused is not saved. */
function startSaving(form, say) {
  const words = form.dataset;
  const state = { changes: form.querySelector('[aria-invalid]') ? 1 : 0, sent: 0, saved: 0, busy: false, stopped: !words.autosave, leaving: false };

  async function answered(answer, upTo) { // what was typed since it was sent is not saved yet
    if (answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403) {
      say(words.textSignin || words.textFailed, true);
    } else if (answer.ok) {
      const told = await answer.json().catch(() => ({}));
      takeFields(form, told.fields);
      state.saved = upTo;
      history.replaceState(history.state, ''); // after a refused form: loading anew asks for the text, and sends nothing again
      say(savedNow(words), false);
    } else { // what the text itself is refused for does not pass by waiting: its reason is said
      state.stopped = answer.status === 409;
      const problem = answer.status < 500 ? await answer.json().catch(() => ({})) : {};
      say(problem.detail || words.textFailed, true);
    }
  }

  async function save() {
    if (state.busy || state.stopped || state.leaving || state.saved === state.changes) return;
    const upTo = state.changes;
    state.sent = upTo;
    state.busy = true;
    say(words.textSaving, false);
    try {
      await answered(await send(form, words.autosave), upTo);
    } catch {
      say(words.textFailed, true);
    } finally {
      state.busy = false;
    }
  }

  /** The page that comes next waits for what is on its way, and for what was typed since. */
  function leave() {
    const more = (state.busy ? state.sent : state.saved) !== state.changes;
    if (state.stopped || state.leaving || !(state.busy || more)) return;
    noteOnItsWay(words.autosave, versionOf(form) + state.busy + more);
    if (!more) return;
    state.busy = false;
    save();
  }

  form.addEventListener('input', () => { state.changes++; });
  form.addEventListener('submit', () => { state.leaving = true; });
  window.addEventListener('pageshow', () => { state.leaving = false; });
  window.addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });
  setInterval(save, AUTOSAVE_MS);
  if ('leave' in words) {
    window.addEventListener('beforeunload', (event) => {
      if (state.leaving || state.saved === state.changes) return;
      event.preventDefault();
      save(); // while the browser asks
    });
  }
}

function startPresence(form) {
  const line = form.querySelector('[data-presence-text]');
  if (!form.dataset.presence || !line) return;
  const ask = async () => {
    if (document.hidden) return;
    const answer = await fetch(form.dataset.presence, { credentials: 'same-origin', redirect: 'manual' }).catch(() => null);
    if (!answer || answer.status !== 200) return;
    const text = (await answer.text()).trim();
    if (line.textContent !== text) line.textContent = text;
  };
  ask();
  setInterval(ask, PRESENCE_MS);
}

/** Counts words as the server does: runs of anything but white space. */
function startCounter(line) {
  const box = document.getElementById(line.dataset.wordsOf);
  const max = Number(line.dataset.wordsMax);
  if (!box) return;
  const count = () => {
    const n = (box.value.match(/[^ \t\n\v\f\r\u00a0]+/g) || []).length;
    line.textContent = line.dataset.text.replace('{n}', n).replace('{max}', max);
    line.dataset.state = n > max ? 'bad' : 'good';
  };
  line.hidden = false;
  count();
  box.addEventListener('input', count);
}

export function startEditor(form) {
  for (const bar of form.querySelectorAll('[data-toolbar]')) startToolbar(bar);
  for (const box of form.querySelectorAll('[data-markdown]')) box.addEventListener('paste', onPaste);
  for (const line of form.querySelectorAll('[data-words-of]')) startCounter(line);
  startPreview(form);
  const say = teller(form);
  startSaving(form, say);
  catchUp(form, say);
  startPresence(form);
}
