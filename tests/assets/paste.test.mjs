// Text copied from other programs, as those programs put it on the clipboard, becomes Markdown.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import test from 'node:test';
import parse5 from 'parse5';
import { addressOf, fit, fromHtml, hasStructure, parseable } from '../../content/assets/paste.js';

/** A parsed page in the shape of the DOM, as far as the converter looks. */
function dom(node) {
  const type = node.nodeName === '#text' ? 3 : node.nodeName.startsWith('#') ? 8 : 1;
  const attributes = new Map((node.attrs || []).map(({ name, value }) => [name, value]));
  return { nodeType: type, nodeName: node.nodeName, nodeValue: node.value, childNodes: (node.childNodes || []).map(dom), getAttribute: (name) => attributes.get(name) ?? null };
}

function page(html) {
  const [root] = parse5.parse(parseable(html)).childNodes.filter((node) => node.nodeName === 'html');
  return dom(root.childNodes.find((node) => node.nodeName === 'body'));
}

const markdown = (html, base) => fromHtml(page(html), base);
const folder = new URL('./paste/', import.meta.url);

for (const name of readdirSync(folder).filter((file) => file.endsWith('.html'))) {
  test(`the clipboard of ${name} becomes the Markdown beside it`, () => {
    const expected = readFileSync(new URL(name.replace('.html', '.md'), folder), 'utf8');
    assert.equal(`${markdown(readFileSync(new URL(name, folder), 'utf8'))}\n`, expected);
  });
}

test('the highest heading becomes the level of the box', () => {
  assert.equal(markdown('<h3>A</h3><h4>B</h4>', 4), '#### A\n\n##### B');
  assert.equal(markdown('<h1>A</h1><h6>B</h6>', 3), '### A\n\n###### B');
});

test('marks stand against the words, with white space outside', () => {
  assert.equal(markdown('<p>een<b> vet </b>woord</p>'), 'een **vet** woord');
  assert.equal(markdown('<p><b>a</b><b> b</b></p>'), '**a b**');
  assert.equal(markdown('<p><b>   </b>x</p>'), 'x');
  assert.equal(markdown('<p><b>een<br>twee</b></p>'), '**een**  \n**twee**');
});

test('signs that mean something in Markdown are made plain', () => {
  assert.equal(markdown('<p>[naam] en [a](b) en a*b en `c` en 1 &lt; 2 en &lt;b&gt; en &amp;amp;</p>'), '[naam] en [a\\](b) en a\\*b en \\`c\\` en 1 < 2 en \\<b> en \\&amp;');
  assert.equal(markdown('<p>&gt; geen citaat</p>'), '\\> geen citaat');
  assert.equal(markdown('<p>--- geen streep</p>'), '\\--- geen streep');
});

test('a link to anything but the web, mail or a telephone stays as its words', () => {
  assert.equal(markdown('<p><a href="file:///C:/x.docx">bestand</a> <a href="#kop">kop</a></p>'), 'bestand kop');
  assert.equal(markdown('<p><a href="https://a.nl/x_(y) z">x</a></p>'), '[x](<https://a.nl/x_(y)%20z>)');
  assert.equal(addressOf('https://a.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)'), '');
  assert.equal(addressOf('https://a.safelinks.protection.outlook.com/?url=%E0%A4%A'), '');
});

test('a number typed by hand stays the number it was', () => {
  assert.equal(markdown('<p>3. Derde stap</p><p>4. Vierde stap</p>'), '3. Derde stap\n4. Vierde stap');
});

test('a Word list that begins at the second level begins at the margin', () => {
  const item = (level, text) => `<p class=MsoListParagraph style='mso-list:l0 level${level} lfo1'><span style='mso-list:Ignore'>o </span>${text}</p>`;
  assert.equal(markdown(item(2, 'a') + item(3, 'b') + item(1, 'c')), '- a\n- b\n- c'.replace('\n- b', '\n  - b'));
});

test('a second list of numbers counts anew', () => {
  assert.equal(markdown('<ol><li>a</li><li>b</li></ol><p>tussen</p><ol><li>c</li></ol>'), '1. a\n2. b\n\ntussen\n\n1. c');
});

test('a frame of one column is no table', () => {
  assert.equal(markdown('<table><tr><td><p>a</p><p>b</p></td></tr></table>'), 'a\n\nb');
});

test('plain text in spans has no structure and is pasted as it is', () => {
  assert.equal(hasStructure(page('<span style="color:red">a</span><div>b</div>')), false);
  assert.equal(hasStructure(page('<div><span style="font-weight:700">a</span></div>')), true);
  assert.equal(hasStructure(page('<style>b{}</style>')), false);
});

test('styles go to the parser under another name, words stay as they are', () => {
  assert.equal(parseable('<style>p{}</style><p class=a style="b">een style="c"</p>'), '<p class=a data-style="b">een style="c"</p>');
});

test('scripts, styles and hidden text are dropped', () => {
  assert.equal(markdown('<p>a<script>b</script><style>c</style><span style="display:none">d</span></p>'), 'a');
});

test('deep and broken input ends', () => {
  assert.equal(markdown(`${'<div>'.repeat(400)}a`), 'a');
  assert.equal(markdown('<table><tr></tr></table><ul></ul><p></p>'), '');
});

test('blocks are set apart from the text around the cursor, words are not', () => {
  assert.equal(fit('woord', 'een ', ' hier'), 'woord');
  assert.equal(fit('- a\n- b', 'een', 'twee'), '\n\n- a\n- b\n\n');
  assert.equal(fit('- a\n- b', 'een\n', '\ntwee'), '\n- a\n- b\n');
  assert.equal(fit('### a', '', ''), '### a');
});
