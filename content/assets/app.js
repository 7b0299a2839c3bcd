// What the script adds to pages that work without it: `/` to the search box, copy, print, the editor.
import { startEditor } from './editor.js';
import { startPasskey } from './passkey.js';
import { Suggestions } from './suggest.js';
import { replace } from './toolbar.js';

const SHORTCUT = 'kb-sneltoets';

function stored(name) {
  try { return localStorage.getItem(name); } catch { return null; }
}

function store(name, value) {
  try { localStorage.setItem(name, value); } catch { /* private window: the choice lasts for this page */ }
}

function writing(node) {
  return node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
}

/** In a list of results or on the desk of the editors: j to the next one, k to the one before, x ticks its box where it
 *  has one, Enter as everywhere. On a result, and from the search box, arrows do the same; those cannot be switched off,
 *  and elsewhere they scroll. */
function startWalk(isOn) {
  const hits = [...document.querySelectorAll('.kb-answer__link, .kb-hit__title a, [data-walk]')];
  const help = document.querySelector('[data-walk-help]');
  const box = document.querySelector('input[name="q"]');
  if (!help || !hits.length) return;
  const step = (event) => {
    const at = hits.indexOf(document.activeElement);
    if (event.key === 'ArrowDown' && (at >= 0 || event.target === box)) return hits[at + 1];
    if (event.key === 'ArrowUp' && at >= 0) return hits[at - 1] || box;
    if (!/^[jk]$/.test(event.key) || !isOn() || writing(event.target)) return null;
    return hits[event.key === 'j' ? at + 1 : Math.max(at - 1, 0)];
  };
  help.hidden = false;
  // Who comes back from a text goes on where they were.
  addEventListener('pagehide', () => history.replaceState({ hit: hits.indexOf(document.activeElement) }, ''));
  hits[history.state?.hit]?.focus({ preventScroll: true });
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey || event.isComposing) return;
    if (event.key === 'x' && isOn() && hits.includes(event.target)) event.target.closest('tr')?.querySelector('[type=checkbox]')?.click();
    const next = step(event);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** A key without Ctrl must be possible to switch off (WCAG 2.2, 2.1.4): a button with data-shortcut-toggle does it. */
function startShortcut() {
  let on = stored(SHORTCUT) !== 'uit';
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || !on || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(event.target)) return;
    const box = document.querySelector('[data-search-focus]') || document.querySelector('input[role="combobox"]');
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  });
  startWalk(() => on);
  for (const button of document.querySelectorAll('[data-shortcut-toggle]')) {
    const label = () => { button.textContent = on ? button.dataset.textOff : button.dataset.textOn; };
    button.hidden = false;
    label();
    button.addEventListener('click', () => { on = !on; store(SHORTCUT, on ? 'aan' : 'uit'); label(); });
  }
}

let announcer = null;

/** Says a sentence to screen readers. */
function announce(text) {
  if (!announcer) {
    announcer = document.createElement('div');
    announcer.className = 'kb-visually-hidden';
    announcer.setAttribute('role', 'status');
    document.body.append(announcer);
  }
  announcer.textContent = '';
  setTimeout(() => { announcer.textContent = text; }, 50);
}

/** navigator.clipboard is there on https and localhost only. */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const box = document.createElement('textarea');
  box.value = text;
  box.className = 'kb-visually-hidden';
  document.body.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  if (!done) throw new Error('copy was refused');
}

function startCopy(button) {
  const label = button.lastChild;
  const words = label.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try { await copy(button.dataset.copy); } catch { window.prompt(words.trim(), button.dataset.copy); return; }
    label.textContent = button.dataset.copied;
    announce(button.dataset.copied);
    setTimeout(() => { label.textContent = words; }, 4000);
  });
}

function startPrint(button) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}

/** A list of texts below a box: its links put theirs into the box, behind what stands there, and can be undone. */
function startPick(list) {
  const box = document.getElementById(list.dataset.pick);
  if (!box) return;
  list.addEventListener('click', (event) => {
    const link = event.target.closest('[data-pick-this]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const before = box.value.trimEnd();
    replace(box, before.length, box.value.length, (before ? '\n\n' : '') + link.nextElementSibling.textContent);
    list.open = false;
    announce(list.dataset.picked);
  });
}

/** "Bestaat dit al?": below a title that is being typed, what looks like it. */
function startSimilar(region) {
  const box = document.getElementById(region.dataset.similarOf);
  let asked = '';
  let timer = 0;
  box.closest('.kb-box, .utrecht-form-field').after(region);
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const title = box.value.trim();
      if (title === asked) return;
      asked = title;
      if (title.length < 4) { region.textContent = ''; return; }
      const address = new URL(region.dataset.similar, location.href);
      address.searchParams.set('titel', title);
      try {
        const answer = await fetch(address, { headers: { 'X-Requested-With': 'fetch' } });
        if (answer.ok && asked === title) region.innerHTML = await answer.text(); // written by the server, escaped there
      } catch { /* the submission asks it again */ }
    }, 400);
  });
}

startShortcut();
document.querySelectorAll('input[type="search"]').forEach((box) => new Suggestions(box));
document.querySelectorAll('[data-similar-of]').forEach(startSimilar);
document.querySelectorAll('[data-pick]').forEach(startPick);
document.querySelectorAll('[data-copy]').forEach(startCopy);
document.querySelectorAll('[data-print]').forEach(startPrint);
document.querySelector('form[data-send]')?.requestSubmit(); // nothing to fill in
document.querySelectorAll('form[data-editor]').forEach(startEditor);
document.querySelectorAll('form[data-passkey]').forEach(startPasskey);
