// The NL Design System components we use, cut down to what stands on our pages.
//
// The packages hold every variant of a component, and class names that only show a state in a catalogue ("--hover").
// sample.html shows all that our pages may use, so it is the list: a selector that names a utrecht- class which is not
// on the sample is left out. What stays reads variables (`--utrecht-...`) that we must give a value: see undefinedNames.
import { readFileSync } from 'node:fs';

export const COMPONENTS = [
  'document', 'skip-link', 'heading-1', 'heading-2', 'heading-3', 'heading-4', 'paragraph', 'link', 'unordered-list',
  'ordered-list', 'separator', 'mark', 'data-badge', 'alert', 'button', 'button-group', 'form-field', 'form-label',
  'form-field-description', 'form-field-error-message', 'form-fieldset', 'textbox', 'textarea', 'select', 'table',
];

/** What a page uses: for each class attribute the set of its names. */
export function classSets(html) {
  return [...html.matchAll(/\sclass="([^"]*)"/g)].map(([, names]) => new Set(names.split(/\s+/).filter(Boolean)));
}

export function classesOf(html) {
  return new Set(classSets(html).flatMap((set) => [...set]));
}

function withoutComments(css) {
  return css.replace(/\/\*[\s\S]*?\*\//g, '').replace(/@charset[^;]*;/g, '');
}

/** Splits at commas that stand in no parenthesis or bracket. */
function splitSelectors(text) {
  const parts = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if ('(['.includes(text[i])) depth++;
    else if (')]'.includes(text[i])) depth--;
    else if (text[i] === ',' && depth === 0) { parts.push(text.slice(from, i)); from = i + 1; }
  }
  return [...parts, text.slice(from)].map((part) => part.trim());
}

/** Rules of a sheet as [{ head, body }]; body of a conditional group is again a sheet. */
function rules(css) {
  const found = [];
  let at = 0;
  for (;;) {
    const open = css.indexOf('{', at);
    if (open < 0) return found;
    let depth = 1;
    let end = open + 1;
    for (; depth > 0 && end < css.length; end++) depth += css[end] === '{' ? 1 : css[end] === '}' ? -1 : 0;
    if (depth) throw new Error('a style rule of a component is not closed');
    found.push({ head: css.slice(at, open).trim(), body: css.slice(open + 1, end - 1) });
    at = end;
  }
}

/** A selector is wanted when each of its compounds (`.a.b`) could be an element of the page. */
function wanted(selector, sets) {
  const compounds = selector.replace(/:not\([^)]*\)/g, '').split(/[\s>+~]+/);
  const named = compounds.map((compound) => [...compound.matchAll(/\.(utrecht-[\w-]+)/g)].map((match) => match[1]));
  return named.some((names) => names.length) && named.every((names) => sets.some((set) => names.every((name) => set.has(name))));
}

/** The sheet without the rules for elements that are not in `sets`. */
export function prune(css, sets) {
  let out = '';
  for (const { head, body } of rules(withoutComments(css))) {
    if (/^@(media|supports|layer)/.test(head)) {
      const inside = prune(body, sets);
      if (inside) out += `${head}{${inside}}\n`;
      continue;
    }
    if (head.startsWith('@')) throw new Error(`a component has a rule we do not know: ${head}`);
    if (body.includes('{')) throw new Error(`a component has a nested rule: ${head}`);
    const keep = splitSelectors(head).filter((selector) => wanted(selector, sets));
    if (keep.length) out += `${keep.join(',')}{${body.trim()}}\n`;
  }
  return out;
}

export function componentsCss(html, root) {
  const sets = classSets(html);
  return COMPONENTS.map((name) => prune(readFileSync(`${root}/@utrecht/${name}-css/dist/index.css`, 'utf8'), sets)).join('');
}

function definedNames(css) {
  return new Set([...withoutComments(css).matchAll(/(?:^|[{;\s])(--[\w-]+)\s*:/g)].map((match) => match[1]));
}

/**
 * Shortens `var(--name, fallback)`: to the fallback where nothing defines the name, to `var(--name)` where a token does.
 * The result is the same in half of the bytes.
 */
function withoutDetours(css, defined, tokens) {
  const next = /var\(\s*(--[\w-]+)\s*,/g;
  let out = '';
  let at = 0;
  for (let match; (match = next.exec(css)); ) {
    if (defined.has(match[1]) && !tokens.has(match[1])) continue;
    const from = match.index + match[0].length;
    let end = from;
    for (let depth = 1; depth > 0; end++) depth += css[end] === '(' ? 1 : css[end] === ')' ? -1 : 0;
    out += css.slice(at, match.index) + (tokens.has(match[1]) ? `var(${match[1]})` : css.slice(from, end - 1).trim());
    at = next.lastIndex = end;
  }
  return out + css.slice(at);
}

/** Private variables (`--_name`) that nobody reads, or that hand on a variable without a value: readers fall back anyway. */
function withoutIdle(css, defined) {
  const read = new Set([...css.matchAll(/var\(\s*(--_[\w-]+)/g)].map((match) => match[1]));
  return css
    .replace(/(--_[\w-]+):[^;{}]*(;|(?=\}))/g, (all, name) => (read.has(name) ? all : ''))
    .replace(/--_[\w-]+:\s*var\(\s*(--[\w-]+)\s*\)\s*(;|(?=\}))/g, (all, name) => (defined.has(name) ? all : ''));
}

/** The components without everything that our tokens decide already. */
export function settled(css, tokens) {
  const fixed = definedNames(tokens);
  for (let before = css.replace(/\s+/g, ' '); ; before = css) {
    const defined = definedNames(before + tokens);
    css = withoutIdle(withoutDetours(before, defined, fixed), defined);
    if (css === before) return css;
  }
}

/** Names that a property reads without a value to fall back on, and that are defined nowhere in the sheet. */
export function undefinedNames(css) {
  const text = withoutComments(css);
  const defined = definedNames(text);
  const found = new Set();
  for (const { body } of rules(text.replace(/@media[^{]*\{/g, '').replace(/\}\s*\}/g, '}'))) {
    for (const declaration of body.split(';')) {
      if (declaration.trim().startsWith('--')) continue;
      for (const [, name] of declaration.matchAll(/var\(\s*(--[\w-]+)\s*\)/g)) if (!defined.has(name)) found.add(name);
    }
  }
  return [...found].sort();
}
