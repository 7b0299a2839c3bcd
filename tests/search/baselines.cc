/* What a search would be without ours: SQLite's FTS5 and Xapian's own term generator and query parser, both asked for
 * any word, the page as one field. Reads CORPUS/index.tsv and lines "id<TAB>question"; prints
 * "system<TAB>id<TAB>rank<TAB>path", the best LIMIT of each. Measures, so it may fail loudly. */
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sqlite3.h>
#include <sstream>
#include <string>
#include <vector>
#include <xapian.h>

static const unsigned LIMIT = 50;

struct page {
    std::string path, title, text;
};

struct question {
    std::string id, typed;
};

[[noreturn]] static void fail(const std::string &what)
{
    std::cerr << "search_baselines: " << what << "\n";
    exit(1);
}

static std::string contents(const std::string &path)
{
    std::ifstream in(path);
    if (!in) fail("cannot read " + path);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

static std::vector<page> read_pages(const std::string &corpus)
{
    std::ifstream index(corpus + "/index.tsv");
    std::vector<page> pages;
    std::string line;
    for (bool head = true; std::getline(index, line); head = false) {
        if (head) continue;
        size_t first = line.find('\t'), second = line.find('\t', first + 1);
        page p = {line.substr(0, first), line.substr(first + 1, second - first - 1), ""};
        p.text = contents(corpus + "/" + p.path);
        pages.push_back(p);
    }
    if (pages.empty()) fail("no pages in " + corpus);
    return pages;
}

static std::vector<question> read_questions(const std::string &path)
{
    std::ifstream in(path);
    std::vector<question> all;
    std::string line;
    while (std::getline(in, line)) {
        size_t tab = line.find('\t');
        if (tab != std::string::npos) all.push_back({line.substr(0, tab), line.substr(tab + 1)});
    }
    return all;
}

static void print(const char *system, const question &q, unsigned rank, const std::string &path)
{
    std::cout << system << '\t' << q.id << '\t' << rank << '\t' << path << '\n';
}

static void ask_xapian(const std::vector<page> &pages, const std::vector<question> &questions)
{
    Xapian::WritableDatabase db("", Xapian::DB_BACKEND_INMEMORY);
    Xapian::TermGenerator generator;
    generator.set_stemmer(Xapian::Stem("dutch"));
    for (const page &p : pages) {
        Xapian::Document d;
        generator.set_document(d);
        generator.index_text(p.title);
        generator.increase_termpos(100);
        generator.index_text(p.text);
        d.set_data(p.path);
        db.add_document(d);
    }
    Xapian::QueryParser parser;
    parser.set_stemmer(Xapian::Stem("dutch"));
    parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
    parser.set_default_op(Xapian::Query::OP_OR);
    for (const question &q : questions) {
        Xapian::Enquire enquire(db);
        enquire.set_query(parser.parse_query(q.typed, Xapian::QueryParser::FLAG_DEFAULT));
        Xapian::MSet found = enquire.get_mset(0, LIMIT);
        for (auto at = found.begin(); at != found.end(); ++at)
            print("xapian", q, at.get_rank() + 1, at.get_document().get_data());
    }
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *stmt = nullptr;
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, nullptr) != SQLITE_OK) fail(sqlite3_errmsg(db));
    return stmt;
}

static void bind(sqlite3_stmt *stmt, int at, const std::string &value)
{
    sqlite3_bind_text(stmt, at, value.data(), (int)value.size(), SQLITE_TRANSIENT);
}

/* Each word quoted, so that nothing in a question is syntax; any of them. */
static std::string any_word(const std::string &typed)
{
    std::istringstream words(typed);
    std::string word, query;
    while (words >> word) {
        std::string quoted;
        for (char c : word) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
        query += (query.empty() ? "\"" : " OR \"") + quoted + "\"";
    }
    return query;
}

static void ask_fts5(const std::vector<page> &pages, const std::vector<question> &questions)
{
    sqlite3 *db = nullptr;
    if (sqlite3_open(":memory:", &db) != SQLITE_OK) fail("sqlite");
    if (sqlite3_exec(db,
                     "CREATE VIRTUAL TABLE page USING fts5(path UNINDEXED, words,"
                     " tokenize='unicode61 remove_diacritics 2')",
                     nullptr, nullptr, nullptr) != SQLITE_OK)
        fail(sqlite3_errmsg(db));
    sqlite3_stmt *insert = prepare(db, "INSERT INTO page VALUES (?1, ?2)");
    for (const page &p : pages) {
        bind(insert, 1, p.path);
        bind(insert, 2, p.title + "\n" + p.text);
        if (sqlite3_step(insert) != SQLITE_DONE) fail(sqlite3_errmsg(db));
        sqlite3_reset(insert);
    }
    sqlite3_stmt *ask = prepare(db, "SELECT path FROM page WHERE page MATCH ?1 ORDER BY rank LIMIT ?2");
    for (const question &q : questions) {
        bind(ask, 1, any_word(q.typed));
        sqlite3_bind_int(ask, 2, (int)LIMIT);
        for (unsigned rank = 1; sqlite3_step(ask) == SQLITE_ROW; rank++)
            print("fts5", q, rank, (const char *)sqlite3_column_text(ask, 0));
        sqlite3_reset(ask);
    }
    sqlite3_finalize(insert);
    sqlite3_finalize(ask);
    sqlite3_close(db);
}

int main(int argc, char **argv)
{
    if (argc != 3) fail("usage: search_baselines CORPUS QUESTIONS");
    std::vector<page> pages = read_pages(argv[1]);
    std::vector<question> questions = read_questions(argv[2]);
    ask_xapian(pages, questions);
    ask_fts5(pages, questions);
    return 0;
}
