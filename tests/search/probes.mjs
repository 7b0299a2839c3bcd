// Probes of search, made from the corpus by rule: no list of questions that rules could be tuned to. Each probe changes
// a page's title as people change words (mistyped, without accents, taken apart, in another number) and asks for the
// page; or it writes one word of the texts in another way and asks for the same answers.
//
//   node probes.mjs questions CORPUS PROBES       id<TAB>question of every probe, for kb search --batch; PROBES keeps
//                                                 what each should find
//   node probes.mjs report PROBES RUN [--each]    MRR@10 and how often the page is among the first three, per kind
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const EACH_KIND = 400 // probes at most: enough for a figure of two digits

/** A number from a text, the same on each run. */
function hash(text) {
  let h = 2166136261
  for (const c of text) h = Math.imul(h ^ c.codePointAt(0), 16777619) >>> 0
  return h
}

const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function groupBy(list, key) {
  const groups = new Map()
  for (const item of list) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}

const words = (text) => text.match(/\p{L}[\p{L}-]*/gu) ?? []
const longest = (list) => list.reduce((a, b) => (b.length > a.length ? b : a), '')

// ---- The corpus ----

function pages(corpus) {
  return readFileSync(join(corpus, 'index.tsv'), 'utf8').split('\n').slice(1).filter(Boolean).map((line) => {
    const [path, title] = line.split('\t')
    const bare = title.replace(/\s*\((artikel|paragraaf)[^()]*\)\s*$/i, '')
    return { path, title, bare, last: bare.split(' – ').at(-1) }
  })
}

/** Folded words of Dutch, from the word list that comes with the corpus. */
const dictionary = (corpus) => new Set(readFileSync(join(corpus, 'woordenlijsten/opentaal-basiswoorden-gekeurd.txt'), 'utf8')
  .split('\n').filter((w) => /^\p{Ll}+$/u.test(w)).map(fold))

// ---- How people change words ----

/** One mistake in a word: a letter left out, doubled, replaced by its neighbour on the keyboard, or two swapped. */
function mistyped(word) {
  const h = hash(word), at = 1 + (h >>> 4) % (word.length - 2)
  const letters = [...word], keys = 'qwertyuiopasdfghjklzxcvbnm'
  const key = keys.indexOf(letters[at].toLowerCase())
  switch (h % 4) {
    case 0: letters.splice(at, 1); break
    case 1: letters.splice(at, 0, letters[at]); break
    case 2: if (key >= 0) letters[at] = keys[(key + 1) % 26]; break
    default: [letters[at], letters[at + 1]] = [letters[at + 1], letters[at]]
  }
  return letters.join('')
}

const JOINTS = ['', 's', 'en', 'n', 'e']

/** A compound as two words: "huurtoeslag" is "huur toeslag"; empty when the list knows no such words. */
function apart(word, known) {
  const w = fold(word)
  for (let end = w.length - 4; end >= 4; end--)
    for (const joint of JOINTS) {
      const first = w.slice(0, end), last = w.slice(end + joint.length)
      if (last.length >= 4 && w.slice(end, end + joint.length) === joint && known.has(first) && known.has(last))
        return `${first} ${last}`
    }
  return ''
}

/** The noun in the other number, as the list knows it. */
function otherNumber(word, known) {
  const w = fold(word), short = w.replace(/([aeou])\1([^aeiou])$/, '$1$2'), soft = w.replace(/f$/, 'v').replace(/s$/, 'z')
  const plurals = [`${w}en`, `${w}s`, `${w}${w.at(-1)}en`, `${short}en`, `${soft}en`, `${w}n`]
  const ends = w.replace(/en$/, ''), singulars = [ends, w.replace(/s$/, ''), w.replace(/(.)\1en$/, '$1'),
    ends.replace(/([aeou])([^aeiou])$/, '$1$1$2'), w.replace(/n$/, '')]
  if (/(en|s)$/.test(w)) for (const s of singulars) if (s.length > 3 && s !== w && known.has(s)) return s
  for (const p of plurals) if (p !== w && !/(heid|ing)s$/.test(p)) return known.has(w) && p.length > 5 ? nounPlural(w) : ''
  return ''
}

/** The plural by the rules of spelling; the list holds few of them. */
function nounPlural(w) {
  if (/(el|er|em|en|e|ie|aar|je)$/.test(w)) return `${w}s`
  if (/([aeou])\1[^aeiou]$/.test(w)) return w.replace(/([aeou])\1([^aeiou])$/, (_, v, c) => v + ({ f: 'v', s: 'z' }[c] ?? c) + 'en')
  return /[^aeiou][aeiou][^aeiouwx]$/.test(w) && w.length < 8 ? `${w}${w.at(-1)}en` : `${w}en`
}

// ---- Probes ----

const replaceWord = (text, word, by) => text.replace(word, by)

/** Changes the longest word of the title's last part that the rule can change; '' when there is none. */
function withWord(text, change) {
  const able = words(text).filter((w) => w.length >= 7 && !w.includes('-')).sort((a, b) => b.length - a.length)
  for (const word of able) {
    const by = change(word)
    if (by && by !== fold(word)) return replaceWord(text, word, by)
  }
  return ''
}

const KINDS = (known) => ({
  'titel': { by: 'title', ask: (p) => p.title },
  'titel kaal': { by: 'bare', ask: (p) => p.bare },
  'laatste deel': { by: 'last', ask: (p) => (words(p.last).length > 1 ? p.last : '') },
  'regeling + deel': { by: 'bare', ask: (p) => (p.bare === p.last ? '' : `${p.bare.split(' – ')[0]} ${p.last}`) },
  'tikfout': { by: 'last', ask: (p) => withWord(p.last, mistyped) },
  'tikfout in titel': { by: 'bare', ask: (p) => withWord(p.bare, mistyped) },
  'zonder tekens': { by: 'last', ask: (p) => (/\P{ASCII}/u.test(p.last) ? fold(p.last).replace(/[^a-z0-9 -]/g, '') : '') },
  'los geschreven': { by: 'last', ask: (p) => withWord(p.last, (w) => apart(w, known)) },
  'ander getal': { by: 'last', ask: (p) => withWord(p.last, (w) => otherNumber(w, known)) },
})

/** At most so many of a list, spread by hash. */
const sample = (list, key) => list.sort((a, b) => hash(key(a)) - hash(key(b))).slice(0, EACH_KIND)

function titleProbes(corpus) {
  const all = pages(corpus), kinds = KINDS(dictionary(corpus)), probes = []
  for (const [kind, { by, ask }] of Object.entries(kinds)) {
    const wanted = groupBy(all, (p) => fold(p[by]))
    const asked = new Map()
    for (const p of all) {
      const question = ask(p)
      if (question && wanted.get(fold(p[by])).length <= 5) asked.set(question, wanted.get(fold(p[by])).map((q) => q.path))
    }
    for (const [question, paths] of sample([...asked], ([q]) => q)) probes.push({ kind, question, paths })
  }
  return probes
}

/** Words with an accent or a hyphen, as texts write them, and as people do. The answers should be the same. */
function spellingProbes(corpus) {
  const counted = new Map()
  for (const { path } of pages(corpus)) {
    const text = readFileSync(join(corpus, path), 'utf8')
    for (const [word] of text.matchAll(/\p{L}+(?:-\p{L}+)*/gu)) {
      if (!/[^\p{ASCII}]/u.test(word) && !/^\p{Ll}+-\p{Ll}+$/u.test(word)) continue
      const w = word.toLowerCase()
      counted.set(w, (counted.get(w) ?? 0) + 1)
    }
  }
  const probes = []
  for (const [word, n] of counted) {
    if (n < 3 || word.length < 6) continue
    const plain = fold(word), add = (kind, question) => { if (question !== word) probes.push({ kind, question, as: word }) }
    if (/\p{M}/u.test(word.normalize('NFD'))) {
      add('teken weg', plain)
      const hyphened = word.normalize('NFD').replace(/(\p{L})\u0308/gu, '-$1').normalize('NFC')
      if (word.normalize('NFD').includes('\u0308') && !hyphened.startsWith('-')) {
        add('streepje', fold(hyphened))
        add('spatie', fold(hyphened).replace(/-/g, ' '))
      }
    }
    if (word.includes('-') && !word.startsWith('-')) {
      add('streepje weg', plain.replace(/-/g, ''))
      add('streepje los', plain.replace(/-/g, ' '))
    }
  }
  return [...groupBy(probes, (p) => p.kind).values()].flatMap((list) => sample(list, (p) => p.question))
}

/** "reis- en verblijfkosten" for who asks for reiskosten: wholes that no text writes out. */
function sharedPartProbes(corpus) {
  const known = dictionary(corpus), written = new Set(), shared = new Map()
  for (const { path } of pages(corpus)) {
    const text = fold(readFileSync(join(corpus, path), 'utf8'))
    for (const word of words(text)) written.add(word)
    for (const [phrase, first, last] of text.matchAll(/(?<![\p{L}-])(\p{L}{4,})- (?:en|of) (\p{L}{7,})/gu)) {
      const end = [...last].map((_, i) => last.slice(i + 1)).find((e) => e.length > 3 && known.has(first + e)) ?? apart(last, known).split(' ')[1]
      if (end) shared.set(first + end, phrase)
    }
  }
  const probes = [...shared].filter(([whole]) => !written.has(whole)).map(([whole, phrase]) => ({ kind: 'gedeeld deel', question: whole, as: `"${phrase}"` }))
  return sample(probes, (p) => p.question)
}

/** "Wet op de rechtsbijstand (Wrb)": what a text itself gives as the short name; the pages about it have it in their title. */
function abbreviationProbes(corpus) {
  const all = pages(corpus), names = new Map()
  for (const { path } of all) {
    const text = readFileSync(join(corpus, path), 'utf8')
    for (const [, before, short] of text.matchAll(/([^.;:()\n]{8,160})\s\((?:hierna: |hierna )?([A-Z][A-Za-z]{1,7})\)/g)) {
      const name = nameOf(before, short)
      if (name) names.set(`${short}\t${name.toLowerCase()}`, { short, name })
    }
  }
  const probes = []
  for (const { short, name } of names.values()) {
    const paths = all.filter((p) => fold(p.title).includes(fold(name))).map((p) => p.path)
    if (paths.length) probes.push({ kind: 'afkorting', question: short, paths })
    else probes.push({ kind: 'afkorting in tekst', question: short, as: `"${name}"` })
  }
  return probes
}

/** The end of the text whose words have the letters of the short name in order, from a word that begins with its first. */
function nameOf(before, short) {
  const list = before.trim().split(/\s+/), letters = short.toLowerCase()
  for (let i = list.length - 1; i >= 0 && i >= list.length - 12; i--) {
    const tail = list.slice(i).join(' '), initials = list.slice(i).map((w) => w[0].toLowerCase()).join('')
    if (initials[0] !== letters[0] || i === list.length - 1) continue
    let at = 0
    for (const c of initials) if (c === letters[at]) at++
    if (at === letters.length) return tail.replace(/^[^\p{L}]+/u, '')
  }
  return ''
}

// ---- Report ----

const reciprocal = (found, wanted) => {
  const at = found.slice(0, 10).findIndex((path) => wanted.includes(path))
  return at < 0 ? 0 : 1 / (at + 1)
}

/** How alike two answers are: shared pages among the first ten, the first place counting most. */
function alike(found, model) {
  const gain = (list) => list.reduce((sum, path, i) => sum + (path ? 1 / Math.log2(i + 2) : 0), 0)
  const ten = model.slice(0, 10)
  return ten.length ? gain(found.slice(0, ten.length).map((path) => ten.includes(path))) / gain(ten) : 1
}

function report(probes, run, each) {
  const answers = new Map()
  for (const line of readFileSync(run, 'utf8').split('\n').filter(Boolean)) {
    const [id, rank, path] = line.split('\t')
    if (!answers.has(id)) answers.set(id, [])
    answers.get(id)[rank - 1] = path
  }
  for (const [kind, list] of groupBy(probes, (p) => p.kind)) {
    let sum = 0, three = 0
    for (const p of list) {
      const found = answers.get(p.id) ?? []
      p.score = p.as ? alike(found, answers.get(p.id + 'm') ?? []) : reciprocal(found, p.paths)
      p.first = found[0]
      sum += p.score
      three += p.score > 0.33
    }
    console.log(`${kind.padEnd(20)}${String(list.length).padStart(5)}  ${(sum / list.length).toFixed(3)}  ${(three / list.length).toFixed(3)}`)
    if (each) for (const p of list) if (p.score < 0.99) console.log(`  ${p.score.toFixed(2)} ${p.question}\t${p.as ?? p.paths[0]}\t${p.first ?? '-'}`)
  }
}

const [command, first, second, flag] = process.argv.slice(2)
if (command === 'questions') {
  const probes = [...titleProbes(first), ...spellingProbes(first), ...sharedPartProbes(first), ...abbreviationProbes(first)]
  probes.forEach((p, i) => (p.id = `p${i + 1}`))
  writeFileSync(second, JSON.stringify(probes))
  for (const p of probes) {
    console.log(`${p.id}\t${p.question}`)
    if (p.as) console.log(`${p.id}m\t${p.as}`)
  }
} else {
  report(JSON.parse(readFileSync(first, 'utf8')), second, flag === '--each')
}
