// Text copied from Word, Outlook, Google Docs or a web page becomes Markdown.
//
// fromHtml(root) walks a parsed page and knows headings, paragraphs, lists, bold, italic, links and tables; colours,
// fonts, pictures, comments and struck revisions are dropped. Three steps: inline content becomes runs of text with
// equal marks; blocks become a flat list of { kind, ... }; write() puts that list on paper.
//
// Word does not use <ul>: a list item is a paragraph with `mso-list: l0 level2 lfo1` in its style, whose bullet or
// number stands in a span with `mso-list: Ignore`.

const DROPPED = new Set(['head', 'title', 'style', 'script', 'meta', 'link', 'xml', 'noscript', 'template', 'svg', 'img', 'picture',
  'object', 'iframe', 'video', 'audio', 'canvas', 'button', 'input', 'select', 'textarea', 'del', 's', 'strike']);
const BLOCKS = new Set(['html', 'body', 'div', 'p', 'section', 'article', 'header', 'footer', 'main', 'aside', 'nav', 'ul', 'ol',
  'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'table', 'blockquote', 'pre', 'dl', 'dt', 'dd', 'figure', 'figcaption', 'hr', 'center']);
const STRUCTURE = new Set(['b', 'strong', 'i', 'em', 'a', 'ul', 'ol', 'table', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p']);
const HIDDEN = /mso-list:\s*ignore|display:\s*none|mso-hide:\s*all|mso-element:\s*(comment|field-begin)/i;
// Not `mso-bidi-font-weight`, which is about Arabic and Hebrew.
const BOLD = /(?<![\w-])font-weight:\s*(bold|[6-9]00)/i;
const NOT_BOLD = /(?<![\w-])font-weight:\s*(normal|[1-5]00)/i;
const ITALIC = /(?<![\w-])font-style:\s*italic/i;
const NOT_ITALIC = /(?<![\w-])font-style:\s*normal/i;
const TYPED_BULLET = /^[•·◦▪–\-*]\s+/;
const TYPED_NUMBER = /^(\d{1,3})[.)]\s+/;

const nameOf = (node) => node.nodeName.toLowerCase();
const styleOf = (node) => (node.getAttribute && (node.getAttribute('style') || node.getAttribute('data-style'))) || '';
const isText = (node) => node.nodeType === 3;
const isElement = (node) => node.nodeType === 1;

/** Clipboard HTML for the parser: under our policy a browser complains about each style, even in a page that is not shown. */
export function parseable(html) {
  return html.replace(/<style[\s>][\s\S]*?<\/style>/gi, '').replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, ' data-style='));
}

function dropped(node) {
  if (!isElement(node)) return true;
  return DROPPED.has(nameOf(node)) || HIDDEN.test(styleOf(node)) || /MsoCommentReference/.test(node.getAttribute('class') || '');
}

/** True when the page holds anything that plain text would lose. */
export function hasStructure(root) {
  return [...root.childNodes].some((node) => isElement(node) && !dropped(node) &&
    (STRUCTURE.has(nameOf(node)) || /mso-list/i.test(styleOf(node)) || BOLD.test(styleOf(node)) || ITALIC.test(styleOf(node)) || hasStructure(node)));
}

// ---- Inline: runs of { text, bold, italic, href } ----

function marksOf(node, marks) {
  const style = styleOf(node);
  const name = nameOf(node);
  const next = { ...marks };
  if (name === 'b' || name === 'strong') next.bold = true;
  if (name === 'i' || name === 'em') next.italic = true;
  if (BOLD.test(style)) next.bold = true;
  if (NOT_BOLD.test(style)) next.bold = false;
  if (ITALIC.test(style)) next.italic = true;
  if (NOT_ITALIC.test(style)) next.italic = false;
  if (name === 'a') next.href = addressOf(node.getAttribute('href') || '');
  return next;
}

/** An address we keep: http(s), mailto and tel; Outlook's detour around a link is taken away. */
export function addressOf(href) {
  const detour = /^https:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\/.*?[?&]url=([^&]+)/i.exec(href);
  const address = (detour ? decodedOrEmpty(detour[1]) : href).trim();
  return /^(https?:\/\/|mailto:|tel:)/i.test(address) ? address : '';
}

function decodedOrEmpty(text) {
  try { return decodeURIComponent(text); } catch { return ''; }
}

function runsOf(node, marks, runs) {
  for (const child of node.childNodes) {
    if (isText(child)) addRun(runs, child.nodeValue, marks);
    else if (dropped(child)) continue;
    else if (nameOf(child) === 'br') addRun(runs, '\u0001', marks);
    else if (BLOCKS.has(nameOf(child)) || nameOf(child) === 'td' || nameOf(child) === 'th') {
      addRun(runs, ' ', marks);
      runsOf(child, marksOf(child, marks), runs);
    } else runsOf(child, marksOf(child, marks), runs);
  }
  return runs;
}

function addRun(runs, text, { bold, italic, href }) {
  const last = runs[runs.length - 1];
  if (last && !!last.bold === !!bold && !!last.italic === !!italic && (last.href || '') === (href || '')) last.text += text;
  else runs.push({ text, bold, italic, href });
}

function escaped(text) {
  return text
    .replace(/[\\`*]/g, '\\$&')
    .replace(/(^|[\s(])_(?=\S)|(?<=\S)_(?=[\s).,;:]|$)/g, (all) => all.replace('_', '\\_'))
    .replace(/<(?=[a-z/!?])/gi, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/\](?=[([:])/g, '\\]');
}

function target(href) {
  const clean = href.replace(/[<>\s]/g, encodeURIComponent);
  return /[()]/.test(clean) ? `<${clean}>` : clean;
}

/** Marks stand against the words: white space at the ends of a run stays outside them. */
function writeRun({ text, bold, italic, href }) {
  const [, before, words, after] = /^([\s\u0001]*)([\s\S]*?)([\s\u0001]*)$/.exec(text);
  if (!words) return text;
  const mark = (bold ? '**' : '') + (italic ? '*' : '');
  let out = mark + escaped(words).replace(/\s*\u0001\s*/g, mark ? `${closing(mark)}\u0001${mark}` : '\u0001') + closing(mark);
  if (href) out = `[${out.replace(/\u0001/g, ' ')}](${target(href)})`;
  return before + out + after;
}

const closing = (mark) => [...mark].reverse().join('');

function plainSpaces(text) {
  return text.replace(/[\u200b\u00ad\ufeff]/g, '').replace(/[\s\u00a0]+/g, ' ');
}

/** Inline content as Markdown; line breaks as "two spaces and a new line". */
function inline(runs, { marks = true, breaks = true } = {}) {
  const clean = [];
  for (const run of runs) addRun(clean, plainSpaces(run.text), marks ? run : { href: run.href });
  const text = clean.map(writeRun).join('').replace(/ {2,}/g, ' ').replace(/^[ \u0001]+|[ \u0001]+$/g, '');
  return text.replace(/ *\u0001 */g, breaks ? '  \n' : ' ');
}

// ---- Blocks ----

/** Signs at the start of a line that would mean something else. */
function guarded(text) {
  return text.split('\n').map((line) => line.replace(/^(#{1,6}(?=\s)|[-+](?=\s)|>|={3,}|-{3,}|~{3})/, '\\$1').replace(/^(\d{1,9})([.)])(?=\s)/, '$1\\$2')).join('\n');
}

function wordList(node) {
  const found = /mso-list:\s*(?!ignore)[\w]+\s+level(\d)/i.exec(styleOf(node));
  if (!found) return null;
  const marker = markerOf(node).replace(/[\s\u00a0]+/g, '');
  const number = /^(\d+)[.)]?$/.exec(marker);
  return { depth: Number(found[1]) - 1, ordered: !!number || /^[a-z]{1,5}[.)]$/i.test(marker), number: number ? Number(number[1]) : 0 };
}

function markerOf(node) {
  for (const child of node.childNodes) {
    if (!isElement(child)) continue;
    if (/mso-list:\s*ignore/i.test(styleOf(child))) return textOf(child);
    const inside = markerOf(child);
    if (inside) return inside;
  }
  return '';
}

function textOf(node) {
  return isText(node) ? node.nodeValue : [...node.childNodes].map(textOf).join('');
}

function paragraph(out, runs, list) {
  const text = inline(runs);
  if (!text) return;
  const typed = TYPED_NUMBER.exec(text);
  if (list) out.push({ kind: 'item', text, ...list });
  else if (TYPED_BULLET.test(text.replace(/^\\/, ''))) out.push({ kind: 'item', depth: 0, text: text.replace(/^\\/, '').replace(TYPED_BULLET, '') });
  else if (typed) out.push({ kind: 'item', depth: 0, ordered: true, number: Number(typed[1]), text: text.slice(typed[0].length) });
  else out.push({ kind: 'text', text });
}

function headingLevel(node) {
  const name = nameOf(node);
  if (/^h[1-6]$/.test(name)) return Number(name[1]);
  if (name === 'p' && /\bMsoTitle\b/.test(node.getAttribute('class') || '')) return 1;
  return 0;
}

/** Walks block content; what stands between two blocks is a paragraph of its own. */
function blocksOf(node, out, marks) {
  let runs = [];
  const flush = () => { paragraph(out, runs, null); runs = []; };
  for (const child of node.childNodes) {
    if (isText(child)) addRun(runs, child.nodeValue, marks);
    else if (dropped(child)) continue;
    else if (nameOf(child) === 'br') addRun(runs, '\u0001', marks);
    else if (!BLOCKS.has(nameOf(child)) && !holdsBlock(child)) runsOf({ childNodes: [child] }, marks, runs);
    else { flush(); block(child, out, marksOf(child, marks)); }
  }
  flush();
}

function holdsBlock(node) {
  return [...node.childNodes].some((child) => isElement(child) && (BLOCKS.has(nameOf(child)) || holdsBlock(child)));
}

function block(node, out, marks) {
  const name = nameOf(node);
  const level = headingLevel(node);
  if (level) {
    const text = inline(runsOf(node, {}, []), { marks: false, breaks: false });
    if (text) out.push({ kind: 'heading', level, text });
  } else if (name === 'ul' || name === 'ol') list(node, out, 0, marks);
  else if (name === 'table') table(node, out, marks);
  else if (name === 'blockquote') quote(node, out, marks);
  else if (name === 'p' || wordList(node)) paragraph(out, runsOf(node, marks, []), wordList(node));
  else blocksOf(node, out, marks);
}

function quote(node, out, marks) {
  const inside = [];
  blocksOf(node, inside, marks);
  const text = write(inside, 3);
  if (text) out.push({ kind: 'quote', text: text.split('\n').map((line) => `> ${line}`.trimEnd()).join('\n') });
}

function list(node, out, depth, marks) {
  const ordered = nameOf(node) === 'ol';
  let number = Number(node.getAttribute('start')) || 1;
  for (const child of node.childNodes) {
    if (!isElement(child) || dropped(child)) continue;
    if (nameOf(child) === 'ul' || nameOf(child) === 'ol') list(child, out, depth + 1, marks);
    else item(child, out, { depth, ordered, number: ordered ? number++ : 0 }, marksOf(child, marks));
  }
}

/** One <li>: its first text is the item, further paragraphs go below it, lists go one deeper. */
function item(node, out, place, marks) {
  const inside = [];
  const lists = [];
  const rest = { childNodes: [...node.childNodes].filter((child) => !(isElement(child) && /^(ul|ol)$/.test(nameOf(child)) && lists.push(child))) };
  blocksOf(rest, inside, marks);
  const texts = inside.map((part) => part.text).filter(Boolean);
  if (texts.length) out.push({ kind: 'item', ...place, text: texts[0] });
  for (const text of texts.slice(1)) out.push({ kind: 'more', depth: place.depth, text });
  for (const child of lists) list(child, out, place.depth + 1, marks);
}

// ---- Tables ----

function rowsOf(node) {
  const rows = [];
  for (const child of node.childNodes) {
    if (!isElement(child)) continue;
    if (nameOf(child) === 'tr') rows.push([...child.childNodes].filter((cell) => isElement(cell) && /^(td|th)$/.test(nameOf(cell))));
    else if (/^(thead|tbody|tfoot)$/.test(nameOf(child))) rows.push(...rowsOf(child));
  }
  return rows;
}

function cellText(cell, heading) {
  return inline(runsOf(cell, {}, []), { marks: !heading, breaks: false }).replace(/\|/g, '\\|');
}

function table(node, out, marks) {
  const rows = rowsOf(node).filter((row) => row.length);
  if (!rows.length) return;
  if (rows.every((row) => row.length === 1)) { // a frame around text, not a table
    for (const [cell] of rows) blocksOf(cell, out, marks);
    return;
  }
  const texts = rows.map((row, index) => row.flatMap((cell) => [cellText(cell, index === 0), ...Array(span(cell) - 1).fill('')]));
  const width = Math.max(...texts.map((row) => row.length));
  const line = (row) => `| ${[...row, ...Array(width - row.length).fill('')].join(' | ')} |`.replace(/ {2,}\|/g, ' |');
  const [head, ...body] = texts.filter((row) => row.some(Boolean));
  if (head) out.push({ kind: 'table', text: [line(head), `|${' --- |'.repeat(width)}`, ...body.map(line)].join('\n') });
}

function span(cell) {
  return Math.min(Math.max(Number(cell.getAttribute('colspan')) || 1, 1), 20);
}

// ---- On paper ----

/** The list of blocks as Markdown; the highest heading gets `base` number signs. */
function write(blocks, base) {
  const top = Math.min(...blocks.map((part) => part.level || 6));
  const indents = [];
  const counters = []; // per depth: the next number, 0 for a list with dashes
  let out = '';
  let before = '';
  for (const part of blocks) {
    const inList = part.kind === 'item' || part.kind === 'more';
    if (!inList) counters.length = 0;
    const other = part.kind === 'item' && !part.depth && counters.length > 0 && !part.ordered !== !counters[0];
    const piece = inList ? listPiece(part, indents, counters) : part.kind === 'heading' ? `${'#'.repeat(Math.min(6, base + part.level - top))} ${part.text}` :
      part.kind === 'text' ? guarded(part.text) : part.text;
    out += (!before ? '' : before === 'item' && part.kind === 'item' && !other ? '\n' : '\n\n') + piece;
    before = part.kind;
  }
  return out;
}

function listPiece(part, indents, counters) {
  const depth = Math.min(part.depth, counters.length); // Word may begin at level 2, and nothing skips a level
  if (part.kind === 'more') return indented(guarded(part.text), indents[Math.min(part.depth, indents.length - 1)] || 2, true);
  if (counters.length > depth + 1) counters.length = depth + 1;
  if (counters[depth] === undefined || !part.ordered !== !counters[depth]) counters[depth] = part.ordered ? part.number || 1 : 0;
  const marker = part.ordered ? `${counters[depth]++}. ` : '- ';
  const left = depth ? indents[depth - 1] : 0;
  indents[depth] = left + marker.length;
  return ' '.repeat(left) + marker + indented(guarded(part.text), indents[depth], false);
}

function indented(text, width, first) {
  return text.split('\n').map((line, index) => (index || first ? ' '.repeat(width) : '') + line).join('\n');
}

/** Markdown of a parsed page (anything with childNodes as the DOM has them); its highest heading becomes level `base`. */
export function fromHtml(root, base = 3) {
  const out = [];
  blocksOf(root, out, {});
  return write(out, base);
}

/** Sets blocks apart from what stands around the cursor; one plain line goes in as it is. */
export function fit(markdown, before, after) {
  if (!/\n|^(#|- |\d+\. |> |\|)/.test(markdown)) return markdown;
  const head = !before || before.endsWith('\n\n') ? '' : before.endsWith('\n') ? '\n' : '\n\n';
  const tail = !after || after.startsWith('\n\n') ? '' : after.startsWith('\n') ? '\n' : '\n\n';
  return head + markdown + tail;
}
