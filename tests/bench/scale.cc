/* How search grows: documents made of the corpus's own sentences, indexed by kb and by Xapian's term generator, and
 * asked with filters and snippets by 1, 16 and 64 clients. bench_scale CORPUS QUESTIONS DIR DOCUMENTS SECONDS The
 * documents are the same on every machine (a generator with a fixed seed). Everything is printed as name<TAB>value. */
#include "kb/base/arena.h"
#include "search/query_scan.h"
#include "search/search.h"
#include "search/terms.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>
#include <xapian.h>

enum { SENTENCES = 9, FLUSH = 1000, SHOWN = 10, SNIPPET_BYTES = 280, CHECKED = 2000, ARENA = 64 << 20 };

using clock_type = std::chrono::steady_clock;
namespace fs = std::filesystem;

[[noreturn]] static void fail(const std::string &what)
{
    std::cerr << "bench_scale: " << what << "\n";
    exit(1);
}

static double since(clock_type::time_point began)
{
    return std::chrono::duration<double>(clock_type::now() - began).count();
}

static text view(const std::string &s)
{
    return text_of(s.data(), s.size());
}

/* ---- The documents ---- */

struct material {
    std::vector<std::string> titles, sentences;
};

static void split(const std::string &text, std::vector<std::string> &out)
{
    size_t from = 0;
    for (size_t at; (at = text.find(". ", from)) != std::string::npos; from = at + 2)
        if (at - from > 40 && at - from < 400) out.push_back(text.substr(from, at + 1 - from));
}

static material read_corpus(const std::string &corpus)
{
    material m;
    std::ifstream index(corpus + "/index.tsv");
    std::string line;
    std::getline(index, line);
    while (std::getline(index, line)) {
        size_t first = line.find('\t'), second = line.find('\t', first + 1);
        m.titles.push_back(line.substr(first + 1, second - first - 1));
        std::ifstream in(corpus + "/" + line.substr(0, first));
        std::ostringstream all;
        all << in.rdbuf();
        split(all.str(), m.sentences);
    }
    if (m.sentences.empty()) fail("no sentences in " + corpus);
    return m;
}

struct made {
    std::string id, title, body;
    unsigned field;
};

static const char *const fields[] = {"huur-en-consument", "werk", "schulden", "toeslagen", "familie", "zorg"};

static made make(const material &m, unsigned i)
{
    std::mt19937 random(i + 1);
    auto pick = [&](const std::vector<std::string> &of) { return of[random() % of.size()]; };
    made d = {"d" + std::to_string(i), pick(m.titles), "", (unsigned)(random() % 6)};
    for (int s = 0; s < SENTENCES; s++) d.body += pick(m.sentences) + " ";
    return d;
}

/* ---- Indexing ---- */

template <class Use> static void with_doc(const made &d, Use &&use)
{
    struct search_section section = {TEXT("Doe dit"), view(d.body)};
    struct search_tag tag = {QUERY_LEGAL_FIELD, text_of(fields[d.field], strlen(fields[d.field]))};
    struct search_doc doc = {};
    doc.id = view(d.id);
    doc.audience = d.field % 3 ? SEARCH_ADOPTED : SEARCH_MEMBERS;
    doc.title = view(d.title);
    doc.sections = &section;
    doc.n_sections = 1;
    doc.tags = &tag;
    doc.n_tags = 1;
    doc.date = 1000;
    use(doc);
}

static void must(err_code code, const kb_err &err)
{
    if (code != OK) fail(err.cause);
}

static double index_kb(const std::vector<made> &docs, const std::string &dir)
{
    struct search_writer *w;
    kb_err err = {};
    auto began = clock_type::now();
    must(search_writer_open(&w, dir.c_str(), &err), err);
    for (const made &d : docs) with_doc(d, [&](const search_doc &doc) { must(search_put(w, &doc, &err), err); });
    must(search_commit(w, 1, &err), err);
    must(search_writer_stop(&w, &err), err);
    return since(began);
}

static void stock(Xapian::TermGenerator &generator, const made &d, Xapian::Document &out)
{
    generator.set_document(out);
    generator.set_termpos(0);
    generator.index_text(d.title);
    generator.increase_termpos(100);
    generator.index_text(d.body);
}

static double index_xapian(const std::vector<made> &docs, const std::string &dir)
{
    auto began = clock_type::now();
    Xapian::WritableDatabase db(dir, Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("dutch"));
    size_t n = 0;
    for (const made &d : docs) {
        Xapian::Document doc;
        stock(generator, d, doc);
        doc.set_data(d.id);
        db.add_document(doc);
        if (++n % FLUSH == 0) db.commit();
    }
    db.commit();
    return since(began);
}

/* Seconds for the terms alone, without any index: ours, and the stock generator's. The two take turns, so that whatever
 * else the machine does meets both. */
static void analyse_both(const std::vector<made> &docs, double &ours, double &theirs)
{
    struct analyser *an;
    kb_err err = {};
    must(analyser_open(&an, &err), err);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("dutch"));
    ours = theirs = 0;
    std::unique_ptr<arena, void (*)(arena *)> scratch(arena_new(ARENA), arena_free);
    for (size_t i = 0; i < docs.size() && i < CHECKED; i++) {
        arena *a = scratch.get();
        arena_clear(a);
        struct postings postings;
        auto began = clock_type::now();
        with_doc(docs[i], [&](const search_doc &doc) { must(terms_of_doc(a, an, &doc, &postings, &err), err); });
        Xapian::Document mine;
        for (size_t k = 0; k < postings.n; k++) {
            const struct posting &p = postings.items[k];
            std::string term(p.term.ptr, p.term.len);
            if (p.position)
                mine.add_posting(term, p.position, p.wdf);
            else
                mine.add_term(term, p.wdf);
        }
        ours += since(began);
        began = clock_type::now();
        Xapian::Document doc;
        stock(generator, docs[i], doc);
        theirs += since(began);
    }
    analyser_close(an);
}

static uintmax_t size_of(const std::string &dir)
{
    uintmax_t bytes = 0;
    for (const auto &file : fs::recursive_directory_iterator(dir))
        if (file.is_regular_file()) bytes += file.file_size();
    return bytes;
}

/* ---- Asking ---- */

static std::vector<std::string> read_questions(const std::string &path)
{
    std::ifstream in(path);
    std::vector<std::string> out;
    for (std::string line; std::getline(in, line);) {
        size_t colon = line.find(": ");
        if (colon == std::string::npos || line[0] < 'a' || line[0] > 'z') continue;
        std::string typed = line.substr(colon + 2);
        if (out.size() % 2) typed += std::string(" rechtsgebied:") + fields[out.size() % 6];
        out.push_back(typed);
    }
    if (out.empty()) fail("no questions in " + path);
    return out;
}

static void ask(struct search_reader *r, const std::vector<made> &docs, const std::string &typed)
{
    std::unique_ptr<arena, void (*)(arena *)> a(arena_new(ARENA), arena_free);
    kb_err err = {};
    struct search_hits hits;
    struct search_ask question = {
        query_scan(a.get(), view(typed)), SEARCH_AS_MEMBER, SEARCH_BY_RELEVANCE, 0, false, false, false};
    must(search_find(r, a.get(), &question, &hits, &err), err);
    struct search_snippets *snippets;
    must(search_snippets_new(&snippets, r, a.get(), question.query, false, &err), err);
    for (size_t i = 0; i < hits.n && i < SHOWN; i++) {
        struct search_passage passage;
        const made &d = docs[strtoul(hits.items[i].id.ptr + 1, nullptr, 10)];
        must(search_snippet(snippets, view(d.body), SNIPPET_BYTES, &passage, &err), err);
    }
}

/* The server has a thread for each desk, and each serves its connections in turn (kb/http/core.c): so do these. A
 * client asks again as soon as it has its answer, and its time runs from there, with the waiting. */
static size_t desks()
{
    unsigned cores = std::thread::hardware_concurrency();
    return cores > 2 ? 2 * cores : 4;
}

struct work {
    const std::string &dir;
    const std::vector<made> &docs;
    const std::vector<std::string> &questions;
    double seconds;
    std::atomic<size_t> next{0};
};

static void serve(work &w, size_t clients, std::vector<double> &times)
{
    struct search_reader *r;
    kb_err err = {};
    must(search_reader_open(&r, w.dir.c_str(), &err), err);
    auto began = clock_type::now();
    std::deque<clock_type::time_point> waiting(clients, began);
    while (since(began) < w.seconds) {
        ask(r, w.docs, w.questions[w.next++ % w.questions.size()]);
        times.push_back(since(waiting.front()) * 1000);
        waiting.pop_front();
        waiting.push_back(clock_type::now());
    }
    search_reader_close(r);
}

static void measure(work &w, size_t clients)
{
    size_t threads = std::min(clients, desks());
    std::vector<std::vector<double>> times(threads);
    std::vector<std::thread> running;
    auto began = clock_type::now();
    for (size_t t = 0; t < threads; t++) running.emplace_back([&, t] { serve(w, (clients + t) / threads, times[t]); });
    for (auto &t : running) t.join();
    double lasted = since(began);
    std::vector<double> all;
    for (const auto &t : times) all.insert(all.end(), t.begin(), t.end());
    std::sort(all.begin(), all.end());
    printf("search, %zu clients\t%.0f/s\tp50 %.1f ms\tp99 %.1f ms\n", clients, (double)all.size() / lasted,
           all[all.size() / 2], all[all.size() * 99 / 100]);
}

int main(int argc, char **argv)
{
    if (argc != 6) fail("CORPUS QUESTIONS DIR DOCUMENTS SECONDS");
    const std::string dir = argv[3];
    try {
        fs::remove_all(dir);
        fs::create_directories(dir);
        const material m = read_corpus(argv[1]);
        const std::vector<std::string> questions = read_questions(argv[2]);
        std::vector<made> docs;
        size_t bytes = 0;
        for (unsigned i = 0; i < (unsigned)atoi(argv[4]); i++) {
            docs.push_back(make(m, i));
            bytes += docs.back().body.size();
        }
        const double n = (double)docs.size();
        double ours, theirs;
        analyse_both(docs, ours, theirs);
        printf("documents\t%.0f of %.2f kB\n", n, (double)bytes / n / 1000);
        printf("analysis\t%.2f of stock term generation\n", ours / theirs);
        double raw = index_xapian(docs, dir + "/raw"), mine = index_kb(docs, dir);
        printf("indexing, kb\t%.0f/s\n", n / mine);
        printf("indexing, raw Xapian\t%.0f/s\tratio %.2f\n", n / raw, mine / raw);
        printf("size, kb\t%.1f MB\nsize, raw Xapian\t%.1f MB\n", (double)size_of(dir + "/index") / 1e6,
               (double)size_of(dir + "/raw") / 1e6);
        work w = {dir, docs, questions, atof(argv[5])};
        for (size_t clients : {1, 16, 64}) measure(w, clients);
    } catch (const std::exception &e) {
        fail(e.what());
    } catch (const Xapian::Error &e) {
        fail(e.get_description());
    }
}
