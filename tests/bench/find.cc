/* What a search would cost without kb around it.
 *   bench_find index CORPUS DIR              Xapian's own term generator over the corpus; prints the seconds
 *   bench_find texts CORPUS DIR              the texts in SQLite, for `find`
 *   bench_find find DIR QUESTIONS SECONDS    two threads ask: the best 1,000, ten texts, their snippets (flags 0);
 *                                            prints questions per second */
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sqlite3.h>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>
#include <xapian.h>

enum { FLUSH = 1000, BEST = 1000, SHOWN = 10, SNIPPET_BYTES = 280, THREADS = 2 };

using clock_type = std::chrono::steady_clock;

[[noreturn]] static void fail(const std::string &what)
{
    std::cerr << "bench_find: " << what << "\n";
    exit(1);
}

static double since(clock_type::time_point began)
{
    return std::chrono::duration<double>(clock_type::now() - began).count();
}

static std::string contents(const std::string &path)
{
    std::ifstream in(path);
    if (!in) fail("cannot read " + path);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

struct page {
    std::string title, text;
};

/* Each page of CORPUS/index.tsv. */
template <class Take> static void each_page(const std::string &corpus, Take &&take)
{
    std::ifstream index(corpus + "/index.tsv");
    std::string line;
    std::getline(index, line);
    while (std::getline(index, line)) {
        size_t first = line.find('\t'), second = line.find('\t', first + 1);
        take(page{line.substr(first + 1, second - first - 1), contents(corpus + "/" + line.substr(0, first))});
    }
}

static void make_index(const std::string &corpus, const std::string &dir)
{
    auto began = clock_type::now();
    Xapian::WritableDatabase db(dir + "/index", Xapian::DB_CREATE_OR_OVERWRITE);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("dutch"));
    unsigned n = 0;
    each_page(corpus, [&](const page &p) {
        Xapian::Document d;
        generator.set_document(d);
        generator.index_text(p.title);
        generator.increase_termpos(100);
        generator.index_text(p.text);
        d.set_data(std::to_string(++n));
        db.add_document(d);
        if (n % FLUSH == 0) db.commit();
    });
    db.commit();
    if (!n) fail("no pages in " + corpus);
    printf("%.3f\n", since(began));
}

/* ---- The texts ---- */

static sqlite3 *open_texts(const std::string &dir)
{
    sqlite3 *db = nullptr;
    if (sqlite3_open((dir + "/texts.sqlite").c_str(), &db) != SQLITE_OK) fail(sqlite3_errmsg(db));
    return db;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(db));
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = nullptr;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(db));
    return stmt;
}

static void keep_texts(const std::string &corpus, const std::string &dir)
{
    sqlite3 *db = open_texts(dir);
    run(db, "DROP TABLE IF EXISTS page; CREATE TABLE page (id INTEGER PRIMARY KEY, text TEXT); BEGIN");
    sqlite3_stmt *put = prepare(db, "INSERT INTO page (text) VALUES (?1)");
    each_page(corpus, [&](const page &p) {
        sqlite3_bind_text(put, 1, p.text.data(), (int)p.text.size(), SQLITE_STATIC);
        if (sqlite3_step(put) != SQLITE_DONE) fail(sqlite3_errmsg(db));
        sqlite3_reset(put);
    });
    run(db, "COMMIT");
    sqlite3_finalize(put);
    sqlite3_close(db);
}

/* ---- Asking ---- */

struct asker {
    Xapian::Database index;
    Xapian::QueryParser parser;
    Xapian::Stem stemmer{"dutch"};
    sqlite3 *texts;
    sqlite3_stmt *get;
    size_t bytes = 0; /* of what was made: so that nothing is left out */

    explicit asker(const std::string &dir)
        : index(dir + "/index"), texts(open_texts(dir)), get(prepare(texts, "SELECT text FROM page WHERE id = ?1"))
    {
        parser.set_stemmer(stemmer);
        parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
        parser.set_default_op(Xapian::Query::OP_OR);
    }
    asker(const asker &) = delete;
    asker &operator=(const asker &) = delete;
    ~asker()
    {
        sqlite3_finalize(get);
        sqlite3_close(texts);
    }
    std::string text_of(Xapian::docid id)
    {
        sqlite3_bind_int64(get, 1, id);
        if (sqlite3_step(get) != SQLITE_ROW) fail("a text is missing");
        std::string text((const char *)sqlite3_column_text(get, 0), (size_t)sqlite3_column_bytes(get, 0));
        sqlite3_reset(get);
        return text;
    }
    void ask(const std::string &question)
    {
        Xapian::Enquire enquire(index);
        enquire.set_query(parser.parse_query(question, Xapian::QueryParser::FLAG_DEFAULT));
        Xapian::MSet found = enquire.get_mset(0, BEST);
        unsigned n = 0;
        for (auto at = found.begin(); at != found.end() && n < SHOWN; ++at, ++n)
            bytes += found.snippet(text_of(*at), SNIPPET_BYTES, stemmer, 0, "<mark>", "</mark>", "…").size();
    }
};

static std::vector<std::string> read_lines(const std::string &path)
{
    std::ifstream in(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    if (lines.empty()) fail("no questions in " + path);
    return lines;
}

static void find(const std::string &dir, const std::string &path, double seconds)
{
    const std::vector<std::string> questions = read_lines(path);
    std::atomic<size_t> asked{0};
    auto began = clock_type::now();
    auto work = [&] {
        asker a(dir);
        while (since(began) < seconds) a.ask(questions[asked++ % questions.size()]);
        if (!a.bytes) fail("nothing was found");
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < THREADS; i++) threads.emplace_back(work);
    for (std::thread &t : threads) t.join();
    printf("%.3f\n", (double)asked / since(began));
}

int main(int argc, char **argv)
{
    const std::string what = argc > 1 ? argv[1] : "";
    try {
        if (what == "index" && argc == 4)
            make_index(argv[2], argv[3]);
        else if (what == "texts" && argc == 4)
            keep_texts(argv[2], argv[3]);
        else if (what == "find" && argc == 5)
            find(argv[2], argv[3], atof(argv[4]));
        else
            fail("index CORPUS DIR | texts CORPUS DIR | find DIR QUESTIONS SECONDS");
    } catch (const Xapian::Error &e) {
        fail(e.get_description());
    }
}
