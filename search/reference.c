#include "search/reference.h"

#include "search/fold.h"

#include "kb/base/arena.h"
#include "kb/base/cleanup.h"
#include "kb/base/embed.h"

#include <stdio.h>
#include <stdlib.h>

extern const struct embedded_file search_laws[];
extern const size_t search_laws_count;

/* ---- The names of laws ---- */

enum { NAMES_MAX = 1000, ARENA_BYTES = 1024 * 1024 };

struct law_name {
    text name, brief; /* folded */
};

struct laws {
    arena *arena;
    struct law_name names[NAMES_MAX]; /* by name */
    size_t n;
};

text laws_source(void)
{
    return search_laws_count ? text_of((const char *)search_laws[0].bytes, search_laws[0].len) : text_str("");
}

static void add_line(struct laws *laws, text line)
{
    text side, brief = text_of(NULL, 0);
    if (text_starts(line, TEXT("#"))) return;
    while (laws->n < NAMES_MAX && text_next(&line, '=', &side)) {
        text name = fold_words(laws->arena, text_trim(side));
        if (!name.len) continue;
        if (!brief.len) brief = name;
        laws->names[laws->n++] = (struct law_name){name, brief};
    }
}

static int by_name(const void *a, const void *b)
{
    return text_cmp(((const struct law_name *)a)->name, ((const struct law_name *)b)->name);
}

struct laws *laws_new(void)
{
    struct laws *laws = calloc(1, sizeof *laws);
    if (!laws) return NULL;
    laws->arena = arena_new(ARENA_BYTES);
    text source = laws_source();
    for (text line; laws->arena && text_next(&source, '\n', &line);) add_line(laws, line);
    if (!laws->arena || arena_failed(laws->arena)) {
        laws_free(laws);
        return NULL;
    }
    qsort(laws->names, laws->n, sizeof laws->names[0], by_name);
    return laws;
}

void laws_free(struct laws *laws)
{
    if (!laws) return;
    arena_free(laws->arena);
    free(laws);
}

/* The law of exactly this name, else the empty text. `longer` tells whether a name goes on behind these words. */
static text law_named(const struct laws *laws, text words, bool *longer)
{
    size_t from = 0, to = laws->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (text_cmp(laws->names[middle].name, words) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    text brief = text_of(NULL, 0);
    for (; from < laws->n && text_eq(laws->names[from].name, words); from++) brief = laws->names[from].brief;
    *longer = false;
    for (; from < laws->n && text_starts(laws->names[from].name, words) && !*longer; from++)
        *longer = laws->names[from].name.ptr[words.len] == ' ';
    return brief;
}

static size_t word_end(text t, size_t from)
{
    size_t space = text_find_byte(t, ' ', from);
    return space == SIZE_MAX ? t.len : space;
}

/* The longest name that begins at `from`: its end there, 0 for none. */
static size_t longest_name(const struct laws *laws, text words, size_t from, text *brief)
{
    size_t found = 0;
    bool longer = true;
    for (size_t end = word_end(words, from);; end = word_end(words, end + 1)) {
        text law = law_named(laws, text_slice(words, from, end - from), &longer);
        if (law.len) {
            *brief = law;
            found = end;
        }
        if (!longer || end >= words.len) return found;
    }
}

static bool is_number(text t)
{
    return t.len && t.ptr[0] >= '0' && t.ptr[0] <= '9';
}

static void set_book(char book[4], text number)
{
    if (number.len < 4 && is_number(number)) snprintf(book, 4, "%.*s", TEXT_FMT(number));
}

/* "Boek 7" behind the name of a law, and of the Burgerlijk Wetboek "7" alone. */
static void read_book(text title, struct reference_home *home)
{
    text behind = text_slice(title, home->to, SIZE_MAX);
    bool said = text_starts(behind, TEXT(" boek "));
    if (!said && !(text_is(home->law, "bw") && text_starts(behind, TEXT(" ")))) return;
    size_t from = home->to + (said ? strlen(" boek ") : 1), end = word_end(title, from);
    set_book(home->book, text_slice(title, from, end - from));
    if (home->book[0]) home->to = end;
}

struct reference_home reference_home(const struct laws *laws, text title)
{
    struct reference_home home = {.law = text_of(NULL, 0)};
    size_t longest = 0;
    for (size_t from = 0; from < title.len; from = word_end(title, from) + 1) {
        text brief;
        size_t end = longest_name(laws, title, from, &brief);
        if (end <= from + longest) continue;
        longest = end - from;
        home.law = brief;
        home.from = from;
        home.to = end;
    }
    if (longest) read_book(title, &home);
    return home;
}

/* ---- Telling ---- */

enum { IDLE, ARTICLE, LAW, BEHIND_LAW, PIECES };

static void tell(struct reference_scan *s, const char *law, size_t law_len, text number)
{
    char unit[REFERENCE_BYTES_MAX];
    int n = snprintf(unit, sizeof unit, "%.*s %.*s", (int)law_len, law, TEXT_FMT(number));
    if (n > 0 && (size_t)n < sizeof unit) s->emit(s->ctx, text_of(unit, (size_t)n));
}

static bool has_book(text number)
{
    return text_find_byte(number, ':', 0) != SIZE_MAX;
}

/* Of the Burgerlijk Wetboek, whose articles are counted by book. */
static text with_book(const char *book, text number, char room[24])
{
    if (!book[0] || has_book(number)) return number;
    int n = snprintf(room, 24, "%s:%.*s", book, TEXT_FMT(number));
    return text_of(room, n > 0 ? (size_t)n : 0);
}

/* Those of the Burgerlijk Wetboek. */
static const char *const books[] = {"1", "2", "3", "4", "5", "6", "7", "7a", "8", "10"};

static bool is_book(text number)
{
    for (size_t i = 0; i < COUNT_OF(books); i++)
        if (text_is(number, books[i])) return true;
    return false;
}

/* Who leaves out the book asks for the article of each. */
static void tell_each_book(struct reference_scan *s, text number)
{
    for (size_t i = 0; i < COUNT_OF(books); i++) {
        char room[24];
        tell(s, "bw", 2, with_book(books[i], number, room));
    }
}

static void tell_article(struct reference_scan *s, text law, text number)
{
    if (s->asking && text_is(law, "bw") && !has_book(number)) {
        if (s->said || !is_book(number)) tell_each_book(s, number); /* "7 BW" is the book */
        return;
    }
    if (law.len) tell(s, law.ptr, law.len, number);
    if (!has_book(number)) return;
    tell(s, "*", 1, number);
    if (s->asking && !law.len) tell(s, "bw", 2, number);
}

static void finish(struct reference_scan *s)
{
    text law = s->found.len ? s->found : s->before;
    const char *book = s->book;
    bool own = law.len > 0;
    if (!law.len && s->said) {
        law = s->home.law;
        if (!book[0]) book = s->home.book;
    }
    s->whose = law;
    if (s->before.len && !s->found.len) s->from = s->before_from;
    for (size_t i = 0; i < s->n_articles; i++) {
        char room[24];
        text number = text_of(s->articles[i].number, s->articles[i].len);
        if (text_is(law, "bw"))
            number = with_book(text_eq(law, s->home.law) && !book[0] ? s->home.book : book, number, room);
        s->sure = has_book(number) || (s->said && own);
        tell_article(s, law, number);
    }
    s->state = IDLE;
    s->n_articles = 0;
    s->found = s->before = text_of(NULL, 0);
    s->book[0] = 0;
    s->law_len = 0;
}

/* ---- Articles ---- */

static void add_article(struct reference_scan *s, text number)
{
    if (s->n_articles == REFERENCE_ARTICLES_MAX || !number.len) return;
    struct reference_article *a = &s->articles[s->n_articles];
    if (number.len > sizeof a->number) return;
    for (a->len = 0; a->len < number.len; a->len++)
        a->number[a->len] = number.ptr[a->len] == '.' || number.ptr[a->len] == ',' ? ':' : number.ptr[a->len];
    s->n_articles++;
}

/* The last figure of an article: "8:66a" is 66 at 2, with "a" behind it. */
static unsigned last_figure(text number, size_t *at)
{
    *at = number.len;
    while (*at && number.ptr[*at - 1] != ':') --*at;
    unsigned figure = 0;
    for (size_t i = *at; i < number.len && number.ptr[i] >= '0' && number.ptr[i] <= '9' && figure < 100000; i++)
        figure = figure * 10 + (unsigned)(number.ptr[i] - '0');
    return figure;
}

/* Up to and with this article. */
static void add_range(struct reference_scan *s, text number)
{
    if (!s->n_articles) return;
    struct reference_article first = s->articles[s->n_articles - 1];
    add_article(s, number);
    const struct reference_article *last = &s->articles[s->n_articles - 1];
    size_t head, same;
    unsigned from = last_figure(text_of(first.number, first.len), &head);
    unsigned to = last_figure(text_of(last->number, last->len), &same);
    if (head != same || memcmp(first.number, last->number, head) != 0 || to <= from) return;
    if (to - from > REFERENCE_RANGE_MAX) return;
    for (unsigned i = from + 1; i < to; i++) {
        char between[32];
        int n = snprintf(between, sizeof between, "%.*s%u", (int)head, first.number, i);
        if (n > 0) add_article(s, text_of(between, (size_t)n));
    }
}

static void add_numbers(struct reference_scan *s, text number, bool range)
{
    text first;
    for (bool next = range; text_next(&number, '-', &first); next = true) {
        if (!is_number(first)) continue;
        if (next && s->n_articles)
            add_range(s, first);
        else
            add_article(s, first);
    }
}

static bool among(const char *list, text word)
{
    char needle[20] = " ";
    if (word.len + 3 > sizeof needle) return false;
    memcpy(needle + 1, word.ptr, word.len);
    needle[word.len + 1] = ' ';
    return text_find(text_str(list), text_of(needle, word.len + 2), 0) != SIZE_MAX;
}

static const char announces[] = " art artt artikel artikelen ";
static const char lists[] = " art artt artikel artikelen en of tot met t m jo juncto ";
static const char passed_over[] =
    " lid leden onder onderdeel onderdelen sub aanhef van de het der boek eerste tweede derde"
    " vierde vijfde zesde zevende achtste negende tiende elfde twaalfde ";

bool reference_announces(text folded)
{
    return among(announces, folded);
}

bool reference_is_said_by(text folded)
{
    return is_number(folded) || folded.len == 1 || among(lists, folded) || among(passed_over, folded);
}

bool reference_is_number(text unit)
{
    static const char *const kinds[] = {"bp ", "ecli ", "stb ", "stcrt ", "trb "};
    for (size_t i = 0; i < COUNT_OF(kinds); i++)
        if (text_starts(unit, text_str(kinds[i]))) return true;
    return false;
}

/* Does a sentence or a line of a list end between the word before and this one? */
static bool is_apart(const struct reference_scan *s, size_t from)
{
    if (among(" art artt jo nr stb stcrt trb ", text_of(s->last, s->last_len))) return false;
    text gap = text_slice(s->source, s->last_to, from > s->last_to ? from - s->last_to : 0);
    return text_find(gap, TEXT(". "), 0) != SIZE_MAX || text_find_byte(gap, ';', 0) != SIZE_MAX ||
           text_find(gap, TEXT("\n\n"), 0) != SIZE_MAX || text_find(gap, TEXT("\n#"), 0) != SIZE_MAX;
}

static void law_word(struct reference_scan *s, text word);
static void start(struct reference_scan *s, text word);

static void article_word(struct reference_scan *s, text word)
{
    text last = text_of(s->last, s->last_len);
    if (is_number(word)) {
        if (text_is(last, "boek"))
            set_book(s->book, word);
        else if (is_number(last) || among(lists, last))
            add_numbers(s, word, text_is(last, "met") || text_is(last, "m"));
        s->to = s->word_to;
        return;
    }
    if (s->asking && !s->said && among(announces, word)) {
        finish(s);
        start(s, word);
        return;
    }
    if (word.len == 1 || among(lists, word) || among(passed_over, word)) return;
    s->state = LAW;
    law_word(s, word);
}

/* One more word of what may be the name of a law. */
static void law_word(struct reference_scan *s, text word)
{
    bool longer = false;
    text law = text_of(NULL, 0);
    if (s->law_len + 1 + word.len <= sizeof s->law) {
        if (s->law_len) s->law[s->law_len++] = ' ';
        memcpy(s->law + s->law_len, word.ptr, word.len);
        s->law_len += word.len;
        law = law_named(s->laws, text_of(s->law, s->law_len), &longer);
    }
    if (law.len) {
        s->found = law;
        s->to = s->word_to;
    }
    if (longer) return;
    if (law.len && text_is(law, "bw")) {
        s->state = BEHIND_LAW;
        return;
    }
    finish(s);
    if (!law.len) start(s, word);
}

/* "Burgerlijk Wetboek, Boek 7" */
static void word_behind_law(struct reference_scan *s, text word)
{
    if (text_is(word, "boek")) return;
    bool book = text_is(text_of(s->last, s->last_len), "boek") && is_number(word);
    if (book) {
        set_book(s->book, word);
        s->to = s->word_to;
    }
    finish(s);
    if (!book) start(s, word);
}

/* ---- Numbers ---- */

/* What is told from here on begins with this byte, and the word at hand. */
static void begin_telling(struct reference_scan *s, size_t from)
{
    s->from = from;
    s->to = s->word_to;
    s->whose = text_of(NULL, 0);
    s->sure = true;
}

static void begin_pieces(struct reference_scan *s, text name, size_t missing)
{
    s->state = PIECES;
    begin_telling(s, s->word_from);
    s->missing = missing;
    memcpy(s->unit, name.ptr, name.len);
    s->unit_len = name.len;
}

static void add_piece(struct reference_scan *s, text piece)
{
    if (!s->missing || !piece.len || s->unit_len + 1 + piece.len > sizeof s->unit) return;
    s->unit[s->unit_len++] = ' ';
    memcpy(s->unit + s->unit_len, piece.ptr, piece.len);
    s->unit_len += piece.len;
    if (--s->missing) return;
    s->emit(s->ctx, text_of(s->unit, s->unit_len));
    s->state = IDLE;
}

static void piece_word(struct reference_scan *s, text word)
{
    bool ecli = text_starts(text_of(s->unit, s->unit_len), TEXT("ecli"));
    if (among(" nr no van ", word) && !ecli) return;
    if (!ecli && !is_number(word)) {
        s->state = IDLE;
        start(s, word);
        return;
    }
    size_t from = 0;
    s->to = s->word_to;
    for (size_t i = 0; i <= word.len && s->state == PIECES; i++) {
        if (i < word.len && !strchr(":,/-.", word.ptr[i])) continue;
        add_piece(s, text_slice(word, from, i - from));
        from = i + 1;
    }
}

static size_t digits(text t, size_t from)
{
    size_t n = 0;
    while (from + n < t.len && t.ptr[from + n] >= '0' && t.ptr[from + n] <= '9') n++;
    return n;
}

static unsigned figure_of(text digits)
{
    unsigned figure = 0;
    for (size_t i = 0; i < digits.len; i++) figure = figure * 10 + (unsigned)(digits.ptr[i] - '0');
    return figure;
}

/* The number of a practice: 2026-014, with or without BP before it. Without it 2026-2028 is a run of years. */
static bool practice_number(struct reference_scan *s, text word)
{
    bool named = text_starts(word, TEXT("bp"));
    if (named) word = text_slice(word, 2, SIZE_MAX);
    bool behind = text_is(text_of(s->last, s->last_len), "bp");
    size_t tail = digits(word, 5);
    if (!text_starts(word, TEXT("20")) || digits(word, 0) != 4 || word.len != 5 + tail || tail < 1 || tail > 4)
        return false;
    bool slash = s->asking && word.ptr[4] == '/';
    if (word.ptr[4] != '-' && !slash) return false;
    unsigned year = figure_of(text_slice(word, 0, 4)), number = figure_of(text_slice(word, 5, tail));
    if (!named && !behind && number > year && number < 2100) return false;
    char unit[24];
    int n = snprintf(unit, sizeof unit, "bp %u-%03u", year, number);
    begin_telling(s, behind ? s->last_from : s->word_from);
    s->sure = !slash || named || behind; /* 2001/377 may be anything */
    s->emit(s->ctx, text_of(unit, (size_t)n));
    return true;
}

/* ---- Word by word ---- */

static void begin_article(struct reference_scan *s, bool said)
{
    bool longer;
    s->state = ARTICLE;
    s->said = said;
    s->before = said && s->numbered ? text_of(NULL, 0) : law_named(s->laws, text_of(s->last, s->last_len), &longer);
    s->before_from = s->last_from < s->to ? s->word_from : s->last_from; /* its law may say the one before as well */
    begin_telling(s, s->word_from);
}

static bool is_year(text word)
{
    return word.len == 4 && digits(word, 0) == 4 && (text_starts(word, TEXT("19")) || text_starts(word, TEXT("20")));
}

/* In a question a law may follow this number. */
static bool may_be_article(const struct reference_scan *s, text word)
{
    return s->asking && digits(word, 0) <= 4 && !is_year(word) &&
           !among(" boek titel hoofdstuk afdeling paragraaf lid ", text_of(s->last, s->last_len));
}

static void start(struct reference_scan *s, text word)
{
    bool longer;
    switch (word.ptr[0]) {
    case 'a':
        if (among(announces, word)) begin_article(s, true);
        return;
    case 'e':
        if (text_is(word, "ecli")) begin_pieces(s, word, 4);
        return;
    case 's':
    case 't':
        if (among(" stb stcrt trb ", word)) begin_pieces(s, word, 2);
        if (text_is(word, "staatsblad")) begin_pieces(s, TEXT("stb"), 2);
        if (text_is(word, "staatscourant")) begin_pieces(s, TEXT("stcrt"), 2);
        if (text_is(word, "tractatenblad")) begin_pieces(s, TEXT("trb"), 2);
        return;
    case 'b': practice_number(s, word); return;
    default: break;
    }
    if (!is_number(word) || practice_number(s, word)) return;
    bool behind_law = !is_year(word) && law_named(s->laws, text_of(s->last, s->last_len), &longer).len;
    if (!has_book(word) && !behind_law && !may_be_article(s, word)) return;
    begin_article(s, false);
    if (s->asking && behind_law && is_book(word) && text_is(s->before, "bw"))
        set_book(s->book, word); /* "BW 7 huur" */
    else
        add_numbers(s, word, false);
}

static void step(struct reference_scan *s, text word, size_t from)
{
    if ((s->state == ARTICLE || s->state == LAW) && is_apart(s, from)) finish(s);
    switch (s->state) {
    case IDLE: start(s, word); break;
    case ARTICLE: article_word(s, word); break;
    case LAW: law_word(s, word); break;
    case BEHIND_LAW: word_behind_law(s, word); break;
    default: piece_word(s, word); break;
    }
}

void reference_word(struct reference_scan *s, text word, size_t from, size_t to)
{
    if (!word.len) return;
    s->word_from = from;
    s->word_to = to;
    step(s, word, from);
    bool of_name = s->asking && s->state == IDLE && is_year(word); /* "Vb 2000" is the Vb */
    if (of_name && law_named(s->laws, text_of(s->last, s->last_len), &of_name).len) return;
    s->last_len = word.len < sizeof s->last ? word.len : 0;
    memcpy(s->last, word.ptr, s->last_len);
    s->last_from = from;
    s->last_to = to;
}

void reference_end(struct reference_scan *s)
{
    if (s->state != PIECES) finish(s);
    s->state = IDLE;
    s->last_len = 0;
    s->last_from = s->last_to = s->to = 0;
}
