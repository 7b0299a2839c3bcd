// The buttons above a text box. A case is written with [ and ] around the selection, before and after.
import assert from 'node:assert/strict';
import test from 'node:test';
import { edit } from '../../content/assets/toolbar.js';

/** «» mark the selection, because [ ] are Markdown. */
function press(action, marked, sample = 'Kop') {
  const from = marked.indexOf('«');
  const to = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  const change = edit(action, text, from, to, sample);
  const after = text.slice(0, change.from) + change.insert + text.slice(change.to);
  return `${after.slice(0, change.selectFrom)}«${after.slice(change.selectFrom, change.selectTo)}»${after.slice(change.selectTo)}`;
}

const CASES = [
  ['bold marks the selected words', 'bold', 'een «twee» drie', 'een **«twee»** drie'],
  ['bold leaves white space outside', 'bold', 'een« twee »drie', 'een **«twee»** drie'],
  ['bold on bold words takes the marks away', 'bold', 'een **«twee»** drie', 'een «twee» drie'],
  ['italic on bold words adds to it', 'italic', '**«twee»**', '***«twee»***'],
  ['italic on bold italic words takes only its own mark', 'italic', '***«twee»***', '**«twee»**'],
  ['italic on italic words takes the marks away', 'italic', 'een *«twee»* drie', 'een «twee» drie'],
  ['bold without a selection puts the cursor between the marks', 'bold', 'a «»b', 'a **«Kop»**b'],
  ['a list takes whole lines', 'list', 'e«en\ntw»ee', '«- een\n- twee»'],
  ['a list on a list takes the marks away', 'list', '«- een\n- twee»', '«een\ntwee»'],
  ['a list of numbers replaces dashes', 'numbers', '«- een\n- twee»', '«1. een\n2. twee»'],
  ['empty lines between stay empty', 'list', '«een\n\ntwee»', '«- een\n\n- twee»'],
  ['a heading marks its line', 'heading', 'een\ntw«»ee', 'een\n### twee«»'],
  ['a heading on an empty line offers a word', 'heading', '«»', '### Kop«»'],
  ['a heading on a heading takes it away', 'heading', '### tw«»ee', 'twee«»'],
  ['a link around words selects the address', 'link', 'zie «hier»', 'zie [hier](«https://»)'],
  ['a link around an address selects the words', 'link', '«https://a.nl»', '[«Kop»](https://a.nl)'],
  ['a table stands apart from the text', 'table', 'een«»', 'een\n\n| «Kop 1» | Kop 2 |\n| --- | --- |\n|  |  |\n'],
];

for (const [name, action, before, after] of CASES) test(name, () => assert.equal(press(action, before), after));
