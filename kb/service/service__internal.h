/* service__internal.h - what the files of kb/service share. */
#ifndef KB_SERVICE_SERVICE__INTERNAL_H
#define KB_SERVICE_SERVICE__INTERNAL_H

#include "kb/base/cleanup.h"
#include "kb/service/service.h"

/* One row in the log for what the actor did. `detail` may be "" (kb/store/change.h tells what may stand in it). */
MUST_CHECK err_code svc__log(struct svc *svc, const char *action, const char *object, const char *revision,
                             const char *detail, kb_err *err);

/* The same in the name of somebody who is only just signing in. */
MUST_CHECK err_code svc__log_as(struct svc *svc, const char *person, const char *action, const char *object,
                                kb_err *err);

/* A sign-in name as it is compared: lower case, white space off. NULL when it cannot be one. */
const char *svc__fold_sign_in(struct svc *svc, text sign_in);

/* policy_check, with ERR_SIGN_IN for who is not signed in. */
MUST_CHECK err_code svc__may_manage(struct svc *svc, enum policy_action action, const struct policy_object *object,
                                    kb_err *err);

/* Of all that somebody is in a group, what counts most: lead before second lead before member; 0: nothing there. */
int svc__rank_in_group(enum role role);

/* The highest of what somebody is in this group, ROLE_NONE for who is not in it; and are they in it? */
enum role svc__role_in(const struct actor *actor, const char *group);
bool svc__in_group(const struct actor *actor, const char *group);

/* A place in which somebody holds two roles is one place: does an earlier grant name that of the i-th? */
bool svc__held_before(const struct actor *actor, size_t i);

/* Everybody with an open account in a group, once, with their highest role; no organisation yet (group.c). */
MUST_CHECK err_code svc__members(struct svc *svc, const char *group, struct svc_members *out, kb_err *err);

/* From when an editor may name a second lead of it; 0 when it is closed or two people lead it (access.c). */
MUST_CHECK err_code svc__alone(struct svc *svc, const struct store_group *group, kb_time *from, kb_err *err);
bool svc__may_stand_in(const struct svc *svc, const struct svc_member *member);

/* Does the actor read what everybody of the network reads? An account without a role reads no more than the public. */
bool svc__insider(const struct actor *actor);

/* One of the editors, with an open account. */
bool svc__is_editor(const struct svc *svc);

/* A few words in which nothing of a client may stand: ERR_INVALID on the field, "client-data". Nobody can pass a
 * warning there, so only what is surely such data stops it. */
MUST_CHECK err_code svc__no_client_data(struct svc *svc, const char *field, text words, kb_err *err);

/* The next of a list of domains, as it is typed. */
bool svc__next_domain(text *rest, text *one);

/* The same for each part of a text. What is counted is passed with a reason only: what was warned of, and what this
 * actor lets stand as an editor. */
struct svc__client_data {
    size_t warned, let_stand;
};
MUST_CHECK err_code svc__draft_no_client_data(struct svc *svc, const char *practice, const struct svc_draft *draft,
                                              struct svc__client_data *out, kb_err *err);

/* For what is a person's own: ERR_SIGN_IN for everybody else. */
MUST_CHECK err_code svc__need_person(const struct svc *svc, kb_err *err);

/* OK for them; ERR_SIGN_IN signed out, ERR_FORBIDDEN for an account that holds no role (signing in would not help). */
MUST_CHECK err_code svc__insiders_only(const struct svc *svc, const char *why, kb_err *err);

/* One line of text that must be there: "required", "too-long", "not-text". */
MUST_CHECK err_code svc__line_check(const char *field, text value, size_t max, kb_err *err);

/* The same of some lines of text. */
MUST_CHECK err_code svc__lines_check(const char *field, text body, size_t max, kb_err *err);

/* A slug: the given one checked, or one made from the name when it is empty. */
MUST_CHECK err_code svc__slug(struct svc *svc, text slug, text name, const char **out, kb_err *err);

/* A C string in svc's arena; ERR_NOMEM is caught by the store, which refuses NULL. */
const char *svc__str(struct svc *svc, text t);

MUST_CHECK err_code svc__no_memory(kb_err *err);

/* The most that work on one of many things may take. It is cleared before the next, so that it does not matter how many
 * there are. */
enum { SVC__SCRATCH_BYTES = 64 * 1024 * 1024 };

/* The first of two failures, for forms that name every wrong field: wrong = svc__first(wrong, check(...)). */
static inline err_code svc__first(err_code before, err_code now)
{
    return before != OK ? before : now;
}

/* A new random id in svc's arena. */
MUST_CHECK err_code svc__new_id(struct svc *svc, const char **out, kb_err *err);

/* The open accounts that hold one of these roles, at most three, within this one place: all of them, each once. */
MUST_CHECK err_code svc__holding(struct svc *svc, const enum role *roles, size_t n, enum store_scope kind,
                                 const char *scope, struct store_ids *out, kb_err *err);

/* How many people with an open account hold this role, in the network or within any organisation; counting stops at
 * `enough`, at most 8. */
MUST_CHECK err_code svc__holders(struct svc *svc, enum role role, size_t enough, size_t *out, kb_err *err);

/* The cards of those practices this actor may see, at most limit (lists.c). */
MUST_CHECK err_code svc__cards(struct svc *svc, const struct store_practices *rows, bool being_written, size_t limit,
                               struct svc_cards *out, kb_err *err);

/* May this actor ask the index? What it knows of words tells of texts, also when none of them is found (find.c). */
MUST_CHECK err_code svc__may_ask(struct svc *svc, bool *may, kb_err *err);

/* The cards of these documents of the index, in their order: those that this actor may read (find.c). */
MUST_CHECK err_code svc__cards_of_docs(struct svc *svc, const text *ids, size_t n, struct svc_cards *out, kb_err *err);

/* Which texts this actor finds (find.c). */
enum search_scope svc__scope(const struct svc *svc);

/* The working groups of this actor, each once, at most SEARCH_GROUPS_MAX (lists.c). */
size_t svc__own_groups(const struct actor *actor, text *groups);

/* ---- practices, shared by reading and writing (practice.c) ---- */

/* From here on a copy of svc is somebody else: what was looked up for the one before does not hold. */
void svc__act_as(struct svc *svc, const struct actor *actor);

/* The practice of a key (number or id) and what the actor may see of it. ERR_NOT_FOUND or ERR_GONE when that is
 * nothing. */
struct svc__seen {
    struct store_practice row;
    bool author, reading_public;
    bool visible[STORE_LINE__COUNT];
    enum store_line_name first; /* the line that is shown: the adopted one when it may be seen */
};
MUST_CHECK err_code svc__see(struct svc *svc, text key, struct svc__seen *out, kb_err *err);

/* May this actor see a revision, also one that no line points to? A version was visible to the network, so whoever is
 * of it and reads a line reads its versions; the group sees all (read.c). */
bool svc__sees_version(struct svc *svc, const struct svc__seen *seen, const char *revision, int version);

/* Fills author, visible and first for a row that was read already. False when nothing is visible. */
bool svc__judge(struct svc *svc, struct svc__seen *seen);

/* What policy must know of one line. */
struct policy_object svc__object(const struct svc__seen *seen, enum store_line_name line);

/* The same of a search hit; its line is there, and the actor counts as no author of it. */
struct policy_object svc__object_of_facts(const struct store_facts *facts, enum store_line_name line,
                                          bool reading_public);

enum policy_answer svc__may(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                            enum policy_action action);

enum stage svc__stage(const struct store_line *line);

/* A line as the domain names it, and as the store does. */
enum practice_line svc__line(enum store_line_name name);
enum store_line_name svc__line_name(enum practice_line line);

enum practice_kind svc__kind(const struct store_practice *p);

/* The stage as this actor is told it: nothing that depends on a position (design section 2). */
enum stage svc__stage_told(struct svc *svc, const struct store_practice *p, enum store_line_name name);

/* Is adopted text public? The network's setting. */
MUST_CHECK err_code svc__reading_public(struct svc *svc, bool *out, kb_err *err);

/* The card of a line, with its title and brief: of the revision, or of the working copy for a fresh draft. */
MUST_CHECK err_code svc__card(struct svc *svc, const struct store_practice *p, enum store_line_name line,
                              struct svc_card *out, kb_err *err);

const char *svc__href(arena *a, const struct store_practice *p);

/* For lists, where a card stands for one text: a candidate beside an adopted text has an address of its own. */
void svc__href_to_line(struct svc *svc, const struct store_practice *p, enum store_line_name line,
                       struct svc_card *card);

/* What one may do with the practice as a whole. */
void svc__rights(struct svc *svc, const struct svc__seen *seen, struct svc_may *out);

/* The name of a person; "" for the system and for who is not there. */
MUST_CHECK err_code svc__person_name(struct svc *svc, const char *id, const char **out, kb_err *err);

/* ---- the ladder, shared by what moves and what lists (facts.c) ---- */

/* The line must be there and the actor must be allowed. */
MUST_CHECK err_code svc__allow_on(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                                  enum policy_action action, kb_err *err);

/* What is said of a text is said of the one that was read: ERR_CONFLICT when `now`, another revision, stands there. ""
 * does not ask. */
MUST_CHECK err_code svc__same_text(text read, const char *now, kb_err *err);

/* Everything the guards ask about one line now, for this actor. What only a form can tell is left zero. */
MUST_CHECK err_code svc__facts(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                               struct practice_facts *out, kb_err *err);

/* Asks the lead for the promise that the outcome of a closed round hangs on; not a second time. */
MUST_CHECK err_code svc__ask_promise(struct svc *svc, text practice, kb_err *err);

/* Did the last round ask for a new text (it was closed for one, or gave rework) that is not there yet? */
struct svc__awaited {
    bool text;
    kb_time until; /* when the lead promised it; 0 when nobody did */
    kb_time came;  /* when it was there, if one was asked for; else 0 */
};
MUST_CHECK err_code svc__awaited(struct svc *svc, const struct store_practice *p, struct svc__awaited *out,
                                 kb_err *err);

/* The terms of the network's profile, with what was set by itself (settings.c). */
MUST_CHECK err_code svc__terms(struct svc *svc, const struct stage_terms **out, kb_err *err);

/* When a text with these legal fields (slugs) that is adopted or confirmed today is looked at again. */
MUST_CHECK err_code svc__review_date(struct svc *svc, text legal_fields, const struct stage_terms *terms,
                                     struct date *out, kb_err *err);
/* The same by the network's terms, where nobody chooses a day: of a text from elsewhere. */
MUST_CHECK err_code svc__review_at(struct svc *svc, text legal_fields, kb_time *out, kb_err *err);

/* What this row of the table still lacks when its form is filled in. */
MUST_CHECK err_code svc__missing(struct svc *svc, const struct practice_facts *facts, const struct stage_row *row,
                                 struct svc_open_move *out, kb_err *err);

/* Is the step over a niet akkoord the steering group's to make now (needed.c)? */
MUST_CHECK err_code svc__may_steer(struct svc *svc, const struct svc__seen *seen, bool *out, kb_err *err);

/* What a move that ends a round makes of it (move.c). */
enum round_outcome svc__outcome_of(enum stage_move m);

/* Participants are not told of such a move before the round has an outcome: no time, no date, no touch (design section
 * 2; timeline.c). */
bool svc__is_hidden(enum stage_move m);

/* Takes the day off the words of a move that asked for one; none, and the words as they are, for another (timeline.c).
 */
struct date svc__take_day(const char **words);

/* When the text that stands was adopted, or confirmed after it was due; 0 when no move tells (timeline.c). */
MUST_CHECK err_code svc__stands_since(struct svc *svc, const char *practice, kb_time *out, kb_err *err);

/* The last move of the candidate to talks or to a later day, whatever happened since to the text that stands; *there:
 * was there one (timeline.c)? */
MUST_CHECK err_code svc__hidden_move(struct svc *svc, const char *practice, struct store_move *out, bool *there,
                                     kb_err *err);

/* How much on the desk waits for an editor (desk.c). */
MUST_CHECK err_code svc__desk_waits(struct svc *svc, size_t *n, kb_err *err);

/* Which editor has a text in hand; NULL when nobody has, or who took it is no editor any more (desk.c). */
MUST_CHECK err_code svc__in_hand(struct svc *svc, const char *practice, const char **editor, kb_err *err);

/* By when a line that waits should go on; 0 when there is no date (desk.c). */
MUST_CHECK err_code svc__due(struct svc *svc, const struct store_practice *p, enum store_line_name name, kb_time *out,
                             kb_err *err);

/* One assent of a list; NULL when there is none. */
const struct store_assent *svc__assent(const struct store_assents *all, enum svc_assent_kind kind);
/* The same as far as it counts for this text: what was given on another one is as if nobody had said it. */
const struct store_assent *svc__assent_on(const struct store_assents *all, enum svc_assent_kind kind,
                                          const char *revision);

/* ---- rounds: deciding.c, position.c, here.c, boards.c and facts.c ---- */

/* The positions of the frozen list now, in its order. */
struct svc__votes {
    struct store_seats seats;
    struct store_positions said; /* all, oldest first */
    enum round_position at[ROUND_ORGANISATIONS_MAX];
    struct round_tally tally;
};
MUST_CHECK err_code svc__votes(struct svc *svc, const char *round, struct svc__votes *out, kb_err *err);
enum round_state svc__round_state(const struct store_round *round);
enum round_preset svc__round_preset(const struct store_round *round);
enum round_outcome svc__round_outcome(const struct store_round *round);

enum { SVC__SAID_MAX = 2000 }; /* bytes of what an organisation says, in a round or after it */

/* What an organisation says now, and what it said before; each NULL when there is none. */
const struct store_position *svc__said_by(const struct store_positions *all, const char *organisation,
                                          const struct store_position **before);
enum round_position svc__position_of(const struct store_position *said_or_null);

/* The line as policy asks about it, with the organisation whose voice is meant. */
struct policy_object svc__voice(const struct svc__seen *seen, const char *organisation);

/* What this actor is on the board of an organisation. */
enum svc_seat svc__seat(const struct actor *actor, const char *organisation);

/* "2027-03-03", in the arena; NULL for none. */
const char *svc__iso(struct svc *svc, struct date day);
bool svc__round_closed(const struct store_round *round, const struct svc__votes *votes, kb_time now);
bool svc__round_over(const struct store_round *round, kb_time now); /* its term is, and it waits for its date */
/* May the organisation on this place of the list take this position now (round_may_take)? */
bool svc__may_take(enum round_state state, const struct svc__votes *votes, size_t place, enum round_position to);
/* The reason why it may take none. */
const char *svc__shut(enum round_state state, bool over);

/* "Nog in behandeling tot" stops reminders until that day. */
bool svc__is_busy(const struct svc *svc, const struct store_seat *seat);

/* The next meeting of an organisation, from a day on and within the round, of which the papers can still be sent; no
 * `day` when there is none. */
struct svc__meeting {
    struct date day, papers;
};
MUST_CHECK err_code svc__meeting_ahead(struct svc *svc, const struct store_round *round, const char *organisation,
                                       struct date from, struct svc__meeting *out, kb_err *err);

/* Opens one on the candidate of this practice, under the id it gives back. */
MUST_CHECK err_code svc__round_open(struct svc *svc, const struct svc__seen *seen, const struct svc_move *in,
                                    struct store_round *out, kb_err *err);
/* What the log keeps of a round that was opened, as the end of a detail: " round=... preset=... organisations=...". */
MUST_CHECK err_code svc__round_frozen(struct svc *svc, const struct store_round *round, const char **detail,
                                      kb_err *err);

/* The partners that adopted it outside hold it from now on, on the words of the decision; the log gets who they are. */
MUST_CHECK err_code svc__bind(struct svc *svc, const char *practice, const struct svc_move *in, const char **detail,
                              kb_err *err);
/* For which partners the adopted text holds now, kept beside the practice for search. Call it after whatever changes
 * that.
 */
MUST_CHECK err_code svc__holds(struct svc *svc, const char *practice, kb_err *err);

/* The partners whose slugs these are; ERR_INVALID on "organisations". */
MUST_CHECK err_code svc__partners(struct svc *svc, const text *slugs, size_t n, const char **ids, kb_err *err);

/* ---- what was said about a practice, for search (remark.c) ---- */

/* OPEN: since others than the group could read it; KEPT: what the group said before; ALL: both. */
enum svc__said_by { SVC__SAID_OPEN, SVC__SAID_KEPT, SVC__SAID_ALL };
struct svc__said {
    text words;
    enum svc_said_as as;
};
struct svc__saids {
    struct svc__said *at;
    size_t n;
};
/* Since when others than the group can read a text; 0 when that is as old as the text (remark.c). */
MUST_CHECK err_code svc__open_since(struct svc *svc, const char *practice, kb_time *out, kb_err *err);
/* What waits for an answer, of what was said since: what the group said before is nobody's to wait for (remark.c). */
MUST_CHECK err_code svc__remarks_open(struct svc *svc, const char *practice, struct store_remark_open *out,
                                      kb_err *err);

MUST_CHECK err_code svc__said_of(struct svc *svc, const char *practice, enum svc__said_by by, struct svc__saids *out,
                                 kb_err *err);

/* The documents of a practice in the index: its two lines, what everybody may read of what was said about it, and what
 * its group said before. The id is the practice's, a dot and the letter. */
enum svc__doc { SVC__DOC_ADOPTED, SVC__DOC_CANDIDATE, SVC__DOC_OPEN, SVC__DOC_KEPT, SVC__DOC__COUNT };
extern const char svc__doc_letter[SVC__DOC__COUNT];

/* ---- writing, shared with import.c and move.c (write.c) ---- */

/* The working copy as it was at version `seen` becomes what the candidate points to, when it says something new. With a
 * submission it need not, and the guard has looked already. */
MUST_CHECK err_code svc__publish_copy(struct svc *svc, struct svc__seen *seen, int64_t version, text note,
                                      text rendered, bool submitted, const char **revision, kb_err *err);

/* A candidate begins from the adopted text, at this stage. */
MUST_CHECK err_code svc__begin_candidate(struct svc *svc, const struct svc__seen *seen, enum stage stage, kb_err *err);

/* The correction that waits becomes a version, by who proposed it, and nobody's authorship; a submitted text's working
 * copy follows. */
MUST_CHECK err_code svc__put_correction(struct svc *svc, const struct svc__seen *seen, enum store_line_name name,
                                        const char **revision, const char **note, kb_err *err);

/* Is there one of the text to which this line points? `out` is filled when there is. */
MUST_CHECK err_code svc__correction(struct svc *svc, const struct svc__seen *seen, enum store_line_name name,
                                    struct store_correction *out, bool *there, kb_err *err);

/* What changed from one revision to another, part by part (read.c). */
MUST_CHECK err_code svc__compare(struct svc *svc, enum practice_kind kind, const struct store_revision *from,
                                 const struct store_revision *to, struct svc_comparison *out, kb_err *err);

/* One row of `move`. */
MUST_CHECK err_code svc__move_row(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                                  enum stage_move move, enum stage from, enum stage to, const char *revision,
                                  const char *words, const char *marks, kb_err *err);

/* Lengths and known sections; complete or not. ERR_INVALID names every wrong field. */
MUST_CHECK err_code svc__draft_check(enum practice_kind kind, const struct svc_draft *draft, kb_err *err);

/* Checks the slugs and puts kind, fields and locations into row. */
MUST_CHECK err_code svc__place_check(struct svc *svc, const struct svc_place *in, struct store_practice *row,
                                     kb_err *err);

/* A new revision with this text, unless the line has that text already; the line, which must stand in the store and in
 * `seen`, points to it. A candidate's working copy starts from it. */
MUST_CHECK err_code svc__text_put(struct svc *svc, const struct svc__seen *seen, enum store_line_name name,
                                  const struct svc_draft *draft, text note, text rendered, kb_err *err);

/* ---- the second factor, shared by codes and passkeys (second.c) ---- */

/* Somebody has one from now on: where they are signed in now counts as with it, everywhere else they are signed out,
 * and codes on paper are made. */
MUST_CHECK err_code svc__second_begins(struct svc *svc, const uint8_t session[32],
                                       char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err);

/* Codes from a telephone or a passkey; svc_second_of also knows whose were taken away a moment ago. */
MUST_CHECK err_code svc__second_there(struct svc *svc, const char *person, bool *on, kb_err *err);

/* Takes all of them away, and every link to do so; what is on paper stays. */
MUST_CHECK err_code svc__second_away(struct svc *svc, const char *person, kb_err *err);

/* Uses up a code on paper: ERR_FORBIDDEN when it is none. */
MUST_CHECK err_code svc__paper_use(struct svc *svc, const char *person, text code, kb_err *err);

/* One went: the codes on paper go with the last of them. */
MUST_CHECK err_code svc__second_went(struct svc *svc, const char *person, kb_err *err);

/* ---- accounts (account.c, people.c) ---- */

/* False in *open when there is no such account, or it is closed: nothing else counts as closed. */
MUST_CHECK err_code svc__find_open(struct svc *svc, const char *id, struct store_person *out, bool *open, kb_err *err);

/* The same for who needs one: ERR_FORBIDDEN. */
MUST_CHECK err_code svc__open_person(struct svc *svc, const char *id, struct store_person *out, kb_err *err);

/* Role and place of `in` as a row, for somebody and by somebody whom the caller puts in. ERR_INVALID when there is no
 * such role or place. */
MUST_CHECK err_code svc__grant_read(struct svc *svc, const struct svc_role_put *in, struct store_grant *grant,
                                    kb_err *err);
/* Gives or takes it; nothing happens when it is so already. */
MUST_CHECK err_code svc__grant_put(struct svc *svc, const struct store_grant *grant, bool take, kb_err *err);

/* ---- one-time links (account.c, link.c) ---- */

/* Makes the link with what is set in it, valid for so many ms; the token is for the address. */
MUST_CHECK err_code svc__link_put(struct svc *svc, struct store_link *link, kb_time lasts,
                                  char token[SVC_LINK_TOKEN_BYTES], kb_err *err);

/* The open accounts that give this organisation's positions, all of them; and is there one that may give it on this
 * practice? Who wrote along decides on nothing of it (policy.c). */
struct svc__voices {
    const char *const *ids; /* those who wrote along last */
    size_t n, n_may;
};
MUST_CHECK err_code svc__voices(struct svc *svc, const char *practice, const char *organisation,
                                struct svc__voices *out, kb_err *err);
MUST_CHECK err_code svc__speaks(struct svc *svc, const char *practice, const char *organisation, bool *out,
                                kb_err *err);
/* What keeps a link from giving an organisation's position: "own-position", a person of it gave the one that stands,
 * or "has-secretary", one may; NULL when neither is so. `said`: the one that stands, zero when there is none. */
MUST_CHECK err_code svc__not_by_link(struct svc *svc, const char *practice, const char *organisation,
                                     const struct store_position *said, const char **why, kb_err *err);

/* The links that are out for positions in this round; `detail` of each: for which organisation. */
MUST_CHECK err_code svc__links_out(struct svc *svc, const char *round, struct store_links *out, kb_err *err);

extern const char svc__invite[]; /* purpose */

/* ---- a forgotten password (reset.c) ---- */

extern const char svc__reset[];      /* purpose of the link, kind of its letter */
extern const char svc__reset_told[]; /* kind of the letter that tells that it was used */

/* Who signs in with this name, or gets mail at this address, gets a letter with a link: of an open account, that wants
 * it (NULL: all do), and not again within SVC_RESET_APART_MINUTES. */
typedef err_code svc__wants_letter(struct svc *svc, const char *person, bool *out, kb_err *err);
MUST_CHECK err_code svc__letter_called(struct svc *svc, text name, const char *kind, const char *action,
                                       svc__wants_letter *wants, kb_err *err);

/* ---- a lost second factor (lost.c) ---- */

extern const char svc__lost[];      /* purpose of the link that asks for a code, kind of its letter */
extern const char svc__lost_sure[]; /* the same of who was vouched for */

/* Was the old one taken away, and does no new one work yet? */
MUST_CHECK err_code svc__loss_anew(struct svc *svc, const char *person, bool *out, kb_err *err);
/* It turned up: a colleague who is asked, or who confirmed, need not have. */
MUST_CHECK err_code svc__loss_lapses(struct svc *svc, const char *person, kb_err *err);
MUST_CHECK err_code svc__loss_links_drop(struct svc *svc, const char *person, kb_err *err);

/* Does this person's loss wait for the actor? */
MUST_CHECK err_code svc__loss_waits(struct svc *svc, const char *person, struct store_loss *out, bool *waits,
                                    kb_err *err);
/* Who may vouch for this person: open accounts. */
MUST_CHECK err_code svc__vouchers(struct svc *svc, const char *person, struct store_ids *out, kb_err *err);

/* ---- letters (letter.c) ---- */

enum { SVC__LETTER_DAYS = 8 /* what is older is not mailed any more */ };

/* An address as mail programs take it. */
bool svc__is_address(text t);

/* A letter about the account itself. address "": to wherever its person gets mail when it is sent. */
MUST_CHECK err_code svc__letter_about(struct svc *svc, const char *person, const char *kind, const char *address,
                                      kb_err *err);

/* Does whoever made this link still hold the right to make it? */
MUST_CHECK err_code svc__may_still_make(struct svc *svc, const struct store_link *link, bool *out, kb_err *err);

/* Gives the person what this invitation is for. */
MUST_CHECK err_code svc__invited(struct svc *svc, const struct store_link *link, const char *person, kb_err *err);

/* A setting that is a number of days (retention.c). */
MUST_CHECK err_code svc__days(struct svc *svc, const char *setting, int64_t *days, kb_err *err);

/* ---- reads of what not everybody may read (restricted.c) ---- */

/* Somebody of the network and nothing more. */
const struct actor *svc__participant(void);

/* Notes that this was read. `what` lives for ever, `object` in the arena. */
void svc__note(struct svc *svc, const char *what, const char *object);

/* Notes the text of a line, when it is restricted. */
void svc__note_text(struct svc *svc, const struct svc__seen *seen, enum store_line_name line);

/* ---- a person's own (own.c) ---- */

/* The person becomes a "voormalig deelnemer"; one row in the log. */
MUST_CHECK err_code svc__erase(struct svc *svc, const char *person, kb_err *err);

/* There stays an administrator, when there was one before: asked after a change, in its savepoint (people.c). */
MUST_CHECK err_code svc__keep_administrator(struct svc *svc, bool had, kb_err *err);

/* ---- telling (tell.c) ---- */

/* One of the many things that time brings, in a savepoint of its own: what fails is undone and said in the log, and the
 * rest goes on. Trouble of the store itself is the whole's (tick.c). */
MUST_CHECK err_code svc__apart(struct svc *svc, const char *practice, const char *action,
                               err_code (*run)(struct store *store, void *ctx, kb_err *err), void *ctx, kb_err *err);

/* Boards whose papers are due, writers whose text falls asleep: `n` were reminded (remind.c). */
MUST_CHECK err_code svc__remind(struct svc *svc, size_t *n, kb_err *err);
/* The rows of the log by which it is known that somebody was reminded already, newest first; and is this one of them?
 */
MUST_CHECK err_code svc__reminders(struct svc *svc, const char *practice, struct store_changes *out, kb_err *err);
bool svc__is_reminder(const char *action);

/* Those of the rows that the actor may still know, as they are shown. */
MUST_CHECK err_code svc__take_notices(struct svc *svc, const struct store_notices *rows, struct svc_notices *out,
                                      kb_err *err);

/* ---- finding, shared with vocabulary.c ---- */

/* Brings svc->search, which is there, up to date with what editors agreed. Call it before a question. */
MUST_CHECK err_code svc__vocabulary(struct svc *svc, kb_err *err);

/* The questions without an answer of the last weeks, the newest week and the most missed first; at most max. */
MUST_CHECK err_code svc__last_missed(struct svc *svc, text *out, size_t max, size_t *n, kb_err *err);

/* ---- rendered text (render.c) ---- */

/* One document for each section of a revision: from the store, or made now when it is not there. What today's renderer
 * refuses is given as it was typed: never ERR_INVALID. */
MUST_CHECK err_code svc__rendered(struct svc *svc, const struct store_revision *revision,
                                  const struct md_document ***out, kb_err *err);

/* Renders the texts of lines of which that is not kept, some hundreds at a time: after a change of the renderer, and
 * after svc__renderings_lack, which says that some are. */
MUST_CHECK err_code svc__render_lacking(struct svc *svc, kb_err *err);
MUST_CHECK err_code svc__renderings_lack(struct svc *svc, kb_err *err);

/* The id of the stored form: changes with the renderer; raise its number with its options. */
extern const char svc__renderer[];

#endif
