/* service.h - everything a person can do here, one function each. The product's table of contents.
 *
 * A use case does four things in this order: it reads what it needs, asks policy_may whether this actor may, asks the
 * domain whether it can, and reads further or writes with one row in the log. Nothing else in the house judges a right.
 *
 * `struct svc` is what every use case is given. Reading runs on a desk, between store_read_begin and store_read_end, so
 * that rights and data are of one moment; writing runs on the writer, in the savepoint of its request, and leaves
 * nothing behind when it fails. Both find the same functions, because both only see a store.
 *
 * Results live in svc->arena. Errors, for all of them: ERR_NOT_FOUND for what the actor may not know, the same as for
 * what does not exist; ERR_FORBIDDEN for what may be seen but not done; ERR_GONE for what was public once; ERR_INVALID
 * and ERR_RULE name every field or condition that is missing; ERR_CONFLICT when something was there first.
 */
#ifndef KB_SERVICE_SERVICE_H
#define KB_SERVICE_SERVICE_H

#include "content/diff.h"
#include "content/markdown.h"
#include "content/merge.h"
#include "kb/base/arena.h"
#include "kb/base/calendar.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/domain/policy.h"
#include "kb/domain/practice.h"
#include "kb/domain/query.h"
#include "kb/domain/stage.h"
#include "kb/service/webauthn.h"
#include "kb/store/redact.h"
#include "kb/store/store.h"
#include "search/search.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc {
    struct store *store;
    struct search_reader *search; /* NULL on the writer, and while the index is being made: then ERR_SEARCH_DOWN */
    const struct actor *actor;    /* who is asking; never NULL */
    kb_time now;
    arena *arena;
    const char *origin;      /* by which way: "page", "command", "clock"; stands in the log */
    struct svc_reads *reads; /* where reads of what not everybody may read are noted; NULL: nowhere */
    struct svc__seen *seen;  /* what was looked up last, of one who reads a view that stands; NULL: nothing is kept */
};

/* The store of svc does not move from here on (a desk, between store_read_begin and store_read_end): the parts of one
 * page that ask for the same practice look it up once. */
void svc_view_stands(struct svc *svc);

/* ---- What was read that not everybody may read (restricted.c) ----
 *
 * Reading functions note it in svc->reads; whoever gives the answer to a reader writes it down first, and waits for the
 * commit (design section 6, "Threads"). */
struct svc_read {
    const char *what;   /* "text", "working-copy", "correction", "positions", "concept", "notes", "own-data" */
    const char *object; /* id of the practice, round or person */
    const struct svc_read *next;
};
struct svc_reads {
    const struct svc_read *first; /* each thing once */
};
/* On the writer, in the name of svc->actor: one row for each. */
MUST_CHECK err_code svc_reads_log(struct svc *svc, const struct svc_reads *reads, kb_err *err);

/* ---- Who is asking (actor.c) ---- */

/* The person with every role they hold; the anonymous actor for NULL or a closed account. */
MUST_CHECK err_code svc_actor(struct store *store, const char *person, arena *a, const struct actor **out, kb_err *err);

/* The actor of the command line and of clocks: it may administer and import, and is written in the log as "system". */
const struct actor *svc_system_actor(void);

/* What the reader's menu and greeting need. */
struct svc_me {
    const char *name; /* "" when signed out */
    bool writer;      /* in a working group */
    bool editor, administrator;
    const char *network; /* name of this installation */
};
MUST_CHECK err_code svc_me(struct svc *svc, struct svc_me *out, kb_err *err);

/* ---- Practices in lists ---- */

/* A practice as a list shows it: the line this actor sees first, the adopted one when there is one. */
struct svc_card {
    const char *id, *number; /* number may be NULL */
    const char *href;        /* /s/2026-014, or /stukken/<id> without a number */
    enum practice_kind kind;
    enum practice_line line;
    enum stage stage;
    bool outside;     /* adopted outside the Praktijkbank */
    bool unconfirmed; /* and no editor has confirmed it */
    const char *title, *brief;
    const char *group, *group_slug, *group_name;
    text legal_fields, comes_from, applies_in; /* lists of slugs, as in kb/store/practice.h */
    kb_time since;                             /* in this stage, or confirmed in it */
    kb_time adopted;                           /* here or outside; 0 for a text on its way */
    const char *source_path;                   /* of an import, or NULL */
};

/* ---- Finding (find.c) ---- */

enum { SVC_PAGE_SIZE = 10, SVC_COUNTS_MAX = 128, SVC_OWN_MAX = 5 };

enum svc_said_as { SVC_SAID_NOT, SVC_SAID_AS_REMARK, SVC_SAID_AS_EXPERIENCE };

struct svc_hit {
    struct svc_card card;
    double score;
    struct search_passage snippet;          /* of the text, not of the brief */
    const struct practice_section *section; /* in which the passage stands; NULL when nothing in it is marked */
    enum svc_said_as said;                  /* found by, and the passage is of, what was said about it */
    text key;                               /* names it among what was found: svc_ask.like */
    size_t alike;                           /* others that say nearly the same and are not shown beside it */
};

/* A value to filter on, and how many of the found practices have it. */
struct svc_count {
    enum query_field field;
    const char *value, *label;
    size_t n;
    bool chosen;
};

struct svc_found {
    const struct svc_hit *hits;
    size_t n_hits;
    size_t total; /* of what this actor may read, at most SEARCH_LIMIT_MAX */
    bool more;    /* than that */
    size_t page, pages;
    const struct svc_count *counts; /* in the order of query_field, the most frequent first */
    size_t n_counts;
    struct search_corrected corrected[SEARCH_CORRECTED_MAX]; /* words nobody wrote that way, and what was tried */
    size_t n_corrected;
    text meant[SEARCH_MEANT_MAX]; /* asked for besides, from the vocabulary */
    size_t n_meant;
    const struct svc_hit *own; /* texts of one's own working groups: a block by itself, without statistics */
    size_t n_own;
};

struct svc_ask {
    const struct query *query;
    enum search_sort sort;
    size_t page;     /* from 1 */
    size_t per_page; /* 0 means SVC_PAGE_SIZE; at most SEARCH_LIMIT_MAX */
    bool bare;       /* no counts, snippets or own block: for the command line */
    bool as_typed;   /* nothing corrected, nothing from the vocabulary */
    bool together;   /* of nearly equal texts one: of those that stand before those on their way the best */
    bool said;       /* also by remarks and experiences that this actor may read */
    text like;       /* only what was found and is nearly equal to this hit, and that itself; its key */
};

MUST_CHECK err_code svc_find(struct svc *svc, const struct svc_ask *ask, struct svc_found *out, kb_err *err);

/* Within one text: the best passage of each section that holds any of the words, in the order of the text. */
struct svc_text;
struct svc_within {
    const struct practice_section *section;
    struct search_passage passage;
};
struct svc_withins {
    const struct svc_within *at;
    size_t n;
};
MUST_CHECK err_code svc_within(struct svc *svc, const struct svc_text *in, text words, struct svc_withins *out,
                               kb_err *err);

/* What may follow while somebody types: words and phrases, then titles of adopted texts that this actor may read. */
enum { SVC_SUGGESTED_TITLES = 3, SVC_SUGGESTED_MAX = SEARCH_SUGGESTED_MAX + SVC_SUGGESTED_TITLES };
struct svc_suggested {
    text items[SVC_SUGGESTED_MAX];
    size_t n;
};
MUST_CHECK err_code svc_suggest(struct svc *svc, text typed, struct svc_suggested *out, kb_err *err);

/* "Bestaat dit al?": texts that look like one with this title among those that this actor may read, the ended ones too,
 * and of an ended or expired one why. `besides` is the text itself, "" for one that is not there yet. */
enum { SVC_SIMILAR_MAX = 3 };
struct svc_similar {
    struct svc_card cards[SVC_SIMILAR_MAX];
    const char *reasons[SVC_SIMILAR_MAX]; /* "" when it stands, or nothing was written */
    size_t n;
};
MUST_CHECK err_code svc_similar(struct svc *svc, text title, text besides, struct svc_similar *out, kb_err *err);

/* ---- The vocabulary (vocabulary.c): what travels with the program, and what editors keep beside it. Applied to
 * questions only, from the next one on; every version stays, and the log says who made it. For editors. ---- */

enum svc_agreement_kind {
    SVC_ABBREVIATION,  /* said = meant, a name in short */
    SVC_ALIKE,         /* two ways */
    SVC_MEANS,         /* who says this means that; not the other way round */
    SVC_KEEP_WHOLE,    /* asked for as a whole: never split */
    SVC_KEEP_SPELLING, /* never corrected */
    SVC_AGREEMENT__COUNT
};
const char *svc_agreement_slug(enum svc_agreement_kind kind);
bool svc_agreement_from_slug(text slug, enum svc_agreement_kind *kind);

enum { SVC_SIDES_MAX = 600 /* bytes of one side, its alternatives with commas between */, SVC_LINE_MAX = 1000 };
struct svc_agreement {
    const char *entry; /* id; "" of a shipped one */
    enum svc_agreement_kind kind;
    const char *said, *meant; /* alternatives with ", " between; meant is "" where there is none */
    text line;                /* of a shipped one, as svc_shipped_switch takes it */
    bool off;                 /* shipped, switched off */
    kb_time since;            /* of an own one */
    const char *by;           /* name, or "" */
};
struct svc_agreements_ask {
    text words;                          /* only those with these words; "" is all */
    const enum svc_agreement_kind *kind; /* only of this kind; NULL is all */
};
struct svc_agreements {
    const struct svc_agreement *own, *shipped;
    size_t n_own, n_shipped;
};
MUST_CHECK err_code svc_agreements(struct svc *svc, const struct svc_agreements_ask *ask, struct svc_agreements *out,
                                   kb_err *err);
MUST_CHECK err_code svc_agreement(struct svc *svc, text entry, struct svc_agreement *out, kb_err *err);

/* Adds an agreement (entry ""), or changes one. */
struct svc_agreement_put {
    text entry;
    enum svc_agreement_kind kind;
    text said, meant;
};
/* ERR_INVALID on "typed" (said) and "means" (meant): "forbidden-sign", "over-five-words", "one-word",
 * "not-an-abbreviation". */
MUST_CHECK err_code svc_agreement_check(const struct svc_agreement_put *in, kb_err *err);
MUST_CHECK err_code svc_agreement_put(struct svc *svc, const struct svc_agreement_put *in, const char **entry,
                                      kb_err *err);
MUST_CHECK err_code svc_agreement_end(struct svc *svc, text entry, kb_err *err);

/* What an agreement would change: its own words, and what was missed last, are asked without and with it. ERR_INVALID
 * as above. */
enum { SVC_TRIALS_MAX = 24, SVC_TRIAL_HITS = 3 };
struct svc_trial {
    text question;
    size_t before, after;                  /* how many are found */
    struct svc_card cards[SVC_TRIAL_HITS]; /* the first ones with it */
    bool fresh[SVC_TRIAL_HITS];            /* not among the first ones without it */
    size_t n_cards;
    bool own;     /* of the agreement itself */
    bool changes; /* anything of the above */
};
struct svc_trials {
    struct svc_trial at[SVC_TRIALS_MAX];
    size_t n;
};
MUST_CHECK err_code svc_agreement_try(struct svc *svc, const struct svc_agreement_put *in, struct svc_trials *out,
                                      kb_err *err);
/* ERR_NOT_FOUND when no shipped line reads so. */
MUST_CHECK err_code svc_shipped_switch(struct svc *svc, text line, bool on, kb_err *err);

/* ---- What is asked (asked.c), for the editors, without who ---- */

/* What may be kept of one question. A word that is not known may be kept when two persons used it: whoever counts must
 * see to that. Nothing of a question in which the privacy guard sees a client. */
enum { SVC_ASKED_WORDS = 8, SVC_ASKED_BYTES = 200 };
struct svc_asked_word {
    text folded;
    bool known; /* in the dictionary, the vocabulary or a text */
};
struct svc_asked {
    struct svc_asked_word words[SVC_ASKED_WORDS]; /* without function words, each once */
    size_t n, n_known;
    text known; /* the known ones and function words in their order, folded; "" when there are none */
};
MUST_CHECK err_code svc_asked(struct svc *svc, const struct query *query, struct svc_asked *out, kb_err *err);

/* Somebody reports that nothing was found for these words: svc_asked's `known`. ERR_CONFLICT when there are none. */
MUST_CHECK err_code svc_asked_report(struct svc *svc, text known, kb_err *err);

/* The Monday of this moment's week. */
const char *svc_week(kb_time at, char out[DATE_BYTES]);

struct svc_asked_row {
    const char *words; /* folded */
    int64_t asked, nothing, reported;
    struct search_near near; /* what the texts may say instead */
};
struct svc_opened_row {
    struct svc_card card;
    int64_t n;
};
struct svc_asked_week {
    const char *week; /* its Monday, '2026-03-09' */
    struct store_weeks weeks;
    const struct svc_asked_row *missed; /* nothing was found, or so it was reported; most missed first */
    size_t n_missed;
    const struct svc_asked_row *left; /* something was found, and nobody opened it */
    size_t n_left;
    const struct svc_opened_row *opened; /* from the results, most first */
    size_t n_opened;
};
/* For editors. A week that is not there is the present one. */
MUST_CHECK err_code svc_asked_week(struct svc *svc, text week, struct svc_asked_week *out, kb_err *err);

/* The newest adopted texts; and what somebody's working groups are writing, last touched first. */
struct svc_cards {
    const struct svc_card *at;
    size_t n;
};
MUST_CHECK err_code svc_newest(struct svc *svc, size_t limit, struct svc_cards *out, kb_err *err);
MUST_CHECK err_code svc_my_work(struct svc *svc, size_t limit, struct svc_cards *out, kb_err *err);

/* "Meer zoals dit": standing texts on the same subject as this one, by the words of its title and brief, among those
 * that this actor may read. Words mean themselves here: no vocabulary, no correction. Empty without an index. */
enum { SVC_MORE_MAX = 4 };
MUST_CHECK err_code svc_more_like(struct svc *svc, const struct svc_card *card, struct svc_cards *out, kb_err *err);

/* ---- Reading a practice (read.c) ---- */

struct svc_section {
    const struct practice_section *info;
    text source;                    /* CommonMark */
    const struct md_document *body; /* rendered; NULL in comparisons */
};

struct svc_text {
    const char *revision; /* id */
    int version;          /* 0: not visible outside the group yet */
    const char *title, *brief;
    const struct svc_section *sections;
    size_t n_sections;
    kb_time at;
    const char *author_name; /* "" for an import */
    const char *note;
    uint8_t hash[STORE_TEXT_HASH_BYTES];
};

struct svc_version {
    const char *revision;
    int version;
    kb_time at;
    const char *author_name, *note;
    bool adopted, candidate; /* is what that line points to */
    bool correction;         /* minor: the decision about the version that it mends holds for this one */
    int mends;               /* which one that is; 0 when it cannot be told */
};

/* What this actor may do with it now; drawn as buttons, checked again when pressed. */
struct svc_may {
    bool write, publish, revise, withdraw, place, redact;
    bool invite; /* readers of the draft */
};

/* A text that another one names. */
struct svc_link {
    const char *href, *title; /* NULL: there is none that this actor may see */
};

struct svc_practice {
    struct svc_card card; /* of the line that is shown */
    struct svc_text text;
    bool old_version;              /* an earlier version was asked for by number */
    const struct svc_card *other;  /* the candidate beside an adopted text (or the other way round) when visible */
    const char *decision, *reason; /* in words, "" when there are none */
    kb_time until, review_at;
    struct svc_link superseded_by, merged_into;
    const struct svc_version *versions; /* newest first, those this actor may see */
    size_t n_versions;
    struct svc_may may;
};

/* `key` is a number or an id. version 0 is the text the actor should read; line_candidate asks for the text on its way.
 * A practice without any published text (a fresh draft) has text.revision NULL. */
struct svc_which {
    text key;
    int version;
    bool candidate;
};
MUST_CHECK err_code svc_practice(struct svc *svc, const struct svc_which *which, struct svc_practice *out, kb_err *err);

/* Only the card, for a link to it in another text. */
MUST_CHECK err_code svc_practice_card(struct svc *svc, text key, struct svc_card *out, kb_err *err);

struct svc_compared {
    const char *key; /* of the section; "title", "brief" */
    const char *title;
    const struct diff *diff;
    bool changed;
};

struct svc_comparison {
    struct svc_card card;
    struct svc_version from, to;
    const struct svc_compared *parts;
    size_t n_parts;
};

/* What changed between two versions; 0 as `to` is the newest the actor may see, 0 as `from` the one before it. */
MUST_CHECK err_code svc_compare(struct svc *svc, text key, int from, int to, struct svc_comparison *out, kb_err *err);

/* ---- Writing (write.c) ---- */

enum { SVC_NOTE_MAX = 2000 /* bytes of a note or reason */ };

struct svc_start {
    text group; /* slug */
    enum practice_kind kind;
    text title;
    const text *legal_fields, *applies_in; /* slugs */
    size_t n_legal_fields, n_applies_in;
};

/* A member begins a draft: an empty working copy with the sections of its kind. */
MUST_CHECK err_code svc_start(struct svc *svc, const struct svc_start *in, const char **practice, kb_err *err);

/* A text being written, as the editor's form holds it. Sections in the order of the kind. */
struct svc_draft {
    text title, brief;
    const struct store_section *sections;
    size_t n_sections;
};

struct svc_working {
    struct svc_card card;
    struct svc_draft draft;
    int64_t version; /* to hand back when saving */
    kb_time updated;
    const char *updated_by_name;
    const char *const *writing_now; /* names of others who have it open */
    size_t n_writing_now;
    struct svc_may may;
};

/* Opens the working copy. */
MUST_CHECK err_code svc_working(struct svc *svc, text practice, struct svc_working *out, kb_err *err);

/* Saves it over version `seen`. ERR_STALE_EDIT when somebody saved in between: nothing is written. Private, sends
 * nothing. */
struct svc_save {
    text practice;
    int64_t seen;
    struct svc_draft draft;
};
MUST_CHECK err_code svc_save(struct svc *svc, const struct svc_save *in, int64_t *version, kb_err *err);

/* Two people wrote: what both have, part by part, for the page that shows both. `base` is what mine began from. */
struct svc_merged {
    const char *key; /* of the section; "title", "brief" */
    const char *title;
    text mine, theirs;
    text proposal; /* put together; where the two touch both stand in it, theirs first (of a title: mine) */
    bool differs;  /* mine is not theirs */
    bool conflict; /* a person must choose */
};
struct svc_merge {
    struct svc_working theirs;
    const struct svc_merged *parts;
    size_t n_parts;
    bool conflict;
};
MUST_CHECK err_code svc_merge(struct svc *svc, text practice, const struct svc_draft *base,
                              const struct svc_draft *mine, struct svc_merge *out, kb_err *err);

/* "Publiceer deze versie": the working copy becomes a revision, exactly as it was at version `seen`. `rendered` was
 * made from it before (svc_render), so that the writer need not. */
struct svc_publish {
    text practice;
    int64_t seen;
    text note;
    text rendered;
};
MUST_CHECK err_code svc_publish(struct svc *svc, const struct svc_publish *in, const char **revision, kb_err *err);

/* A new revision of an adopted text begins: a candidate beside it, from RECOMMENDATION; the old text stays valid. */
MUST_CHECK err_code svc_revise(struct svc *svc, text practice, kb_err *err);

/* Kind, legal fields and locations belong to the practice: the group sets them while it is a draft, later the editor.
 */
struct svc_place {
    text practice;
    enum practice_kind kind;
    const text *legal_fields, *comes_from, *applies_in; /* slugs */
    size_t n_legal_fields, n_comes_from, n_applies_in;
};
MUST_CHECK err_code svc_place(struct svc *svc, const struct svc_place *in, kb_err *err);

/* A sign of life of somebody who has the editor open. */
MUST_CHECK err_code svc_writing(struct svc *svc, text practice, kb_err *err);

/* ---- On the ladder (move.c). The table of moves is kb/domain/stage.h; here it is asked and carried out. ---- */

enum { SVC_WORDS_MAX = 8000 /* bytes of what is written with a move, a remark, a position */ };

/* How a round begins: who decides, by which rule. The term follows from the boards' meeting dates. */
struct svc_round_open {
    enum round_preset preset;
    const text *organisations; /* slugs of partners */
    size_t n_organisations;
    text question, advice;       /* to the boards; of the editors, may be "" */
    enum round_position advised; /* what the editors advise: POSITION_AGREE, or POSITION_NONE */
    text bundle;                 /* id that the rounds of one bundle share, or "" */
};

/* A bundle: up to 25 rounds under one rule, on one list, opened together or not at all. */
enum { SVC_BUNDLE_MAX = 25 };
struct svc_bundle_item {
    text practice, revision, summary; /* as of svc_move */
};
struct svc_bundle {
    const struct svc_bundle_item *items;
    size_t n;
    const struct svc_round_open *round; /* without bundle */
};
/* What may be put into a bundle: recommendations that can go to the boards, and what the others still need. */
struct svc_bundle_choice {
    struct svc_card card;
    const char *revision;
    bool ready;
    const char *question;
};
struct svc_bundle_choices {
    const struct svc_bundle_choice *at;
    size_t n;
};
MUST_CHECK err_code svc_bundle_choices(struct svc *svc, struct svc_bundle_choices *out, kb_err *err);
/* `failed` is the item that was refused, when one was. */
MUST_CHECK err_code svc_bundle_open(struct svc *svc, const struct svc_bundle *in, size_t *failed, kb_err *err);

/* One move. What it does not ask is left zero. */
struct svc_move {
    text practice; /* number or id */
    enum stage_move move;
    text revision; /* that was shown: ERR_CONFLICT when the line points to another by now; "" does not ask */
    text words;    /* reason, question, summary, outcome, ...: the one text that this move must have */
    struct date review, until;
    text other;   /* the practice it became part of, or that takes its place */
    bool forced;  /* an editor passes an own text, knowingly */
    bool similar; /* the writers looked at practices that are like it */
    bool told;    /* the boards know */
    const struct svc_round_open *round;
    const text *organisations; /* slugs of the partners that adopted it outside: it binds those */
    size_t n_organisations;
    /* submitting makes a version of the working copy, as svc_publish does */
    int64_t seen;
    text rendered;
};

/* Makes it. ERR_CONFLICT when there is no such move from where it stands, or svc_returned tells why there is none;
 * ERR_RULE with everything that is missing. */
MUST_CHECK err_code svc_move(struct svc *svc, const struct svc_move *in, kb_err *err);

/* What an editor may know of a text that a colleague sent back while they had this revision before them (returned.c).
 * ERR_NOT_FOUND for all others. */
struct svc_returned {
    const char *by; /* name */
    kb_time at;
};
MUST_CHECK err_code svc_returned(struct svc *svc, text practice, text revision, struct svc_returned *out, kb_err *err);

/* A move that this actor can make here, or could if what is missing were there. */
struct svc_open_move {
    enum stage_move move;
    enum stage to;
    uint32_t must_write;
    bool own_text;                     /* the actor wrote it: passing it is flagged */
    const struct kb_err_item *missing; /* what the form cannot give */
    size_t n_missing;
};
struct svc_open_moves {
    const struct svc_open_move *at;
    size_t n;
};
MUST_CHECK err_code svc_moves(struct svc *svc, text practice, struct svc_open_moves *out, kb_err *err);

/* What the form of one move needs to be drawn. ERR_FORBIDDEN when it is not this actor's to make. */
struct svc_move_form {
    struct svc_card card;
    struct svc_open_move move;
    const char *revision;      /* id, or NULL */
    struct date review, until; /* proposals */
    const char *question;      /* to the boards, as it was written at the recommendation */
    enum round_preset preset;
    struct svc_similar similar; /* for a submission */
    struct svc_cards alike;     /* for a move that points to another text: standing ones on the same subject */
};
MUST_CHECK err_code svc_move_form(struct svc *svc, text practice, enum stage_move move, struct svc_move_form *out,
                                  kb_err *err);

/* The text that a merge or a replacement would point to (number or id). ERR_FORBIDDEN when the move is not this actor's
 * to make, ERR_INVALID with "other" when there is no such text or it is this one. */
MUST_CHECK err_code svc_move_other(struct svc *svc, text practice, enum stage_move move, text other,
                                   struct svc_card *out, kb_err *err);

/* What was done, newest first: the public timeline. */
struct svc_step {
    enum stage_move move;
    enum stage to;
    kb_time at;
    const char *by; /* name, "" for clocks */
    const char *words;
    struct date until; /* of talks and of a deferral: their last day; else none */
    bool own_text, one_editor, dissent;
};
struct svc_steps {
    const struct svc_step *at;
    size_t n;
};
MUST_CHECK err_code svc_timeline(struct svc *svc, text practice, struct svc_steps *out, kb_err *err);

/* ---- What a text waits for (needed.c): the needed line of design section 2, for each reader what they may know ----
 */

/* An organisation without a position, or one that is not akkoord; for who may see positions. */
struct svc_needed_board {
    const char *name;
    bool objects;
    const char *said, *lift; /* of a niet akkoord */
    const char *busy_until;  /* day on which it decides, or NULL */
};
struct svc_needed {
    enum stage stage;   /* as this actor is told it; STAGE_NONE when it waits for nothing */
    bool over;          /* the term before this turn is over: of remarks, of the round, of talks */
    bool after_talks;   /* a deferral: not because an organisation was silent */
    kb_time due;        /* 0: no date */
    const char *editor; /* who has it in hand, for its writers, editors and boards; "" */
    /* What the move that takes it on still lacks, for the same people. */
    const struct kb_err_item *missing;
    size_t n_missing;
    size_t remarks; /* without an answer */
    const struct svc_needed_board *boards;
    size_t n_boards;
    bool enough; /* enough organisations have a position to decide by */
};
/* Of the text on its way, or of the one that stands. */
MUST_CHECK err_code svc_needed(struct svc *svc, text practice, enum practice_line line, struct svc_needed *out,
                               kb_err *err);

/* What a move waits for: the lead agrees, a second editor agrees, somebody of the field checked it, nobody tried it
 * yet, the lead promises a new revision. An editor asks; whom it is asked of gives it. */
enum svc_assent_kind {
    SVC_ASSENT_LEAD,
    SVC_ASSENT_SECOND,
    SVC_ASSENT_CHECK,
    SVC_ASSENT_NOT_TRIED,
    SVC_ASSENT_PROMISE,
    SVC_ASSENT__COUNT
};
const char *svc_assent_slug(enum svc_assent_kind kind);
bool svc_assent_from_slug(text slug, enum svc_assent_kind *kind);
MUST_CHECK err_code svc_assent_ask(struct svc *svc, text practice, enum svc_assent_kind kind, kb_err *err);
MUST_CHECK err_code svc_assent_give(struct svc *svc, text practice, enum svc_assent_kind kind, text words, kb_err *err);

/* Which of them this actor may give or ask now, and what was said. */
struct svc_assent {
    enum svc_assent_kind kind;
    bool may_ask, may_give;
    kb_time asked, given;
    const char *by, *words;
};
struct svc_assents {
    struct svc_assent at[SVC_ASSENT__COUNT];
    size_t n;
    bool review; /* the lead is asked whether the text that stands is still right */
};
MUST_CHECK err_code svc_assents(struct svc *svc, text practice, struct svc_assents *out, kb_err *err);

/* ---- Corrections (correction.c): spelling and links, which make nobody an author ---- */

/* Of a submitted text (a language fix; headings too): the lead agrees, or is silent for five working days. Of an
 * adopted text (a minor correction): a second editor agrees where the profile asks one; the decision is carried over.
 */
struct svc_correction {
    struct svc_card card;
    bool fix; /* of a submitted text */
    bool may_propose, may_agree, may_drop;
    const char *revision;   /* of the text that is or would be mended */
    struct svc_draft draft; /* the text as it stands */
    bool waits;             /* there is one; what follows is its */
    const char *note, *by;
    kb_time at;
    const struct svc_compared *parts;
    size_t n_parts;
    bool done_at_once; /* nobody else needs to agree */
};
/* For editors, and for the lead of a text that has one. */
MUST_CHECK err_code svc_correction(struct svc *svc, text practice, struct svc_correction *out, kb_err *err);

/* Does one wait that this actor has a part in? For a page that only leads there: no text is read. */
MUST_CHECK err_code svc_correction_waits(struct svc *svc, text practice, bool *waits, kb_err *err);

struct svc_correct {
    text practice, revision; /* the text that was shown */
    struct svc_draft draft;  /* sections that are left out stay as they are */
    text note;
};
/* ERR_RULE names every part in which more changes than spelling; ERR_CONFLICT when one of a colleague waits. */
MUST_CHECK err_code svc_correct(struct svc *svc, const struct svc_correct *in, kb_err *err);

/* Agrees, after which the text is mended at once; or lets it be. ERR_CONFLICT when it is another than was shown (`at`).
 */
MUST_CHECK err_code svc_correction_agree(struct svc *svc, text practice, kb_time at, kb_err *err);
MUST_CHECK err_code svc_correction_drop(struct svc *svc, text practice, kb_err *err);

/* Moves everything whose time has come, as the clocks do. Each move that was made is told to `say` (may be NULL). */
typedef void svc_tick_say(void *ctx, const struct svc_card *card, enum stage_move move);
MUST_CHECK err_code svc_tick(struct svc *svc, svc_tick_say *say, void *ctx, size_t *moved, kb_err *err);

/* All that time brings: svc_tick, reminders, and telling people (svc_tell). */
MUST_CHECK err_code svc_keep(struct svc *svc, svc_tick_say *say, void *ctx, size_t *moved, kb_err *err);

/* What is older than its setting allows is forgotten (retention.c); for the system. */
enum svc_forgotten_kind {
    SVC_FORGOTTEN_SESSIONS,
    SVC_FORGOTTEN_LINKS, /* one-time links and forms that waited for a sign-in */
    SVC_FORGOTTEN_FORMS, /* that the same form is not carried out twice */
    SVC_FORGOTTEN_WRITING,
    SVC_FORGOTTEN_ASKED, /* search words */
    SVC_FORGOTTEN_NOTICES,
    SVC_FORGOTTEN_LETTERS,
    SVC_FORGOTTEN_REQUESTS, /* to join a group */
    SVC_FORGOTTEN_READS,    /* of what not everybody may read */
    SVC_FORGOTTEN_TOKENS,   /* that expired */
    SVC_FORGOTTEN__COUNT
};
const char *svc_forgotten_slug(enum svc_forgotten_kind kind);
struct svc_forgotten {
    int64_t n[SVC_FORGOTTEN__COUNT]; /* rows of each kind */
};
MUST_CHECK err_code svc_forget(struct svc *svc, struct svc_forgotten *out, kb_err *err);

/* ---- What readers say (remark.c) ---- */

struct svc_remark_add {
    text practice;
    bool candidate; /* about the text on its way */
    bool must;      /* "moet anders" */
    text section, passage, body;
};
MUST_CHECK err_code svc_remark_add(struct svc *svc, const struct svc_remark_add *in, kb_err *err);

/* The working group answers; ERR_CONFLICT when it did. */
MUST_CHECK err_code svc_remark_answer(struct svc *svc, text practice, text remark, text answer, kb_err *err);

enum svc_use { SVC_USED, SVC_NO_HELP, SVC_OUTDATED, SVC_USE__COUNT };
const char *svc_use_slug(enum svc_use use);
bool svc_use_from_slug(text slug, enum svc_use *use);
/* One tap; a second one on the same day is no second use. */
MUST_CHECK err_code svc_use(struct svc *svc, text practice, enum svc_use use, kb_err *err);

struct svc_experience_add {
    text practice, location, body, again; /* again: yes, no, changed; location may be "" */
};
MUST_CHECK err_code svc_experience_add(struct svc *svc, const struct svc_experience_add *in, kb_err *err);

struct svc_remark {
    struct store_remark row;
    const char *name, *answer_name;
};
struct svc_experience {
    struct store_experience row;
    const char *location_name; /* or NULL */
};
struct svc_said {
    const struct svc_remark *remarks; /* newest first; those without an answer before the others */
    size_t n_remarks, n_open;
    const struct svc_experience *experiences;
    size_t n_experiences;
    struct store_use_counts uses;
    bool may_remark, may_use, may_flag, may_experience, may_answer;
};
MUST_CHECK err_code svc_said(struct svc *svc, text practice, struct svc_said *out, kb_err *err);

/* ---- Deciding (deciding.c, position.c, here.c) ---- */

struct svc_voice {
    const char *organisation, *slug, *name;
    bool visible; /* the actor may see what it says */
    enum round_position position;
    struct store_position said;   /* of the current one; zero when there is none */
    const char *before;           /* slug of the position before it, or NULL */
    const char *busy_until;       /* day, or NULL */
    bool mine;                    /* the actor may take its position */
    bool prepares;                /* the actor is of its board: sees and saves what that prepares to say */
    struct store_concept concept; /* that (svc_round, svc_concepts); zero when there is none */
    const char *concept_by;       /* name */
    bool voiceless;               /* nobody may, and the actor may make a link for it (svc_position_link) */
    unsigned takes;               /* which positions it may take now: bit 1 << POSITION_... */
    /* what it said of the text before, when it has no position on this one: a yes is one click, with what changed */
    enum round_position earlier; /* POSITION_NONE: nothing */
    struct store_position earlier_said;
    int earlier_version;
};
struct svc_round {
    struct store_round row;
    struct svc_card card;
    enum round_preset preset;
    enum round_state state;
    enum round_outcome outcome; /* when it ended */
    struct svc_voice *voices;
    size_t n_voices;
    bool sees_positions, manages;
    struct round_tally tally; /* when the actor sees positions */
    enum round_outcome now;   /* what closing would give now; OUTCOME_NONE when the actor does not see positions */
    bool may_move_to_consent;
    kb_time talks_until;           /* in talks, when the actor sees positions: the end of their last day; 0 else */
    const char *from_version_href; /* what changed since the text that stands; NULL when there is none */
};
struct svc_rounds {
    const struct svc_round *at;
    size_t n;
};
/* Rounds that are open or in talks; and those of one practice, newest first. */
MUST_CHECK err_code svc_rounds(struct svc *svc, struct svc_rounds *out, kb_err *err);
/* Puts into these rounds what the board of this organisation prepares, when it is the actor's own. */
MUST_CHECK err_code svc_concepts(struct svc *svc, const char *organisation, const struct svc_rounds *rounds,
                                 kb_err *err);
MUST_CHECK err_code svc_rounds_of(struct svc *svc, text practice, struct svc_rounds *out, kb_err *err);
MUST_CHECK err_code svc_round(struct svc *svc, text id, struct svc_round *out, kb_err *err);

/* What lay before one board for a meeting in the past: the rounds that ran at the end of the day its papers were due,
 * with the positions that were known then. Their term, rule and advice are those of now. */
struct svc_rounds_then {
    struct svc_rounds rounds; /* first to end first */
    kb_time until;            /* the end of that day */
};
MUST_CHECK err_code svc_rounds_then(struct svc *svc, text organisation, struct date meeting,
                                    struct svc_rounds_then *out, kb_err *err);

struct svc_position {
    text round, organisation; /* ids */
    enum round_position position;
    text said, lift, reserve;
    struct date board_day;
    text minute;
    text seen; /* id of the position that was shown beside the form, "none", or "" when none was looked at */
};
/* A secretary, deputy or mandated member records what the organisation says. ERR_CONFLICT when a colleague was first.
 */
MUST_CHECK err_code svc_position(struct svc *svc, const struct svc_position *in, kb_err *err);
/* Anybody of the board saves what it prepares to say: `seen` is the concept that was shown, day and minute are not
 * kept. Its texts may still be empty. Nobody is told; giving the position, or the end of the round, takes it away. */
MUST_CHECK err_code svc_concept(struct svc *svc, const struct svc_position *in, kb_err *err);

/* Follows what the editors advise in these open rounds, for one organisation that has no position there yet; what it
 * cannot follow is refused as a whole. */
struct svc_follow {
    text organisation;
    const text *rounds;
    size_t n;
    struct date board_day;
    text minute;
};
MUST_CHECK err_code svc_follow_advice(struct svc *svc, const struct svc_follow *in, kb_err *err);
/* "Nog in behandeling tot": no position. */
MUST_CHECK err_code svc_busy(struct svc *svc, text round, text organisation, struct date until, kb_err *err);
/* A board moves a light round to consent, once; an editor extends the term, once. */
MUST_CHECK err_code svc_round_consent(struct svc *svc, text round, kb_err *err);
MUST_CHECK err_code svc_round_extend(struct svc *svc, text round, kb_err *err);

/* Where somebody sits on a board. */
enum svc_seat {
    SVC_SEAT_NONE,
    SVC_SEAT_MEMBER,
    SVC_SEAT_VOICE, /* may give its position: secretary, deputy, mandated */
};

/* A board and its meeting dates. */
struct svc_board {
    const char *organisation, *slug, *name;
    enum svc_seat seat;                   /* of the actor */
    bool mine;                            /* its dates are the actor's to change: its secretary's */
    const struct store_meeting *meetings; /* from today on */
    size_t n_meetings;
    const char *last; /* day of its newest meeting that is no longer to come, today's included; NULL */
};
struct svc_boards {
    const struct svc_board *at;
    size_t n;
};
MUST_CHECK err_code svc_boards(struct svc *svc, struct svc_boards *out, kb_err *err);
struct svc_meeting_put {
    text organisation; /* id */
    struct date day, papers;
    bool remove;
};
MUST_CHECK err_code svc_meeting_put(struct svc *svc, const struct svc_meeting_put *in, kb_err *err);

/* "Geldt dit bij ons?": one line for each partner, and for a member that said something of its own. */
struct svc_here {
    const char *organisation, *name;
    bool own;  /* the reader's */
    bool mine; /* the reader may change it */
    enum round_here here;
    const char *said; /* its "maar", its dissent; of a member those of its partner; "" */
    bool member;      /* of a partner, from which it inherits */
    bool joined, left;
    kb_time at;
    const char *note, *noted_by; /* its own words for its people; "" */
    kb_time noted;
};
struct svc_heres {
    const struct svc_here *at;
    size_t n;
};
MUST_CHECK err_code svc_heres(struct svc *svc, text practice, struct svc_heres *out, kb_err *err);

/* Joins an adopted text later, leaves it with a reason, or keeps a note: what is "joined", "left" or "note". */
struct svc_local_put {
    text practice, organisation, what, words;
};
MUST_CHECK err_code svc_local_put(struct svc *svc, const struct svc_local_put *in, kb_err *err);

/* ---- Uitvoering of an adopted plan (carrying.c) ---- */

struct svc_carrying {
    const char *organisation, *name;
    bool mine;         /* the actor may say it: its own board, an editor */
    const char *state; /* "planned", "busy", "done", "stuck"; "" when nothing was said */
    const char *step;
    const char *day; /* yyyy-mm-dd, or NULL */
    kb_time at;
};
struct svc_carryings {
    bool plan; /* it is one that stands */
    const struct svc_carrying *at;
    size_t n;
};
/* Empty for what is no plan, and for who is not of the network. */
MUST_CHECK err_code svc_carryings(struct svc *svc, text practice, struct svc_carryings *out, kb_err *err);
struct svc_carrying_put {
    text practice, organisation, state, step;
    struct date day;
};
/* A step is required unless it is done. */
MUST_CHECK err_code svc_carrying_put(struct svc *svc, const struct svc_carrying_put *in, kb_err *err);

/* ---- The editors' desk and what waits for somebody (desk.c) ---- */

enum svc_waits { SVC_WAITS_EDITOR, SVC_WAITS_GROUP, SVC_WAITS_BOARDS, SVC_WAITS_CLOCK, SVC_WAITS__COUNT };

struct svc_named {
    const char *key, *name;
};

struct svc_desk_item {
    struct svc_card card;
    enum svc_waits waits; /* for whom */
    kb_time due;          /* 0: no date */
    bool late;
    const char *editor, *editor_name; /* who has it in hand; NULL, "" */
};
struct svc_desk {
    const struct svc_desk_item *at; /* latest first */
    size_t n;
    size_t unconfirmed;                              /* adopted elsewhere, not confirmed: a list of their own */
    const struct svc_named *editors, *organisations; /* what can be asked for: ids, and slugs of the partners */
    size_t n_editors, n_organisations;
};
#define SVC_DESK_NOBODY "niemand"
struct svc_desk_ask {
    text stage, legal_field; /* slugs; "" is all */
    text editor;             /* who has it in hand: the id of an editor, SVC_DESK_NOBODY; "" is all */
    text organisation;       /* slug of a partner: whose position a round still waits for; "" is all */
    bool stuck;              /* late only */
    bool unconfirmed;        /* instead of what is on its way or due: what was adopted elsewhere and is not confirmed */
};
MUST_CHECK err_code svc_desk(struct svc *svc, const struct svc_desk_ask *ask, struct svc_desk *out, kb_err *err);
/* Takes it in hand, also from a colleague. */
MUST_CHECK err_code svc_desk_take(struct svc *svc, text practice, kb_err *err);
/* Asks whoever it waits for: the group's leads, the boards without a position, the editor who has it in hand. */
MUST_CHECK err_code svc_desk_nudge(struct svc *svc, text practice, kb_err *err);

/* The same for many, all or nothing; `failed` is the one that was refused, when one was. */
enum svc_desk_verb { SVC_DESK_TAKE, SVC_DESK_NUDGE, SVC_DESK_ACCEPT, SVC_DESK_RETURN, SVC_DESK_CONFIRM };
enum { SVC_DESK_MANY_MAX = 100 };
struct svc_desk_many {
    enum svc_desk_verb verb;
    const text *practices; /* ids */
    size_t n;
    text words;         /* of a return: what to change; of a confirmation: what was checked */
    struct date review; /* of a confirmation */
};
MUST_CHECK err_code svc_desk_many(struct svc *svc, const struct svc_desk_many *in, size_t *failed, kb_err *err);

/* ---- Answer texts (answer_text.c): what editors write often, kept to use again with a step. For editors. ---- */

enum { SVC_ANSWER_TITLE_MAX = 100 /* bytes */, SVC_ANSWER_TEXTS_MAX = 200 };
struct svc_answer_text {
    const char *id;
    enum practice_words purpose; /* the words of a step that it is for */
    const char *title, *body;
    int64_t version;
    kb_time changed;
    const char *by; /* name, or "" */
};
struct svc_answer_texts {
    const struct svc_answer_text *at;
    size_t n;
};
/* The words by stage_words_slug, when there is a box for them that an answer text can be for. */
bool svc_answer_purpose_from_slug(text slug, enum practice_words *out);
/* All of them, those for one box behind each other, by title. */
MUST_CHECK err_code svc_answer_texts(struct svc *svc, struct svc_answer_texts *out, kb_err *err);
/* Those for these boxes, bits 1u << WORDS_x. Empty, not refused, for who keeps none: also others than editors make a
 * step. */
MUST_CHECK err_code svc_answer_texts_for(struct svc *svc, uint32_t words, struct svc_answer_texts *out, kb_err *err);
MUST_CHECK err_code svc_answer_text(struct svc *svc, text id, struct svc_answer_text *out, kb_err *err);

/* Adds one (id ""), or changes version `seen` of one: ERR_STALE_EDIT when a colleague was first. ERR_INVALID on
 * "answer_for", "answer_title" and "answer_body". */
struct svc_answer_text_put {
    text id;
    enum practice_words purpose;
    text title, body;
    int64_t seen;
};
MUST_CHECK err_code svc_answer_text_put(struct svc *svc, const struct svc_answer_text_put *in, kb_err *err);
/* The same of taking it away. What was sent with it stays. */
MUST_CHECK err_code svc_answer_text_remove(struct svc *svc, text id, int64_t seen, kb_err *err);

/* ---- Notes that editors leave each other (desk.c) ---- */

MUST_CHECK err_code svc_desk_note_add(struct svc *svc, text practice, text body, kb_err *err);

struct svc_desk_notes {
    const struct store_desk_note *at;
    const char *const *names;
    size_t n;
    const char *in_hand, *in_hand_name; /* the editor who has it; NULL, "" */
};
/* Empty for who is no editor. */
MUST_CHECK err_code svc_desk_notes(struct svc *svc, text practice, struct svc_desk_notes *out, kb_err *err);

/* Everything that others than its writers can see, by stage as this actor is told it, the newest first. */
enum { SVC_OVERVIEW_STAGES = 6, SVC_OVERVIEW_EACH = 100 };
struct svc_overview {
    struct {
        enum stage stage;
        struct svc_cards cards; /* at most SVC_OVERVIEW_EACH */
        bool more;
    } at[SVC_OVERVIEW_STAGES];
};
MUST_CHECK err_code svc_overview(struct svc *svc, struct svc_overview *out, kb_err *err);

/* What is asked of this person now, the most urgent first. */
enum svc_wait_for {
    SVC_WAIT_POSITION,
    SVC_WAIT_RETURNED,
    SVC_WAIT_LEAD,
    SVC_WAIT_REVIEW, /* what stands must be looked at */
    SVC_WAIT_REMARKS,
    SVC_WAIT_DESK,
    SVC_WAIT_ACCESS, /* people who ask to join */
    SVC_WAIT_VOUCH,  /* somebody who lost their second factor */
    SVC_WAIT_STEER,  /* a step over one niet akkoord */
    SVC_WAIT__COUNT
};
struct svc_wait {
    enum svc_wait_for what;
    struct svc_card card;
    const char *href;
    kb_time due; /* 0: none */
    size_t n;    /* of remarks, of late items, of people */
};
struct svc_waits_list {
    const struct svc_wait *at;
    size_t n;
};
MUST_CHECK err_code svc_waiting(struct svc *svc, size_t limit, struct svc_waits_list *out, kb_err *err);

/* ---- Rendering (render.c): needs no store ---- */

/* Checks and renders each section; the result is what svc_publish keeps. ERR_INVALID names the sections. */
MUST_CHECK err_code svc_render(arena *a, const struct store_section *sections, size_t n, text *rendered, kb_err *err);

/* One section for the preview beside the editor. */
MUST_CHECK err_code svc_preview(arena *a, text key, text source, const struct md_document **out, kb_err *err);

/* ---- Working groups (group.c) ---- */

struct svc_group {
    struct store_group row;
    const char *location_name; /* or NULL */
    bool member;               /* the actor is */
    size_t n_members;
};
struct svc_groups {
    const struct svc_group *at;
    size_t n;
};
MUST_CHECK err_code svc_groups(struct svc *svc, struct svc_groups *out, kb_err *err);

struct svc_member {
    const char *person, *name;
    enum role role;
    const char *organisation_name; /* or NULL */
    bool may_stand_in;             /* this actor may name them as second lead */
};
struct svc_members {
    struct svc_member *at;
    size_t n;
};
struct svc_group_page {
    struct svc_group group;
    struct svc_members members; /* lead, second lead, members; within that by name */
    struct svc_cards work;      /* what this actor may see of the group's texts, last touched first */
    bool may_start, may_change, may_invite;
    kb_time alone_until; /* for who may name a second lead where there is none: from when; else 0 */
    bool may_appoint;    /* that is now */
};
MUST_CHECK err_code svc_group(struct svc *svc, text slug, struct svc_group_page *out, kb_err *err);

/* Adds a group, or changes the one with this slug (`id` set). */
struct svc_group_put {
    text id, name, slug, purpose, location; /* slug "" is made from the name; location "" is none */
    bool closed;
};
MUST_CHECK err_code svc_group_put(struct svc *svc, const struct svc_group_put *in, const char **slug, kb_err *err);

/* ---- Asking to join one (access.c) ---- */

struct svc_request {
    const char *person, *name, *words;
    kb_time at;
};
struct svc_requests {
    const struct svc_request *at; /* for who may let people in; else none */
    size_t n;
    bool mine;    /* the actor asked and waits for an answer */
    bool may_ask; /* in no way in it yet */
};
MUST_CHECK err_code svc_group_requests(struct svc *svc, text group, struct svc_requests *out, kb_err *err);
/* Anybody of the network asks, once; lead or second lead answers. `group` is the slug; words may be "". */
MUST_CHECK err_code svc_group_ask(struct svc *svc, text group, text words, kb_err *err);
MUST_CHECK err_code svc_group_answer(struct svc *svc, text group, text person, bool accept, kb_err *err);

/* No right hangs on one person (design section 2): an editor names a member as second lead of a group that fewer than
 * two people have led for a term (14 days). ERR_RULE lists all that is missing; ERR_CONFLICT when two lead it. */
MUST_CHECK err_code svc_group_appoint(struct svc *svc, text group, text person, kb_err *err);

/* ---- The network (network.c): organisations, locations, legal fields, settings ---- */

struct svc_organisation_put {
    text id, name, slug, parent; /* parent: slug of the partner, "" for a partner */
    bool inactive;
};
struct svc_location_put {
    text slug, name;
    bool change; /* of the existing one; else it is new and the slug must be free */
    int place;
    bool inactive;
};
struct svc_legal_field_put {
    text slug, name, lay_label;
    bool change;
    int place;
    bool inactive, moving; /* moving: its law changes often */
};
MUST_CHECK err_code svc_organisations(struct svc *svc, struct store_organisations *out, kb_err *err);
MUST_CHECK err_code svc_organisation_put(struct svc *svc, const struct svc_organisation_put *in, const char **slug,
                                         kb_err *err);
MUST_CHECK err_code svc_locations(struct svc *svc, struct store_locations *out, kb_err *err);
MUST_CHECK err_code svc_location_put(struct svc *svc, const struct svc_location_put *in, kb_err *err);
MUST_CHECK err_code svc_legal_fields(struct svc *svc, struct store_legal_fields *out, kb_err *err);
MUST_CHECK err_code svc_legal_field_put(struct svc *svc, const struct svc_legal_field_put *in, kb_err *err);

/* One table of settings of the network (settings.c); the process's own are in kb/cli/settings.h. */
enum { SVC_DAYS_MAX = 3650 };
struct svc_setting {
    const char *name;
    const char *const *choices; /* closed by NULL; NULL for free text and for days */
    size_t max;                 /* bytes of free text */
    const char *default_value;
    int least, most; /* of a number of days or months; 0 and 0 for what is no number */
    bool term;       /* of the ladder or of a round: "" is as the profile has it */
    bool lines;      /* text of several lines; "" is none */
    bool domains;    /* names of domains with blanks or commas between; "" is none */
    size_t at;       /* where in struct stage_terms */
};
extern const struct svc_setting svc_setting_table[];
extern const size_t svc_setting_count;
const struct svc_setting *svc_setting_row(text name); /* NULL when there is none */
MUST_CHECK err_code svc_setting(struct store *store, const char *name, arena *a, const char **value, kb_err *err);
MUST_CHECK err_code svc_setting_put(struct svc *svc, text name, text value, kb_err *err);

/* What is the network's own, for the privacy guard: what the settings name. Lives in svc's arena. */
struct privacy_own;
MUST_CHECK err_code svc_privacy_own(struct svc *svc, struct privacy_own *out, kb_err *err);

/* Did an editor let these words stand in a version of this practice (id)? Asked for a text that the actor writes. */
MUST_CHECK err_code svc_client_data_stands(struct svc *svc, const char *practice, text words, bool *out, kb_err *err);

/* What the network's profile says of a term that is not set. */
MUST_CHECK err_code svc_term_of_profile(struct svc *svc, const struct svc_setting *term, int *out, kb_err *err);

/* What an empty installation still needs, each with a link; drawn until all are done. */
enum svc_setup_step {
    SVC_SETUP_ORGANISATIONS, /* at least one partner organisation */
    SVC_SETUP_LOCATIONS,
    SVC_SETUP_LEGAL_FIELDS,
    SVC_SETUP_PEOPLE,  /* somebody besides the first administrator */
    SVC_SETUP_EDITORS, /* two */
    SVC_SETUP_GROUPS,
    SVC_SETUP_READING, /* public or not has been answered */
    SVC_SETUP__COUNT
};
struct svc_setup {
    bool done[SVC_SETUP__COUNT];
    bool all;
};
MUST_CHECK err_code svc_setup(struct svc *svc, struct svc_setup *out, kb_err *err);

/* Whose leaving would block what (blocking.c): places where fewer than two people can do something. For editors and
 * administrators. */
enum svc_blocked {
    SVC_BLOCKED_EDITING,  /* the desk: one editor */
    SVC_BLOCKED_ACCOUNTS, /* one administrator */
    SVC_BLOCKED_VOICE,    /* an organisation's position */
    SVC_BLOCKED_GROUP,    /* a working group's submissions */
    SVC_BLOCKED_LOCATION, /* a location's coordinator */
    SVC_BLOCKED__COUNT
};
struct svc_blocking {
    enum svc_blocked what;
    const char *scope;  /* name of the organisation, group or location; "" for the network */
    const char *person; /* the one who can; "" when nobody can */
    bool nobody;
    const char *group; /* slug of a working group, else NULL */
    kb_time from;      /* an editor may name a second lead from then; else 0 */
};
struct svc_blockings {
    const struct svc_blocking *at;
    size_t n;
};
MUST_CHECK err_code svc_blocking(struct svc *svc, struct svc_blockings *out, kb_err *err);

/* Steps that one person made alone where two are asked: an editor passed a text that they helped to write, or was the
 * only editor. Newest first, at most 100; for editors and administrators, what they may see. */
struct svc_alone {
    struct svc_card card;
    enum stage_move move;
    kb_time at;
    const char *by; /* name; "" for a clock */
    bool own_text, one_editor;
};
struct svc_alones {
    const struct svc_alone *at;
    size_t n;
};
MUST_CHECK err_code svc_alones(struct svc *svc, struct svc_alones *out, kb_err *err);

/* What would stand still when this person left: for the person, and for administrators. */
MUST_CHECK err_code svc_leaving(struct svc *svc, text person, struct svc_blockings *out, kb_err *err);

/* ---- People (people.c) ---- */

struct svc_role {
    enum role role;
    enum store_scope kind;
    const char *scope, *scope_name; /* id or slug, and as shown */
};
struct svc_person {
    struct store_person row; /* without the password hash */
    const struct svc_role *roles;
    size_t n_roles;
};
struct svc_persons {
    const struct svc_person *at;
    size_t n;
};
MUST_CHECK err_code svc_people(struct svc *svc, struct svc_persons *out, kb_err *err);
MUST_CHECK err_code svc_person(struct svc *svc, text id, struct svc_person *out, kb_err *err);

/* By the name one signs in with; for administration. */
MUST_CHECK err_code svc_person_by_sign_in(struct svc *svc, text sign_in, struct store_person *out, kb_err *err);

/* Adds a person (id ""), or changes name and sign-in name. */
struct svc_person_put {
    text id, sign_in, name;
};
MUST_CHECK err_code svc_person_put(struct svc *svc, const struct svc_person_put *in, const char **id, kb_err *err);
MUST_CHECK err_code svc_person_disable(struct svc *svc, text id, bool disabled, kb_err *err);

/* Is there an open account that administers? */
MUST_CHECK err_code svc_has_administrator(struct svc *svc, bool *out, kb_err *err);

/* "organisation", "group", "location", "network". */
const char *svc_scope_slug(enum store_scope kind);

/* Gives or takes a role. `scope` is the slug of the organisation, group or location; "" for the network. */
struct svc_role_put {
    text person, role, scope_kind, scope;
    bool take;
};
MUST_CHECK err_code svc_role_put(struct svc *svc, const struct svc_role_put *in, kb_err *err);

/* One-time links: bytes of the token with its NUL, and for how long they are good. */
enum {
    SVC_LINK_TOKEN_BYTES = 44,
    SVC_LINK_DAYS = 3, /* of an account; of the others: */
    SVC_INVITE_DAYS = 14,
    SVC_CHECK_DAYS = 30,
    SVC_READER_DAYS = 14
};

/* ---- Signing in (account.c) ---- */

/* In code points; with a second factor a shorter one will do (design section 9). */
enum { SVC_PASSWORD_MIN = 15, SVC_PASSWORD_MIN_SECOND = 12, SVC_PASSWORD_MAX = 200 /* bytes */ };

/* Whose password it is going to be: what others know of them is guessed first. */
struct svc_password_about {
    text sign_in, name;
    bool second_factor;
    const text *words; /* names of the network: svc_password_about; NULL when there is no store to ask */
    size_t n_words;
};

/* Puts the words of the network's own into about: its name, those of its organisations and locations. */
MUST_CHECK err_code svc_password_about(struct svc *svc, struct svc_password_about *about, kb_err *err);

/* ERR_INVALID with field "password": "too-short", "too-long", "not-text", or "too-easy": what everybody tries, and what
 * is made of one ordinary word and things that are known. No composition rules. */
MUST_CHECK err_code svc_password_check(text password, const struct svc_password_about *about, kb_err *err);

/* A sign-in name as it is compared, however it was typed: for counting attempts. "" for what can be none. */
const char *svc_sign_in_folded(struct svc *svc, text sign_in);

/* Whose name that is; NULL for nobody. For counting attempts, never for an answer. Reads. */
MUST_CHECK err_code svc_person_called(struct svc *svc, text sign_in, const char **person, kb_err *err);

/* argon2id with 64 MiB: a quarter of a second; on the small pool only. */
MUST_CHECK err_code svc_password_hash(text password, arena *a, const char **hash, kb_err *err);

/* Whose password this is: ERR_FORBIDDEN for an unknown name, a closed account and a wrong password alike, in the same
 * time. Reads; on the small pool only. Meanwhile the password can change: `mark` tells svc_sign_in which one it was. */
enum { SVC_PASSWORD_MARK_BYTES = 33 };
MUST_CHECK err_code svc_password_verify(struct svc *svc, text sign_in, text password, const char **person,
                                        char mark[SVC_PASSWORD_MARK_BYTES], kb_err *err);

struct svc_new_session {
    const char *person;
    const uint8_t *token_hash, *csrf; /* 32 bytes each */
    bool trusted, second;             /* second: a second factor was given */
    const char *password_mark;        /* of the password that was right; NULL when none was asked */
    const char *agent, *place;        /* may be NULL */
    const char *sso;                  /* begun at the identity provider: svc_sso_session; NULL when not */
    kb_time age;                      /* how long ago they proved who they are there; 0: just now */
};

/* ERR_FORBIDDEN when the account was closed since, when it has another password by now, or when the password alone does
 * not open it any more: whoever ends all sessions ends those on their way too. */
MUST_CHECK err_code svc_sign_in(struct svc *svc, const struct svc_new_session *in, kb_err *err);

/* Where the actor is signed in now; `own` is the session that asks. Ids are no tokens: they open nothing. */
enum { SVC_SESSION_ID_BYTES = 27, SVC_SESSION_IDLE_MS = 12 * MS_HOUR, SVC_SESSION_ABSOLUTE_MS = 7 * MS_DAY };
struct svc_session {
    char id[SVC_SESSION_ID_BYTES];
    const char *agent, *place;
    kb_time created, last_seen;
    bool trusted, own;
};
struct svc_sessions {
    const struct svc_session *at;
    size_t n;
};
MUST_CHECK err_code svc_sessions(struct svc *svc, const uint8_t own[32], struct svc_sessions *out, kb_err *err);

/* Ends one of the actor's own by its id, or with "" all but `own`. ERR_NOT_FOUND when it is not there any more. */
MUST_CHECK err_code svc_session_end(struct svc *svc, text id, const uint8_t own[32], kb_err *err);
MUST_CHECK err_code svc_sign_out(struct svc *svc, const uint8_t token_hash[32], kb_err *err);
MUST_CHECK err_code svc_password_put(struct svc *svc, text person, const char *hash, kb_err *err);

/* ---- The second factor (second.c): a code from a telephone (RFC 6238, 6 digits, 30 s, SHA-1), each good once; or a
 * passkey. Codes on paper stand in for either, and go with the last of them ---- */

enum { SVC_RECOVERY_CODES = 10, SVC_RECOVERY_BYTES = 20 /* "8r2k-wj5n-0vqe-tm3x" and NUL */ };

/* The actor's own. */
struct svc_second {
    bool on;       /* asked for when signing in: a code, a passkey, or either */
    bool begun;    /* the secret was shown, no code was given yet */
    bool needed;   /* the network's setting asks it of what this actor may do */
    bool anew;     /* the lost one was taken away; until a new one works nobody signs in with the password alone */
    kb_time since; /* codes from a telephone; 0: none */
    int64_t left;  /* codes on paper */
};
MUST_CHECK err_code svc_second(struct svc *svc, struct svc_second *out, kb_err *err);
MUST_CHECK err_code svc_second_needed(struct svc *svc, bool *needed, kb_err *err);

/* Does signing in ask this person for one? */
MUST_CHECK err_code svc_second_of(struct svc *svc, const char *person, bool *on, kb_err *err);

/* Makes a secret for the actor; it counts from svc_second_confirm on. ERR_CONFLICT when there is one that counts. */
MUST_CHECK err_code svc_second_begin(struct svc *svc, kb_err *err);

/* That secret while it does not count yet: in base32, and as an otpauth: address for a picture. ERR_NOT_FOUND else. */
MUST_CHECK err_code svc_second_secret(struct svc *svc, const char **base32, const char **uri, kb_err *err);

/* The first code. From here on it counts: where the person is signed in now has it, everywhere else they are signed
 * out, and the codes on paper are given: only their hashes are kept. ERR_INVALID on "code". */
MUST_CHECK err_code svc_second_confirm(struct svc *svc, text code, const uint8_t session[32],
                                       char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err);

/* Ten new codes on paper in the place of the old ones. */
MUST_CHECK err_code svc_second_codes(struct svc *svc, char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err);

/* The actor does without codes from a telephone. */
MUST_CHECK err_code svc_second_remove(struct svc *svc, kb_err *err);

/* Takes it away from somebody who lost it, passkeys as well, and ends their sessions: administrators and the command
 * line. */
MUST_CHECK err_code svc_second_reset(struct svc *svc, text person, kb_err *err);

/* Signing in: uses up a code from the telephone or from paper; ERR_FORBIDDEN when it is wrong or was used. On the
 * writer. */
MUST_CHECK err_code svc_second_use(struct svc *svc, const char *person, text code, kb_err *err);

/* ---- Passkeys (passkey.c): a key in a device, as second factor, or alone where the device knows its owner ---- */

enum { SVC_PASSKEYS_MAX = 20, SVC_PASSKEY_NAME_MAX = 100 /* bytes */ };

struct svc_passkey {
    const char *id;   /* in base64url */
    const char *name; /* as its owner calls it */
    kb_time made, used;
};
struct svc_passkeys {
    const struct svc_passkey *at;
    size_t n;
};

/* The actor's own, oldest first; or those of somebody who gave the right password and is asked for one of them. */
MUST_CHECK err_code svc_passkeys(struct svc *svc, struct svc_passkeys *out, kb_err *err);
MUST_CHECK err_code svc_passkeys_of(struct svc *svc, const char *person, struct svc_passkeys *out, kb_err *err);

/* What the script of a page sends, all in base64url. `credential` is the id of a key that signed. */
struct svc_passkey_answer {
    text credential, client_data, authenticator, signature;
};

/* A new one for the actor. When it is their first second factor, *first: where they are signed in now has it,
 * everywhere else they are signed out, and the codes on paper are given. ERR_INVALID on "name" or "passkey":
 * "passkey-refused", "passkey-taken". */
struct svc_passkey_add {
    text name;
    const struct webauthn_asked *asked;
    struct svc_passkey_answer answer;
    const uint8_t *session; /* 32 bytes */
};
MUST_CHECK err_code svc_passkey_add(struct svc *svc, const struct svc_passkey_add *in, bool *first,
                                    char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err);

/* Signing in. `person` is who gave the right password; NULL: whose key it is, and asked->verified must be set.
 * ERR_FORBIDDEN for an unknown key, that of somebody else, a wrong answer, and a challenge that was used, alike. */
MUST_CHECK err_code svc_passkey_use(struct svc *svc, const struct webauthn_asked *asked,
                                    const struct svc_passkey_answer *answer, const char *person, const char **owner,
                                    kb_err *err);

/* The actor's own, "" for all of them; ERR_NOT_FOUND when it is not there. */
MUST_CHECK err_code svc_passkey_remove(struct svc *svc, text id, kb_err *err);

/* ---- Tokens (token.c): a program reads in the name of a person ----
 *
 * 256 random bits behind "kb_", by which who looks for secrets that leaked knows them. Shown once; only the SHA-256 is
 * kept. What a token opens is its scope: the table of routes says which addresses take which. There it gives what its
 * person may see at that moment, and nowhere can it change anything. It ends with its term, when it is revoked, and
 * with everything that ends all sessions of its person: another password, a closed account. Of who signs in at the
 * identity provider it sleeps when they did not for as long as a session lives, so that it does not outlive their
 * account there. */

/* One bit each: a route takes several. */
enum svc_token_scope {
    SVC_TOKEN_NOTHING = 0,
    SVC_TOKEN_FEEDS = 1, /* what a reader of feeds asks */
    SVC_TOKEN_READ = 2   /* searching and reading texts, feeds too */
};
const char *svc_token_scope_slug(enum svc_token_scope scope); /* "feeds", "read" */

#define SVC_TOKEN_PREFIX "kb_"
enum { SVC_TOKEN_BYTES = 3 + 43 + 1 /* prefix, base64url, NUL */, SVC_TOKENS_MAX = 20, SVC_TOKEN_NAME_MAX = 100 };

/* For how many days one may be made at most: a setting. */
MUST_CHECK err_code svc_token_days(struct svc *svc, int64_t *most, kb_err *err);

/* For the actor; the last day counts whole. ERR_INVALID on "token_name", "token_scope" and "token_term". */
struct svc_token_make {
    text name, scope;
    int64_t days;
};
struct svc_token_made {
    char token[SVC_TOKEN_BYTES]; /* for the person, nowhere else and never again */
    kb_time expires;
};
MUST_CHECK err_code svc_token_make(struct svc *svc, const struct svc_token_make *in, struct svc_token_made *out,
                                   kb_err *err);

struct svc_token {
    const char *id, *name; /* the id opens nothing */
    enum svc_token_scope scope;
    kb_time expires;
    bool over;
    const char *used; /* the last day, "2026-03-12"; "" when not yet */
};
struct svc_tokens {
    const struct svc_token *at; /* oldest first */
    size_t n;
};
/* Of the person, for themselves or an administrator. ERR_NOT_FOUND when that person has no such token. */
MUST_CHECK err_code svc_tokens(struct svc *svc, text person, struct svc_tokens *out, kb_err *err);
MUST_CHECK err_code svc_token_revoke(struct svc *svc, text person, text id, kb_err *err);

/* Whose token this is. ERR_TOKEN, always the same, for what is no token, is unknown, was revoked, is over, sleeps, or
 * is of a closed account. Reads. */
struct svc_token_holder {
    const char *person;
    enum svc_token_scope scope;
    uint8_t key[32];  /* for svc_token_used */
    bool first_today; /* the day of use is not written down yet */
};
MUST_CHECK err_code svc_token_look(struct svc *svc, text sent, struct svc_token_holder *out, kb_err *err);

/* Writes down the day; may be lost. On the writer. */
MUST_CHECK err_code svc_token_used(struct store *store, const uint8_t key[32], kb_time at, kb_err *err);

/* ---- Signing in at the identity provider of the organisations (sso.c) ----
 *
 * Issuer and subject are the key. The two are linked once, by somebody who is signed in or who holds a one-time link;
 * a mail address or a name that is the same never links anything. */

/* What the provider says of somebody, after the token was checked. */
struct svc_identity {
    const char *issuer;
    text subject, name, sign_in; /* the last two: for an account that is made now */
    const text *groups;
    size_t n_groups;
};

/* A refusal speaks of field "sso": "sso-unknown" (ERR_FORBIDDEN: nobody's, or of a closed account), "sso-taken" (of
 * somebody else), "sso-other" (this account is linked to another one there), "sso-name" (a new account cannot have this
 * sign-in name). */
MUST_CHECK err_code svc_sso_person(struct svc *svc, const struct svc_identity *who, const char **person, kb_err *err);

/* Links the actor. */
MUST_CHECK err_code svc_sso_link(struct svc *svc, const struct svc_identity *who, kb_err *err);
MUST_CHECK err_code svc_sso_unlink(struct svc *svc, const char *issuer, kb_err *err);

/* Uses a one-time link: a "password" link links its person, an invitation makes an account or adds to the one there is.
 * ERR_GONE as svc_link_look. */
MUST_CHECK err_code svc_sso_use(struct svc *svc, text token, const struct svc_identity *who, const char **person,
                                kb_err *err);

/* ERR_CONFLICT ("sso-way") when the answer to this question was taken before. */
MUST_CHECK err_code svc_sso_once(struct svc *svc, text state, kb_err *err);

/* A form whose session had ended waits here, sealed by the caller, while its person is away at the provider: a quarter
 * of an hour, at most 100 of them, so that strangers fill no disk. When there is no room, the oldest form goes of the
 * place from which most came; never one of a place that has no more than this one, so that a flood from one place takes
 * nothing from another. ERR_BUSY when every place has as few. `place`: the bytes of where it comes from (caller.h).
 * Taken once; "" when it is not there. */
enum { SVC_FORM_MAX = 128 * 1024, SVC_FORMS_MAX = 100 };
MUST_CHECK err_code svc_form_keep(struct svc *svc, text place, text sealed, char token[SVC_LINK_TOKEN_BYTES],
                                  kb_err *err);
MUST_CHECK err_code svc_form_take(struct svc *svc, text token, text *sealed, kb_err *err);

/* How the actor is linked. Unlinking ends the sessions that were begun at the provider, this one too. `only`: there is
 * no password, so unlinking would lock them out (ERR_RULE). */
struct svc_sso {
    bool linked, only;
    kb_time since;
};
MUST_CHECK err_code svc_sso(struct svc *svc, const char *issuer, struct svc_sso *out, kb_err *err);

/* Which group gives which role, from a file of lines "group = role@kind:slug" (the network has no slug). */
struct svc_group_role {
    text group, role, scope_kind, scope;
};
struct svc_group_roles {
    struct svc_group_role *at;
    size_t n;
};
/* ERR_INVALID names the line. Everything lives in the arena. */
MUST_CHECK err_code svc_group_roles_read(text file, arena *a, struct svc_group_roles *out, kb_err *err);

/* What the groups give is given, and what they gave before and give no more is taken; what an administrator gave stays,
 * and so does the last administrator. A line whose place is not there (any more) gives nothing. */
MUST_CHECK err_code svc_sso_roles(struct svc *svc, const char *person, const struct svc_identity *who,
                                  const struct svc_group_roles *table, kb_err *err);

/* The same of somebody, by an administrator: *since is when they were linked, 0 when they are not. Who has no password
 * is unlinked as well: a link for a password lets them in again. */
MUST_CHECK err_code svc_sso_of(struct svc *svc, text person, const char *issuer, kb_time *since, kb_err *err);
MUST_CHECK err_code svc_sso_unlink_of(struct svc *svc, text person, const char *issuer, kb_err *err);

/* The session at the provider as it is kept: its hash. */
enum { SVC_SSO_BYTES = 65 };
void svc_sso_session(text sid, char out[SVC_SSO_BYTES]);

/* The provider says that sessions ended: one (sid), or all that this person began there (sid ""). `token` is the id of
 * what it sent: it counts once. Who is not known here has none. */
MUST_CHECK err_code svc_sso_end(struct svc *svc, const struct svc_identity *who, text sid, text token, kb_err *err);

/* A one-time link: the token is for the address, only its hash is kept. Purposes: "first-administrator", "password";
 * svc_reset makes those of a forgotten password. */
MUST_CHECK err_code svc_link_make(struct svc *svc, const char *purpose, const char *person_or_null,
                                  char token[SVC_LINK_TOKEN_BYTES], kb_err *err);
MUST_CHECK err_code svc_link_look(struct svc *svc, text token, struct store_link *out, kb_err *err);

/* Whom a link for one person is for: the holder may know it. Give what svc_link_look gave, with a person. */
MUST_CHECK err_code svc_link_person(struct svc *svc, const struct store_link *link, const char **name,
                                    const char **sign_in, kb_err *err);

/* ---- A forgotten password (reset.c) ---- */

enum { SVC_RESET_MINUTES = 60 /* so long its link works */, SVC_RESET_APART_MINUTES = 15 };

/* Somebody says that they forgot the password of this name, or of whoever gets mail at this address. Each open account
 * it belongs to gets a letter of its own with a link that sets another one (svc_link_use), unless there was such a
 * letter in the last SVC_RESET_APART_MINUTES; it replaces the one before. OK in any case: who asked learns nothing, and
 * neither does a log but that of the account. For the system. */
MUST_CHECK err_code svc_reset(struct svc *svc, text name, kb_err *err);

/* ---- A lost second factor (lost.c): back in without an administrator ----
 *
 *     svc_lost       a letter with a link to whose name it is, as for a forgotten password
 *     svc_lost_use   the link, the password and a code on paper: the old factor is taken away
 *     svc_lost_ask   the link, and no code left: colleagues are asked whether it is really them
 *     svc_vouch      one of them says so (kb/domain/vouch.h): a letter with a link that needs no code
 *     svc_lost_use   that link and the password
 *
 * So a stranger with the password still lacks the mail, and then a code or a colleague. From the moment that the old
 * factor is taken away until a new one works, the password alone opens nothing (svc_second_of). Every step is in the
 * log, and told wherever the owner gets mail; who signs in with the factor that was said to be lost ends it. */

enum { SVC_LOST_MINUTES = 60, SVC_LOST_SURE_HOURS = 24, SVC_VOUCH_DAYS = 3 /* so long colleagues are asked */ };

MUST_CHECK err_code svc_lost(struct svc *svc, text name, kb_err *err);

/* What whoever holds such a link may know. ERR_GONE when it was used, has expired, or what it is for is over. */
struct svc_lost {
    const char *person, *name, *sign_in;
    bool sure;  /* somebody vouched: no code is asked */
    bool asked; /* colleagues are asked already */
    bool vouch; /* there is somebody who may vouch */
};
MUST_CHECK err_code svc_lost_look(struct svc *svc, text token, struct svc_lost *out, kb_err *err);

/* Uses the link up. ERR_RULE on "vouch" when nobody may, ERR_CONFLICT when they are asked already. */
MUST_CHECK err_code svc_lost_ask(struct svc *svc, text token, kb_err *err);

/* Uses the link up, and the code; the caller checked the password of its person. ERR_FORBIDDEN when the code is wrong
 * or was used. Every session of theirs ends. */
MUST_CHECK err_code svc_lost_use(struct svc *svc, text token, text code, const char **person, kb_err *err);

/* Who waits for the actor to vouch. ERR_NOT_FOUND for everybody else, whoever they are. */
struct svc_vouch {
    const char *person, *name;
    kb_time asked, expires;
};
struct svc_vouches {
    const struct svc_vouch *at;
    size_t n;
};
MUST_CHECK err_code svc_vouches(struct svc *svc, struct svc_vouches *out, kb_err *err);
MUST_CHECK err_code svc_vouch_look(struct svc *svc, text person, struct svc_vouch *out, kb_err *err);
/* `is_them` false: nobody is asked any more. */
MUST_CHECK err_code svc_vouch(struct svc *svc, text person, bool is_them, kb_err *err);

/* ---- Links that let somebody do one thing (link.c), each made by whoever may let them ---- */

/* An invitation: into a working group as a member, a location or an organisation as a participant. The lead, the
 * coordinator, the secretary within their own, or an administrator. scope_kind and scope as in svc_role_put. */
struct svc_invite {
    text scope_kind, scope;
};
MUST_CHECK err_code svc_invite_make(struct svc *svc, const struct svc_invite *in, char token[SVC_LINK_TOKEN_BYTES],
                                    kb_err *err);
/* The locations and organisations that the actor may invite into; for working groups svc_group tells it. */
struct svc_invite_place {
    const char *scope_kind, *scope, *name;
};
struct svc_invite_places {
    const struct svc_invite_place *at;
    size_t n;
};
MUST_CHECK err_code svc_invites_into(struct svc *svc, struct svc_invite_places *out, kb_err *err);
/* The signed-in actor takes it for the account they have. */
MUST_CHECK err_code svc_invite_take(struct svc *svc, text token, kb_err *err);
/* What the link is into: name of the group, location or organisation. */
MUST_CHECK err_code svc_invite_name(struct svc *svc, const struct store_link *link, const char **name, kb_err *err);

/* Somebody reads a draft along: what its group published, for 14 days or until the lead takes it back. `name` is for
 * whom; ERR_RULE on "text" when nothing was published yet. Reading does not use it up. */
enum { SVC_READER_KEY_BYTES = 2 * 32 + 1 };
struct svc_reader {
    char key[SVC_READER_KEY_BYTES]; /* for taking it back */
    const char *name;
    kb_time made, until;
};
struct svc_readers {
    struct svc_card card;
    bool published;
    const struct svc_reader *at;
    size_t n;
};
MUST_CHECK err_code svc_reader_link(struct svc *svc, text practice, text name, char token[SVC_LINK_TOKEN_BYTES],
                                    kb_err *err);
MUST_CHECK err_code svc_readers(struct svc *svc, text practice, struct svc_readers *out, kb_err *err);
MUST_CHECK err_code svc_reader_revoke(struct svc *svc, text practice, text key, kb_err *err);

/* The check of this text by somebody of the field: an editor who did not write it asks. */
MUST_CHECK err_code svc_check_link(struct svc *svc, text practice, char token[SVC_LINK_TOKEN_BYTES], kb_err *err);

/* The position of an organisation without an active secretary, for one round: the editor who manages it asks. ERR_RULE
 * on "organisation" when somebody could give it. */
MUST_CHECK err_code svc_position_link(struct svc *svc, text round, text organisation, char token[SVC_LINK_TOKEN_BYTES],
                                      kb_err *err);

/* What whoever holds a link for a check or a position reads; ERR_GONE when it was used or what it is for is over. */
struct svc_link_page {
    bool position; /* else a check, or only reading */
    bool reading;
    struct svc_card card;
    struct svc_text text;
    struct svc_round round;   /* of a position */
    const char *organisation; /* name, of a position */
};
MUST_CHECK err_code svc_link_read(struct svc *svc, text token, struct svc_link_page *out, kb_err *err);

/* Uses it up. `name`: who says so, as they write it. */
struct svc_link_said {
    text token, name, words;
    struct svc_position position; /* of a position; round and organisation are the link's */
};
MUST_CHECK err_code svc_link_say(struct svc *svc, const struct svc_link_said *in, kb_err *err);

/* Uses the link up: sets the password of its person, or makes the first administrator with this name and sign-in name.
 */
struct svc_link_use {
    text token, sign_in, name;
    const char *password_hash;
};
MUST_CHECK err_code svc_link_use(struct svc *svc, const struct svc_link_use *in, const char **person, kb_err *err);

/* ---- Taking words out (redact.c) ---- */

enum { SVC_PASSAGE_LEAST = 3, SVC_PASSAGE_MAX = 2000 /* bytes */ };

/* How often a passage stands in what the editors may read of a practice. ERR_INVALID on "passage" when it is too short,
 * too long or not there. */
struct svc_redact_look {
    struct svc_card card;
    size_t times, texts; /* in so many texts: versions, remarks, experiences, rounds */
};
MUST_CHECK err_code svc_redact_look(struct svc *svc, text practice, text passage, struct svc_redact_look *out,
                                    kb_err *err);

/* Takes a passage out of everything that is kept about a practice, for good: "[weggehaald]" stands in its place. The
 * log tells that it was done, with the hashes of the texts before and after, not what went. `file`: the file of
 * redactions (kb/store/redact.h), written first; NULL is ERR_CONFLICT. Editors only. */
struct svc_redact {
    text practice, passage;
    const char *file;
};
MUST_CHECK err_code svc_redact(struct svc *svc, const struct svc_redact *in, kb_err *err);

/* Does again what a file of redactions says, on a store that was put back from a copy. The system only. */
struct svc_redact_again {
    size_t done;   /* texts from which the words went now, and persons who were erased */
    size_t before; /* for which that was done already */
    size_t other;  /* that are not there, or say something else than when it was written */
};
MUST_CHECK err_code svc_redact_again(struct svc *svc, const struct store_redactions *all, struct svc_redact_again *out,
                                     kb_err *err);

/* ---- What is held about a person (own.c; the table is kb/store/register.h) ---- */

/* Everything about the actor, but secrets. */
MUST_CHECK err_code svc_own_data(struct svc *svc, struct store_owns *out, kb_err *err);

/* For how many days rows of the register are kept; 0 when no setting says so. For who is signed in. */
MUST_CHECK err_code svc_register_days(struct svc *svc, const struct store_register_row *row, int64_t *days,
                                      kb_err *err);

/* Erases a person, for good: name, address, password, sessions, notices and what else the register says are gone; texts
 * and decisions stay, with "voormalig deelnemer". By the person, or by an administrator. `file`: the file of
 * redactions, written first, so that a copy that is put back is treated again; NULL is ERR_CONFLICT. ERR_RULE for the
 * last administrator. */
struct svc_person_erase {
    text person;
    const char *file;
};
MUST_CHECK err_code svc_person_erase(struct svc *svc, const struct svc_person_erase *in, kb_err *err);

/* ---- Telling people (tell.c): notices made by following the log, seen in the application ---- */

enum { SVC_TELL_STEP = 500 /* changes followed in one go */ };

/* Follows the log from where it was left, by at most SVC_TELL_STEP changes; for the system. `left`: there is more. */
MUST_CHECK err_code svc_tell(struct svc *svc, bool *left, kb_err *err);

/* The actions that are told, one after the other (some twice); NULL after the last. */
const char *svc_notice_action(size_t i);

struct svc_notice {
    struct svc_card card;
    const char *href;
    const char *what; /* action of the log: "practice.accept", "remark.add", ... */
    const char *by;   /* who did it, where that is told by name; NULL else */
    bool asked;       /* something is asked of this person */
    bool fresh;       /* was not on the screen before */
    kb_time at;
    struct date until; /* of a round: its last day; none else */
    /* in a reminder: the next meeting of the reader's own board as it was then, and the last day for its papers */
    struct date meets, papers;
};
struct svc_notices {
    const struct svc_notice *at; /* newest first */
    size_t n;
};
/* What this person was told and may still know. */
MUST_CHECK err_code svc_notices(struct svc *svc, size_t limit, struct svc_notices *out, kb_err *err);
MUST_CHECK err_code svc_notices_unseen(struct svc *svc, int64_t *n, kb_err *err);
MUST_CHECK err_code svc_notices_see(struct svc *svc, kb_time up_to, kb_err *err);

/* ---- Mail (letter.c): a letter is made of notices that wait; what it says is read when it is sent ---- */

enum { SVC_ADDRESS_MAX = 200 /* bytes of an e-mail address */, SVC_UNSUBSCRIBE_DAYS = 60 };

struct svc_wish {
    const char *address; /* "" for none */
    bool direct;
    const char *overview; /* "daily", "weekly", "never" */
};
struct svc_wish_put {
    text address, overview;
    bool direct;
    bool mail; /* letters can be sent: another address counts when it is confirmed */
};
/* The actor's own. With mail, another address is asked by a letter and svc_wish gives the old one until then; who loses
 * mail is told by a letter to where it went. */
MUST_CHECK err_code svc_wish(struct svc *svc, struct svc_wish *out, kb_err *err);
MUST_CHECK err_code svc_wish_put(struct svc *svc, const struct svc_wish_put *in, kb_err *err);

/* The link in that letter: from now on mail goes there. ERR_GONE when it was used, has expired or was replaced. */
MUST_CHECK err_code svc_address_look(struct svc *svc, text token, kb_err *err);
MUST_CHECK err_code svc_address_confirm(struct svc *svc, text token, kb_err *err);

/* Puts what waits into letters: at once for what is asked, at seven in the morning for the overview; for the system. */
MUST_CHECK err_code svc_letters_make(struct svc *svc, size_t *made, kb_err *err);

struct svc_letter {
    const char *id, *person, *name, *sign_in, *address;
    const char *kind; /* "": of notices; else about the account: "address" (asks to confirm it), "moved" (tells the old
                         one), "reset" (a password was forgotten), "password" (it was set with that link), "lost..."
                         (lost.c), and "password-changed", "second-factor", "passkey", "token" (there is another one) */
    bool overview;
    kb_time made;
    int64_t tries;
    char token[SVC_LINK_TOKEN_BYTES]; /* of the link that stops mail, confirms the address or sets a password; "" for
                                         none */
};
/* Takes the next letter that is due, for one try, and puts its next try ahead, so that two never send the same one;
 * ERR_NOT_FOUND when there is none. For the system. */
MUST_CHECK err_code svc_letter_take(struct svc *svc, struct svc_letter *out, kb_err *err);
/* What it says, as its person may know it now; the actor is that person. */
MUST_CHECK err_code svc_letter_read(struct svc *svc, const char *letter, struct svc_notices *out, kb_err *err);
/* How the try went: "" is well; `for_good`: it will never go. */
MUST_CHECK err_code svc_letter_tried(struct svc *svc, const char *letter, const char *problem, bool for_good,
                                     kb_err *err);

/* The link in a letter: no more mail for its person. */
MUST_CHECK err_code svc_unsubscribe(struct svc *svc, text token, kb_err *err);

/* ---- Saved searches (saved.c): a person's own, nobody else's ---- */

enum { SVC_SAVED_MAX = 50, SVC_SAVED_NAME_MAX = 200, SVC_SAVED_ADDRESS_MAX = 2000 /* bytes */ };
struct svc_saved_add {
    text name, address; /* "/zoeken?q=huur" */
    text words;         /* that stand in it, for the privacy guard */
    bool mail;          /* what is new goes into the overview */
};
MUST_CHECK err_code svc_saved(struct svc *svc, struct store_saveds *out, kb_err *err);
MUST_CHECK err_code svc_saved_one(struct svc *svc, text id, struct store_saved *out, kb_err *err);
/* The same address again is the same search, under another name. ERR_INVALID on "saved_name" and "address". */
MUST_CHECK err_code svc_saved_add(struct svc *svc, const struct svc_saved_add *in, kb_err *err);
MUST_CHECK err_code svc_saved_mail(struct svc *svc, text id, bool mail, kb_err *err);
MUST_CHECK err_code svc_saved_remove(struct svc *svc, text id, kb_err *err);
/* What this question finds that came to where it stands after `since`, up to `until`; the newest first. */
MUST_CHECK err_code svc_saved_new(struct svc *svc, const struct query *query, kb_time since, kb_time until,
                                  struct svc_cards *out, kb_err *err);
/* Since when what is new belongs into this overview; the actor is its person. */
MUST_CHECK err_code svc_saved_window(struct svc *svc, const struct svc_letter *letter, const struct store_saved *saved,
                                     kb_time *since, kb_err *err);

/* ---- In and out (import.c): what importer/ hands over ---- */

struct svc_import {
    text source;         /* path relative to the import root; "" for a restore without one */
    const uint8_t *hash; /* SHA-256 of the file */
    bool adopted;        /* else a draft in its group */
    text decision;       /* adopted: who decided what and when, in words */
    enum practice_kind kind;
    text group;                                         /* slug; it must exist */
    const text *legal_fields, *comes_from, *applies_in; /* slugs; unknown ones are refused */
    size_t n_legal_fields, n_comes_from, n_applies_in;
    kb_time at; /* of the text; 0 is now */
    struct svc_draft draft;
    text rendered;
};

enum svc_import_result { SVC_IMPORT_NEW, SVC_IMPORT_CHANGED, SVC_IMPORT_UNCHANGED, SVC_IMPORT_RESULT__COUNT };

enum { SVC_SOURCE_MAX = 1000 /* bytes of a source path */ };

/* What taking this file would do, without doing it. ERR_CONFLICT when the practice has moved on since (somebody works
 * on it here): the file is refused, nobody's text is overwritten. Only here `group` may be "": it is made before the
 * taking. */
MUST_CHECK err_code svc_import_look(struct svc *svc, const struct svc_import *in, enum svc_import_result *out,
                                    kb_err *err);
MUST_CHECK err_code svc_import(struct svc *svc, const struct svc_import *in, enum svc_import_result *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
