#include "search/titles.hh"

#include "search/terms_internal.h"

#include <algorithm>
#include <cstring>
#include <tuple>

using namespace kb_search;

enum { LOOKED_AT = 1000 }; /* titles that begin with "wet" there are many */

/* Calls `take` with the terms that begin so, without the prefix, and how many texts have each. */
template <class Take> static void each_title(const Xapian::Database &db, const char *prefix, text words, Take &&take)
{
    const std::string begins = prefix + str(words);
    int looks = LOOKED_AT;
    for (auto t = db.allterms_begin(begins); t != db.allterms_end(begins) && looks--; ++t)
        take((*t).substr(strlen(prefix)), t.get_termfreq());
}

/* ---- Titles ---- */

struct place {
    bool inside, begun; /* the title begins with other words; the last word goes on */
    size_t letters;
    std::string term;

    bool operator<(const place &other) const
    {
        return std::tie(inside, begun, letters, term) < std::tie(other.inside, other.begun, other.letters, other.term);
    }
};

static void look(const Xapian::Database &db, const char *prefix, text words, bool ended, std::vector<place> &found)
{
    each_title(db, prefix, words, [&](const std::string &title, Xapian::doccount) {
        bool begun = title.size() > words.len && title[words.len] != ' ';
        if (!begun || !ended) found.push_back({strcmp(prefix, TERMS_TITLE) != 0, begun, title.size(), prefix + title});
    });
}

std::vector<Xapian::docid> kb_search::titles_with(const Xapian::Database &db, text folded, bool ended, size_t most)
{
    std::vector<place> found;
    std::vector<Xapian::docid> texts;
    look(db, TERMS_TITLE, folded, ended, found);
    look(db, TERMS_TITLE_REST, folded, ended, found);
    std::sort(found.begin(), found.end());
    for (const place &at : found)
        for (auto id = db.postlist_begin(at.term); id != db.postlist_end(at.term) && texts.size() < most; ++id)
            if (std::find(texts.begin(), texts.end(), *id) == texts.end()) texts.push_back(*id);
    return texts;
}

/* ---- Words ---- */

static void count_word(std::vector<suggestion> &words, text word, Xapian::doccount texts)
{
    for (suggestion &s : words) {
        if (!text_eq(view(s.word), word)) continue;
        s.texts += texts;
        return;
    }
    words.push_back({str(word), 0, texts});
}

/* What stands where the last word of `words` begins. */
static void look_behind(const Xapian::Database &db, const char *prefix, text words, size_t last,
                        std::vector<suggestion> &found)
{
    each_title(db, prefix, words, [&](const std::string &title, Xapian::doccount texts) {
        text word, rest = text_slice(view(title), last, SIZE_MAX);
        if (text_next(&rest, ' ', &word) && text_is_a_to_z(word)) count_word(found, word, texts);
    });
}

std::vector<suggestion> kb_search::words_following(const Xapian::Database &db, text before, text begun)
{
    std::vector<suggestion> found;
    for (text first; before.len && found.empty(); text_next(&before, ' ', &first)) {
        const std::string words = str(before) + " " + str(begun);
        look_behind(db, TERMS_TITLE, view(words), before.len + 1, found);
        look_behind(db, TERMS_TITLE_REST, view(words), before.len + 1, found);
    }
    std::sort(found.begin(), found.end());
    return found;
}
