// The buttons above a text box: bold, italic, lists, link, heading, table. edit() is a pure function of the text and the
// selection; the rest of the file lets buttons and keys call it.

const WRAPS = { bold: '**', italic: '*' };
const LINES = { list: /^- /, numbers: /^\d+\. /, heading: /^#{1,6} / };
const KEYS = { b: 'bold', i: 'italic', k: 'link' };

/** What an action changes: replace from..to by `insert`, then select selectFrom..selectTo. */
export function edit(action, text, from, to, sample = '', level = 3) {
  if (WRAPS[action]) return wrap(WRAPS[action], text, from, to, sample);
  if (LINES[action]) return lines(action, text, from, to, sample, level);
  if (action === 'link') return link(text, from, to, sample);
  return table(text, from, to, sample);
}

function wrap(mark, text, from, to, sample) {
  while (from < to && /\s/.test(text[from])) from++;
  while (to > from && /\s/.test(text[to - 1])) to--;
  const words = text.slice(from, to) || sample;
  const size = mark.length;
  const around = text.slice(from - size, from) === mark && text.slice(to, to + size) === mark && to > from &&
    (size > 1 || text[from - 2] !== '*' || text.slice(from - 3, from) === '***');
  if (around) return { from: from - size, to: to + size, insert: words, selectFrom: from - size, selectTo: from - size + words.length };
  return { from, to, insert: mark + words + mark, selectFrom: from + size, selectTo: from + size + words.length };
}

function lines(action, text, from, to, sample, level) {
  const start = text.lastIndexOf('\n', from - 1) + 1;
  const next = text.indexOf('\n', to > from && text[to - 1] === '\n' ? to - 1 : to);
  const end = next < 0 ? text.length : next;
  const rows = text.slice(start, end).split('\n');
  const on = rows.filter(Boolean).length > 0 && rows.every((row) => !row || LINES[action].test(row));
  let number = 1;
  const mark = () => (action === 'list' ? '- ' : action === 'numbers' ? `${number++}. ` : `${'#'.repeat(level)} `);
  const bare = (row) => row.replace(/^(- |\d+\. |#{1,6} )/, '');
  const changed = rows.map((row) => (on ? bare(row) : row || rows.length === 1 ? mark() + (bare(row) || (rows.length === 1 ? sample : '')) : row));
  const insert = changed.join('\n');
  const single = rows.length === 1;
  return { from: start, to: end, insert, selectFrom: single ? start + insert.length : start, selectTo: start + insert.length };
}

function link(text, from, to, sample) {
  const words = text.slice(from, to);
  const address = /^(https?:\/\/|mailto:)\S+$/.test(words);
  const label = address || !words ? sample : words;
  const href = address ? words : 'https://';
  const insert = `[${label}](${href})`;
  const at = address || !words ? from + 1 : from + label.length + 3;
  return { from, to, insert, selectFrom: at, selectTo: at + (address || !words ? label.length : href.length) };
}

function table(text, from, to, sample) {
  const before = text.slice(0, from);
  const head = !before || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const tail = text.slice(to).startsWith('\n') || to === text.length ? '\n' : '\n\n';
  const insert = `${head}| ${sample} 1 | ${sample} 2 |\n| --- | --- |\n|  |  |${tail}`;
  const at = from + head.length + 2;
  return { from: from, to: from, insert, selectFrom: at, selectTo: at + sample.length + 2 };
}

/** Replaces text so that the browser's own undo takes it back. */
export function replace(box, from, to, insert) {
  box.focus();
  box.setSelectionRange(from, to);
  const done = insert ? document.execCommand('insertText', false, insert) : document.execCommand('delete');
  if (done) return;
  box.setRangeText(insert, from, to, 'end');
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

function apply(box, action, sample) {
  const change = edit(action, box.value, box.selectionStart, box.selectionEnd, sample, Number(box.dataset.heading) || 3);
  replace(box, change.from, change.to, change.insert);
  box.setSelectionRange(change.selectFrom, change.selectTo);
}

/** One stop for the Tab key; arrows, Home and End move inside (ARIA toolbar pattern). */
function roving(bar, buttons) {
  const focus = (index) => {
    buttons.forEach((button, i) => { button.tabIndex = i === index ? 0 : -1; });
    buttons[index].focus();
  };
  buttons.forEach((button, i) => { button.tabIndex = i ? -1 : 0; });
  bar.addEventListener('keydown', (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    focus((to + buttons.length) % buttons.length);
  });
}

export function startToolbar(bar) {
  const box = document.getElementById(bar.dataset.toolbar);
  const buttons = [...bar.querySelectorAll('[data-md]')];
  if (!box || !buttons.length) return;
  bar.hidden = false;
  roving(bar, buttons);
  for (const button of buttons) button.addEventListener('click', () => apply(box, button.dataset.md, button.dataset.sample || ''));
  box.addEventListener('keydown', (event) => {
    const action = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && KEYS[event.key.toLowerCase()];
    const button = action && buttons.find((one) => one.dataset.md === action);
    if (!button) return;
    event.preventDefault();
    apply(box, action, button.dataset.sample || '');
  });
}
