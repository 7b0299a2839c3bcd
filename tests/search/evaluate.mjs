// The quality of search as a number. Reads questions with judgements and what each system answered, prints nDCG@10
// (gain = judgement, as trec_eval), MRR (first answer judged 2, or 1 where nothing is judged 2) and recall@50 per
// category, and keeps the sums of kb in a ledger.
//
//   node evaluate.mjs questions CORPUS            id<TAB>question of every question, for the systems to answer
//   node evaluate.mjs report CORPUS RUNS LEDGER LABEL [--each]
import { readFileSync, appendFileSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const SYSTEMS = ['kb', 'xapian', 'fts5']
const CATEGORIES = ['titel', 'trefwoord', 'morfologie', 'diakriet', 'synoniem', 'vraag', 'typefout', 'samenstelling', 'afkorting']

const rows = (path) => readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '')

/** The one page whose path begins like this; a judgement that fits none or two is a mistake in the file. */
function onePage(paths, beginning, where) {
  const fits = paths.filter((p) => p.startsWith(beginning))
  if (fits.length !== 1) throw new Error(`${where}: ${fits.length} pages begin with ${beginning}`)
  return fits[0]
}

/** questions.txt: blocks of one subject, its judgements and its questions. */
function ownQuestions(corpus) {
  const paths = rows(join(corpus, 'index.tsv')).slice(1).map((line) => line.split('\t')[0])
  const questions = []
  let judged = new Map(), subject = 0, open = false
  for (const raw of readFileSync(join(here, 'questions.txt'), 'utf8').split('\n')) {
    const line = raw.trim()
    if (line.startsWith('#')) continue
    if (line === '') { open = false; continue }
    if (!open) { judged = new Map(); subject++; open = true }
    const judgement = line.match(/^([12]) (.+)$/), question = line.match(/^([a-z]+): (.+)$/)
    if (judgement) judged.set(onePage(paths, judgement[2], `subject ${subject}`), Number(judgement[1]))
    else if (question && CATEGORIES.includes(question[1]))
      questions.push({ id: `q${questions.length + 1}`, set: subject % 2 ? 'A' : 'B', category: question[1], typed: question[2], judged })
    else throw new Error(`questions.txt: not understood: ${line}`)
  }
  return questions
}

/** The practice questions that come with the corpus: one line per question and page. */
function practiceQuestions(corpus) {
  const byId = new Map()
  for (const line of rows(join(corpus, 'oefenvragen.tsv')).slice(1)) {
    const [id, category, typed, path, grade] = line.split('\t')
    if (!byId.has(id)) byId.set(id, { id, set: 'practice', category, typed, judged: new Map() })
    byId.get(id).judged.set(path, Number(grade))
  }
  return [...byId.values()]
}

const allQuestions = (corpus) => [...ownQuestions(corpus), ...practiceQuestions(corpus)]

/** answers.get(system).get(id) = the paths in order */
function readAnswers(path) {
  const answers = new Map()
  for (const line of rows(path)) {
    const [system, id, rank, page] = line.split('\t')
    if (!answers.has(system)) answers.set(system, new Map())
    if (!answers.get(system).has(id)) answers.get(system).set(id, [])
    answers.get(system).get(id)[Number(rank) - 1] = page
  }
  return answers
}

const gain = (grades) => grades.slice(0, 10).reduce((sum, grade, i) => sum + grade / Math.log2(i + 2), 0)

function measure(question, found) {
  const grades = found.map((path) => question.judged.get(path) ?? 0)
  const ideal = [...question.judged.values()].sort((a, b) => b - a)
  const first = grades.findIndex((grade) => grade === ideal[0])
  const hits = grades.slice(0, 50).filter((grade) => grade > 0).length
  return { ndcg: gain(grades) / gain(ideal), mrr: first < 0 ? 0 : 1 / (first + 1), recall: hits / ideal.length }
}

function mean(list) {
  const sum = { ndcg: 0, mrr: 0, recall: 0, n: list.length }
  for (const m of list) for (const key of ['ndcg', 'mrr', 'recall']) sum[key] += m[key] / list.length
  return sum
}

const three = (m) => `${m.ndcg.toFixed(3)} ${m.mrr.toFixed(3)} ${m.recall.toFixed(3)}`

function table(title, questions, answers) {
  console.log(`\n${title}: ${questions.length} questions (nDCG@10, MRR, recall@50)`)
  console.log(`${''.padEnd(15)}${'n'.padStart(4)}  ${SYSTEMS.map((s) => s.padEnd(19)).join('')}`)
  const means = {}
  for (const category of [...CATEGORIES, 'all']) {
    const mine = questions.filter((q) => category === 'all' || q.category === category)
    if (!mine.length) continue
    const of = (system) => mean(mine.map((q) => measure(q, answers.get(system)?.get(q.id) ?? [])))
    const each = Object.fromEntries(SYSTEMS.map((system) => [system, of(system)]))
    const worse = each.kb.ndcg < Math.max(each.xapian.ndcg, each.fts5.ndcg) ? ' <' : ''
    console.log(`${category.padEnd(15)}${String(mine.length).padStart(4)}  ${SYSTEMS.map((s) => three(each[s]).padEnd(19)).join('')}${worse}`)
    means[category] = each.kb
  }
  return means
}

function showEach(questions, answers) {
  for (const q of questions) {
    const found = answers.get('kb')?.get(q.id) ?? [], m = measure(q, found)
    const marks = found.slice(0, 5).map((path) => `${q.judged.get(path) ?? '-'} ${path}`)
    console.log(`${m.ndcg.toFixed(2)} ${m.recall.toFixed(2)} ${q.set} ${q.category}: ${q.typed}\n     ${marks.join('\n     ')}`)
  }
}

function keep(ledger, label, sets) {
  if (!existsSync(ledger)) appendFileSync(ledger, 'when\twhat\tset\tcategory\tquestions\tndcg10\tmrr\trecall50\n')
  const when = new Date().toISOString().slice(0, 16)
  for (const [set, means] of Object.entries(sets))
    for (const [category, m] of Object.entries(means))
      appendFileSync(ledger, [when, label, set, category, m.n, m.ndcg.toFixed(4), m.mrr.toFixed(4), m.recall.toFixed(4)].join('\t') + '\n')
}

const [command, corpus, runs, ledger, label, flag] = process.argv.slice(2)
const questions = allQuestions(corpus)
if (command === 'questions') {
  for (const q of questions) console.log(`${q.id}\t${q.typed}`)
} else {
  const answers = readAnswers(runs), of = (set) => questions.filter((q) => q.set === set)
  if (flag === '--each') showEach(questions, answers)
  const sets = {
    A: table('Half A (weights are chosen on it)', of('A'), answers),
    B: table('Half B (reported)', of('B'), answers),
    practice: table('Practice questions of the corpus', of('practice'), answers),
  }
  if (label) keep(ledger, label, sets)
}
