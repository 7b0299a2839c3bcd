/* register.h - what the store holds about people: ONE table, in two parts, from which three things follow.
 *
 *   The register of processing (AVG article 30): store_register_rows and store_register_columns as they stand.
 *   Somebody's own data (articles 15 and 20): store_own_data reads each column of the rows that are about them.
 *   Erasing a person (article 17): store_person_erase deletes the rows of which the table says `gone`.
 *
 * A test walks the schema and fails when a column that refers to a person, or that can hold a word, is neither here nor
 * on its list of what is about nobody: so that the register cannot lag behind the program.
 *
 * A row of the first part, R(table, holder, why, ground, kept, erased): the rows of `table` whose column `holder` is
 * the id of the person. A table stands here once for each way in which its rows are about somebody. why     account,
 * security, ladder, telling, finding, log: what it is for ground  interest (article 6, 1 f: the network cannot do its
 * work without), asked (1 a: the person switched it on) kept    account: as long as the account; always: as long as
 * what it is about; used: until it is done; anything else is the setting that says for how many days
 * (kb/service/settings.c) erased  gone: the rows are deleted; blank: the row stays and says "voormalig deelnemer";
 * stays: the row stays, and its id leads to that. Deleted in this order, so that what refers to a row goes before it.
 *
 * Of the second part C(table, holder, column, kind) is one column of such rows, S(table, holder, column) one that is
 * of no use outside: a hash, something sealed, a copy. S is in the register and not in the file with own data.
 *   kind    name, sign_in, address, place (on the network), device, text, choice, moment, day, role, ref (to a thing)
 */
#ifndef KB_STORE_REGISTER_H
#define KB_STORE_REGISTER_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

/* clang-format off */
#define STORE_REGISTER_ROWS(R)                                                       \
    R(person,          id,          account,  interest, account,       blank)        \
    R(role_grant,      person,      account,  interest, account,       gone)         \
    R(role_grant,      granted_by,  log,      interest, account,       stays)        \
    R(session,         person,      security, interest, keep_sessions, gone)         \
    R(second_factor,   person,      security, interest, account,       gone)         \
    R(recovery_code,   person,      security, interest, account,       gone)         \
    R(second_loss,     person,      security, interest, used,          gone)         \
    R(second_loss,     vouched_by,  security, interest, used,          stays)        \
    R(passkey,         person,      security, interest, account,       gone)         \
    R(identity,        person,      security, asked,    account,       gone)         \
    R(token,           person,      security, asked,    used,          gone)         \
    R(one_time_link,   person,      account,  interest, used,          gone)         \
    R(one_time_link,   made_by,     account,  interest, used,          stays)        \
    R(wish,            person,      telling,  asked,    account,       gone)         \
    R(notice,          person,      telling,  interest, keep_notices,  gone)         \
    R(letter,          person,      telling,  asked,    keep_letters,  gone)         \
    R(saved_search,    person,      finding,  asked,    account,       gone)         \
    R(access_request,  person,      account,  asked,    keep_requests, gone)         \
    R(writing_now,     person,      ladder,   interest, used,          gone)         \
    R(desk,            editor,      ladder,   interest, used,          gone)         \
    R(practice,        created_by,  ladder,   interest, always,        stays)        \
    R(practice_author, person,      ladder,   interest, always,        stays)        \
    R(revision,        author,      ladder,   interest, always,        stays)        \
    R(working_copy,    updated_by,  ladder,   interest, always,        stays)        \
    R(correction,      editor,      ladder,   interest, used,          stays)        \
    R(move,            made_by,     ladder,   interest, always,        stays)        \
    R(assent,          given_by,    ladder,   interest, always,        stays)        \
    R(remark,          person,      ladder,   interest, always,        stays)        \
    R(remark,          answered_by, ladder,   interest, always,        stays)        \
    R(practice_use,    person,      ladder,   interest, always,        stays)        \
    R(experience,      person,      ladder,   interest, always,        stays)        \
    R(round,           opened_by,   ladder,   interest, always,        stays)        \
    R(round_position,  given_by,    ladder,   interest, always,        stays)        \
    R(round_concept,   person,      ladder,   interest, used,          stays)        \
    R(local,           person,      ladder,   interest, always,        stays)        \
    R(carrying_out,    person,      ladder,   interest, always,        stays)        \
    R(desk_note,       person,      ladder,   interest, always,        stays)        \
    R(answer_text,     changed_by,  ladder,   interest, always,        stays)        \
    R(agreement,       made_by,     finding,  interest, always,        stays)        \
    R(agreement,       ended_by,    finding,  interest, always,        stays)        \
    R(change,          actor,       log,      interest, always,        stays)        \
    R(change,          object,      log,      interest, always,        stays)        \
    R(restricted_read, actor,       log,      interest, keep_reads,    stays)

#define STORE_REGISTER_COLUMNS(C, S)                                                 \
    C(person, id, id, ref)                    C(person, id, name, name)              \
    C(person, id, sign_in, sign_in)           S(person, id, sign_in_folded)          \
    S(person, id, password_hash)              C(person, id, created, moment)         \
    C(person, id, disabled, moment)           C(person, id, erased, moment)          \
    C(role_grant, person, role, role)         C(role_grant, person, scope_kind, choice) \
    C(role_grant, person, scope, ref)         C(role_grant, person, created, moment) \
    C(role_grant, granted_by, role, role)     C(role_grant, granted_by, scope_kind, choice) \
    C(role_grant, granted_by, scope, ref)     C(role_grant, granted_by, created, moment) \
    S(session, person, token_hash)            S(session, person, csrf)               \
    C(session, person, agent, device)         C(session, person, place, place)       \
    C(session, person, created, moment)       C(session, person, last_seen, moment)  \
    C(session, person, signed_in, moment)     C(session, person, second, moment)     \
    C(session, person, trusted, choice)       S(session, person, sso)                \
    S(second_factor, person, sealed)          C(second_factor, person, made, moment) \
    C(second_factor, person, confirmed, moment)                                      \
    S(recovery_code, person, hash)            C(recovery_code, person, made, moment) \
    C(recovery_code, person, used, moment)                                           \
    C(second_loss, person, asked, moment)     C(second_loss, person, expires, moment) \
    C(second_loss, person, anew, moment)      C(second_loss, vouched_by, asked, moment) \
    S(passkey, person, id)                    S(passkey, person, public_key)         \
    C(passkey, person, name, text)            C(passkey, person, made, moment)       \
    C(passkey, person, used, moment)                                                 \
    C(identity, person, issuer, ref)          C(identity, person, subject, ref)      \
    C(identity, person, created, moment)                                             \
    C(token, person, id, ref)                 S(token, person, hash)                 \
    C(token, person, name, text)              C(token, person, scope, choice)        \
    C(token, person, made, moment)            C(token, person, expires, moment)      \
    C(token, person, signed_in, moment)       C(token, person, used, day)            \
    S(one_time_link, person, token_hash)      C(one_time_link, person, purpose, choice) \
    C(one_time_link, person, created, moment) C(one_time_link, person, expires, moment) \
    C(one_time_link, person, used, moment)    C(one_time_link, person, object, ref)  \
    C(one_time_link, person, detail, text)                                           \
    C(one_time_link, made_by, purpose, choice) C(one_time_link, made_by, created, moment) \
    C(wish, person, address, address)         C(wish, person, direct, choice)        \
    C(wish, person, overview, choice)         S(wish, person, folded)                \
    C(notice, person, practice, ref)          C(notice, person, what, choice)        \
    C(notice, person, about, ref)             C(notice, person, at, moment)          \
    C(notice, person, asked, choice)          C(notice, person, seen, moment)        \
    C(notice, person, way, choice)            C(notice, person, letter, ref)         \
    C(letter, person, id, ref)                C(letter, person, overview, choice)    \
    C(letter, person, made, moment)           C(letter, person, sent, moment)        \
    C(letter, person, problem, text)          C(letter, person, kind, choice)        \
    C(letter, person, address, address)                                              \
    C(saved_search, person, name, text)       C(saved_search, person, address, text) \
    C(saved_search, person, mail, choice)     C(saved_search, person, made, moment)  \
    C(saved_search, person, seen, moment)                                            \
    C(access_request, person, working_group, ref) C(access_request, person, words, text) \
    C(access_request, person, at, moment)                                            \
    C(writing_now, person, practice, ref)     C(writing_now, person, seen, moment)   \
    C(desk, editor, practice, ref)            C(desk, editor, since, moment)         \
    C(practice, created_by, id, ref)          C(practice, created_by, created, moment) \
    C(practice_author, person, practice, ref) C(practice_author, person, since, moment) \
    C(revision, author, practice, ref)        C(revision, author, id, ref)           \
    C(revision, author, title, text)          C(revision, author, brief, text)       \
    C(revision, author, note, text)           C(revision, author, at, moment)        \
    C(working_copy, updated_by, practice, ref) C(working_copy, updated_by, updated, moment) \
    C(correction, editor, practice, ref)      C(correction, editor, title, text)     \
    C(correction, editor, brief, text)        C(correction, editor, note, text)      \
    C(correction, editor, at, moment)                                                \
    C(move, made_by, practice, ref)           C(move, made_by, what, choice)         \
    C(move, made_by, words, text)             C(move, made_by, at, moment)           \
    C(assent, given_by, practice, ref)        C(assent, given_by, kind, choice)      \
    C(assent, given_by, words, text)          C(assent, given_by, given, moment)     \
    C(remark, person, practice, ref)          C(remark, person, section, choice)     \
    C(remark, person, passage, text)          C(remark, person, weight, choice)      \
    C(remark, person, body, text)             C(remark, person, at, moment)          \
    C(remark, answered_by, practice, ref)     C(remark, answered_by, answer, text)   \
    C(remark, answered_by, answered, moment)                                         \
    C(practice_use, person, practice, ref)    C(practice_use, person, day, day)      \
    C(practice_use, person, what, choice)                                            \
    C(experience, person, practice, ref)      C(experience, person, location, ref)   \
    C(experience, person, body, text)         C(experience, person, again, choice)   \
    C(experience, person, at, moment)                                                \
    C(round, opened_by, practice, ref)        C(round, opened_by, question, text)    \
    C(round, opened_by, summary, text)        C(round, opened_by, advice, text)      \
    C(round, opened_by, begun, moment)                                               \
    C(round_position, given_by, round, ref)   C(round_position, given_by, organisation, ref) \
    C(round_position, given_by, position, choice) C(round_position, given_by, said, text) \
    C(round_position, given_by, lift, text)   C(round_position, given_by, reserve, choice) \
    C(round_position, given_by, board_day, day) C(round_position, given_by, minute, text) \
    C(round_position, given_by, by_link, text) C(round_position, given_by, at, moment) \
    C(round_concept, person, round, ref)      C(round_concept, person, organisation, ref) \
    C(round_concept, person, position, choice) C(round_concept, person, said, text)  \
    C(round_concept, person, lift, text)      C(round_concept, person, reserve, choice) \
    C(round_concept, person, at, moment)                                             \
    C(local, person, practice, ref)           C(local, person, organisation, ref)    \
    C(local, person, what, choice)            C(local, person, words, text)          \
    C(local, person, at, moment)                                                     \
    C(carrying_out, person, practice, ref)    C(carrying_out, person, organisation, ref) \
    C(carrying_out, person, state, choice)    C(carrying_out, person, step, text)    \
    C(carrying_out, person, day, day)         C(carrying_out, person, at, moment)    \
    C(desk_note, person, practice, ref)       C(desk_note, person, body, text)       \
    C(desk_note, person, at, moment)                                                 \
    C(answer_text, changed_by, purpose, choice) C(answer_text, changed_by, title, text) \
    C(answer_text, changed_by, body, text)    C(answer_text, changed_by, changed, moment) \
    C(agreement, made_by, kind, choice)       C(agreement, made_by, said, text)      \
    C(agreement, made_by, meant, text)        C(agreement, made_by, made, moment)    \
    C(agreement, ended_by, said, text)        C(agreement, ended_by, ended, moment)  \
    C(change, actor, action, choice)          C(change, actor, object, ref)          \
    C(change, actor, organisation, ref)       C(change, actor, revision, ref)        \
    C(change, actor, detail, choice)          C(change, actor, origin, choice)       \
    C(change, actor, at, moment)                                                     \
    C(change, object, action, choice)         C(change, object, detail, choice)      \
    C(change, object, at, moment)                                                    \
    C(restricted_read, actor, what, choice)   C(restricted_read, actor, object, ref) \
    C(restricted_read, actor, at, moment)

/* What tells one row of a table from another, and puts them in order. */
#define STORE_KEY_person          "id"
#define STORE_KEY_role_grant      "scope_kind || scope || role || person"
#define STORE_KEY_session         "CAST(created AS TEXT)"
#define STORE_KEY_second_factor   "person"
#define STORE_KEY_recovery_code   "CAST(made AS TEXT)"
#define STORE_KEY_second_loss     "person"
#define STORE_KEY_passkey         "CAST(made AS TEXT) || name"
#define STORE_KEY_identity        "issuer"
#define STORE_KEY_token           "CAST(made AS TEXT) || id"
#define STORE_KEY_one_time_link   "CAST(created AS TEXT) || purpose"
#define STORE_KEY_wish            "person"
#define STORE_KEY_notice          "CAST(at AS TEXT) || id"
#define STORE_KEY_letter          "CAST(made AS TEXT) || id"
#define STORE_KEY_saved_search    "id"
#define STORE_KEY_access_request  "working_group"
#define STORE_KEY_writing_now     "practice"
#define STORE_KEY_desk            "practice"
#define STORE_KEY_practice        "id"
#define STORE_KEY_practice_author "practice"
#define STORE_KEY_revision        "CAST(at AS TEXT) || id"
#define STORE_KEY_working_copy    "practice"
#define STORE_KEY_correction      "practice"
#define STORE_KEY_move            "CAST(at AS TEXT) || id"
#define STORE_KEY_assent          "practice || kind"
#define STORE_KEY_remark          "CAST(at AS TEXT) || id"
#define STORE_KEY_practice_use    "day || practice || what"
#define STORE_KEY_experience      "CAST(at AS TEXT) || id"
#define STORE_KEY_round           "CAST(begun AS TEXT) || id"
#define STORE_KEY_round_position  "CAST(at AS TEXT) || id"
#define STORE_KEY_round_concept   "round || organisation"
#define STORE_KEY_local           "practice || organisation || what"
#define STORE_KEY_carrying_out    "practice || organisation"
#define STORE_KEY_desk_note       "CAST(at AS TEXT) || id"
#define STORE_KEY_answer_text     "id"
#define STORE_KEY_agreement       "CAST(made AS TEXT) || id"
#define STORE_KEY_restricted_read "CAST(100000000000 + seq AS TEXT)"
#define STORE_KEY_change          "CAST(100000000000 + seq AS TEXT)"
/* clang-format on */

struct store_register_row {
    const char *table, *holder, *why, *ground, *kept, *erased; /* as above */
};
extern const struct store_register_row store_register_rows[];
extern const size_t store_register_rows_count;

struct store_register_column {
    const char *table, *holder, *column, *kind; /* kind "secret" is an S */
};
extern const struct store_register_column store_register_columns[];
extern const size_t store_register_columns_count;

struct store;

/* One value that is held about a person. `key` is the same for all values of one row. */
struct store_own {
    size_t column; /* place in store_register_columns */
    const char *key, *value;
};
struct store_owns {
    struct store_own *at;
    size_t n;
};

/* Everything that is held about this person but secrets and what is empty: in the order of the table, the columns of
 * one row beside each other. */
MUST_CHECK err_code store_own_data(struct store *s, const char *person, arena *a, struct store_owns *out, kb_err *err);

/* The person becomes `name`, who cannot sign in, for good; what `gone` says goes, and behind the commit it leaves
 * the disk (redact.h). ERR_NOT_FOUND when there is no such person. */
MUST_CHECK err_code store_person_erase(struct store *s, const char *person, const char *name, kb_time at, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
