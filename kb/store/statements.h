/* statements.h - every statement of the store, by name, in one table.
 *
 * A connection prepares one at its first use (all of them would be half of a start); a test prepares each on an empty
 * database, so that a typo is found there. A reader runs those marked READ only. One text serves SQLite 3.40 and
 * PostgreSQL 15: parameters ?1..?n, no date or JSON functions, no text put together while running. Column order is what
 * the row function beside each use reads.
 *
 * Keyset paging compares (time, id) with the last row seen; the first page gives the greatest pair there is.
 */
#ifndef KB_STORE_STATEMENTS_H
#define KB_STORE_STATEMENTS_H

#include "kb/store/register.h"

enum store_statement_use { STORE_READ, STORE_WRITE };

struct store_statement {
    const char *name, *sql;
    enum store_statement_use use;
};

/* clang-format off */

/* A practice, its lines and their revisions: three parts that practice.c reads in this order. */
#define SQL_PRACTICE "p.id, p.number, p.kind, p.working_group, p.source_path, p.legal_fields, p.comes_from, p.applies_in, p.holds_for, p.touched"
#define SQL_LINE(l) ", " l ".stage, " l ".since, " l ".revision, " l ".until, " l ".review_at, " l ".superseded_by, "  \
                    l ".merged_into, " l ".origin, " l ".confirmed, " l ".adopted"
#define SQL_LINE_TEXT(l) ", " l ".reason, " l ".decision, " l "r.title, " l "r.brief, " l "r.version, " l "r.at"
#define SQL_WHOLE "SELECT " SQL_PRACTICE SQL_LINE("a") SQL_LINE("c") ", p.created, p.created_by, p.source_hash" SQL_LINE_TEXT("a") SQL_LINE_TEXT("c")
#define SQL_LINES " LEFT JOIN practice_line a ON a.practice = p.id AND a.line = 'adopted'"                             \
                  " LEFT JOIN practice_line c ON c.practice = p.id AND c.line = 'candidate'"
#define SQL_LINES_TEXT SQL_LINES " LEFT JOIN revision ar ON ar.id = a.revision LEFT JOIN revision cr ON cr.id = c.revision"
#define SQL_BY_TOUCHED " ORDER BY p.touched DESC, p.id DESC LIMIT "
#define SQL_BY_SINCE " ORDER BY w.since DESC, w.practice DESC LIMIT "
#define SQL_OF_LINE SQL_WHOLE " FROM practice_line w JOIN practice p ON p.id = w.practice" SQL_LINES_TEXT

#define SQL_CHANGE "SELECT seq, at, actor, organisation, action, object, revision, detail, prev_hash, hash, origin FROM change"
#define SQL_RESTRICTED "SELECT seq, at, actor, what, object, prev_hash, hash FROM restricted_read"
#define SQL_REVISION "SELECT id, practice, version, title, brief, author, at, note, text_hash FROM revision"
#define SQL_PERSON "SELECT id, sign_in, sign_in_folded, name, password_hash, disabled, created, erased FROM person"
#define SQL_GRANT "SELECT person, role, scope_kind, scope, created, granted_by FROM role_grant"
#define SQL_ORGANISATION "SELECT id, slug, name, kind, parent, active FROM organisation"
#define SQL_MOVE                                                                                                       \
    "SELECT id, practice, line, what, came_from, went_to, revision, at, made_by, words, marks FROM move"
#define SQL_GROUP "SELECT id, slug, name, purpose, location, created, closed, alone_since FROM working_group"
/* How many people with an open account lead a group: lead or second lead, one person once. */
#define SQL_LEADS                                                                                                      \
    "(SELECT count(DISTINCT r.person) FROM role_grant r JOIN person p ON p.id = r.person"                              \
    " WHERE r.scope_kind = 'working_group' AND r.scope = working_group.id AND r.role IN ('lead', 'second-lead')"       \
    " AND p.disabled IS NULL)"
#define SQL_LOCATION "SELECT slug, name, place, active FROM location"
#define SQL_AGREEMENT "SELECT id, entry, kind, said, meant, made, made_by, ended, ended_by FROM agreement"
#define SQL_ANSWER_TEXT "SELECT id, purpose, title, body, version, changed, changed_by FROM answer_text"
#define SQL_LEGAL_FIELD "SELECT slug, name, lay_label, place, active, moving FROM legal_field"

#define SQL_REMARK "SELECT id, practice, revision, section, passage, person, at, weight, body, answer, answered_by, answered FROM remark"
#define SQL_SAVED "SELECT id, person, name, address, mail, made, seen FROM saved_search"
#define SQL_LETTER "SELECT id, person, overview, made, tries, next_try, sent, problem, kind, address FROM letter"
#define SQL_NOTICE "SELECT id, person, practice, what, about, at, asked, seen, way FROM notice"
#define SQL_ROUND "SELECT id, practice, revision, preset, state, bundle, begun, opened_by, ends, extended, question, summary," \
                  " advice, closed, ended, outcome, outcome_text, advised FROM round"

/* Every text about a practice (redact.h): its name, the key of its row (item, sub), table and column, how the rows of
 * practice ?1 are found, and one row again by item ?2 and sub ?3. */
#define STORE_TEXTS(T)                                                                                                 \
    T(revision_title,   "id", "''", "revision", "title", "practice = ?1", "id = ?2 AND ?3 = ''")                       \
    T(revision_brief,   "id", "''", "revision", "brief", "practice = ?1", "id = ?2 AND ?3 = ''")                       \
    T(revision_note,    "id", "''", "revision", "note", "practice = ?1", "id = ?2 AND ?3 = ''")                        \
    T(revision_body,    "revision", "CAST(place AS TEXT)", "revision_section", "body", SQL_OF_REVISIONS("revision"),   \
      "revision = ?2 AND place = CAST(?3 AS INTEGER)")                                                                 \
    T(working_title,    "practice", "''", "working_copy", "title", "practice = ?1", "practice = ?2 AND ?3 = ''")       \
    T(working_brief,    "practice", "''", "working_copy", "brief", "practice = ?1", "practice = ?2 AND ?3 = ''")       \
    T(working_body,     "practice", "CAST(place AS TEXT)", "working_section", "body", "practice = ?1",                 \
      "practice = ?2 AND place = CAST(?3 AS INTEGER)")                                                                 \
    T(correction_title, "practice", "''", "correction", "title", "practice = ?1", "practice = ?2 AND ?3 = ''")         \
    T(correction_brief, "practice", "''", "correction", "brief", "practice = ?1", "practice = ?2 AND ?3 = ''")         \
    T(correction_note,  "practice", "''", "correction", "note", "practice = ?1", "practice = ?2 AND ?3 = ''")          \
    T(correction_body,  "practice", "CAST(place AS TEXT)", "correction_section", "body", "practice = ?1",              \
      "practice = ?2 AND place = CAST(?3 AS INTEGER)")                                                                 \
    T(practice_source,  "id", "''", "practice", "source_path", "id = ?1", "id = ?2 AND ?3 = ''")                       \
    T(line_reason,      "practice", "line", "practice_line", "reason", "practice = ?1", "practice = ?2 AND line = ?3") \
    T(line_decision,    "practice", "line", "practice_line", "decision", "practice = ?1", "practice = ?2 AND line = ?3") \
    T(move_words,       "id", "''", "move", "words", "practice = ?1", "id = ?2 AND ?3 = ''")                           \
    T(assent_words,     "practice", "kind", "assent", "words", "practice = ?1", "practice = ?2 AND kind = ?3")         \
    T(remark_passage,   "id", "''", "remark", "passage", "practice = ?1", "id = ?2 AND ?3 = ''")                       \
    T(remark_body,      "id", "''", "remark", "body", "practice = ?1", "id = ?2 AND ?3 = ''")                          \
    T(remark_answer,    "id", "''", "remark", "answer", "practice = ?1", "id = ?2 AND ?3 = ''")                        \
    T(experience_body,  "id", "''", "experience", "body", "practice = ?1", "id = ?2 AND ?3 = ''")                      \
    T(round_question,   "id", "''", "round", "question", "practice = ?1", "id = ?2 AND ?3 = ''")                       \
    T(round_summary,    "id", "''", "round", "summary", "practice = ?1", "id = ?2 AND ?3 = ''")                        \
    T(round_advice,     "id", "''", "round", "advice", "practice = ?1", "id = ?2 AND ?3 = ''")                         \
    T(round_outcome,    "id", "''", "round", "outcome_text", "practice = ?1", "id = ?2 AND ?3 = ''")                   \
    T(position_said,    "id", "''", "round_position", "said", SQL_OF_ROUNDS, "id = ?2 AND ?3 = ''")                    \
    T(position_lift,    "id", "''", "round_position", "lift", SQL_OF_ROUNDS, "id = ?2 AND ?3 = ''")                    \
    T(position_minute,  "id", "''", "round_position", "minute", SQL_OF_ROUNDS, "id = ?2 AND ?3 = ''")                  \
    T(position_by_link, "id", "''", "round_position", "by_link", SQL_OF_ROUNDS, "id = ?2 AND ?3 = ''")                 \
    T(concept_said,     "round", "organisation", "round_concept", "said", SQL_OF_ROUNDS,                               \
      "round = ?2 AND organisation = ?3")                                                                              \
    T(concept_lift,     "round", "organisation", "round_concept", "lift", SQL_OF_ROUNDS,                               \
      "round = ?2 AND organisation = ?3")                                                                              \
    T(local_words,      "organisation", "what", "local", "words", "practice = ?1",                                     \
      "practice IN (SELECT practice FROM redacting) AND organisation = ?2 AND what = ?3")                              \
    T(carrying_step,    "organisation", "''", "carrying_out", "step", "practice = ?1",                                 \
      "practice IN (SELECT practice FROM redacting) AND organisation = ?2 AND ?3 = ''")                                \
    T(desk_note_body,   "id", "''", "desk_note", "body", "practice = ?1", "id = ?2 AND ?3 = ''")

#define SQL_OF_REVISIONS(column) column " IN (SELECT id FROM revision WHERE practice = ?1)"
#define SQL_OF_ROUNDS "round IN (SELECT id FROM round WHERE practice = ?1)"
#define SQL_TEXT_FIND(name, item, sub, table, column, of, key)                                                         \
    " UNION ALL SELECT '" #name "', " item ", " sub ", " column " FROM " table " WHERE " of " AND " column " <> ''"
#define SQL_TEXT_PUT(name, item, sub, table, column, of, key)                                                          \
    X(WRITE, text_put_##name, "UPDATE " table " SET " column " = ?1 WHERE " key)
/* What is held about a person, and what erasing takes away (register.h). */
#define SQL_OWN(table, holder, column, kind)                                                                           \
    " UNION ALL SELECT '" #table " " #holder " " #column "', " STORE_KEY_##table ", CAST(" #column " AS TEXT)"         \
    " FROM " #table " WHERE " #holder " = ?1 AND " #column " IS NOT NULL"
#define SQL_OWN_NOT(table, holder, column)
#define SQL_ERASE(table, holder, why, ground, kept, erased) SQL_ERASE_##erased(table, holder)
#define SQL_ERASE_gone(table, holder) X(WRITE, erase_##table, "DELETE FROM " #table " WHERE " #holder " = ?1")
#define SQL_ERASE_blank(table, holder)
#define SQL_ERASE_stays(table, holder)

#define SQL_LOSS "SELECT person, asked, expires, vouched_by, anew FROM second_loss"
#define SQL_IDENTITY "SELECT issuer, subject, person, created FROM identity"
#define SQL_TOKEN "SELECT id, hash, person, name, scope, made, expires, signed_in, used FROM token"
#define SQL_PASSKEY "SELECT id, person, algorithm, public_key, counter, name, made, used FROM passkey"
#define SQL_SESSION "SELECT token_hash, person, created, last_seen, signed_in, trusted, csrf, second, agent, place, sso FROM session"

#define STORE_STATEMENTS(X)                                                                                            \
    /* the log */                                                                                                      \
    X(READ,  log_head_get, "SELECT seq, hash FROM log_head")                                                           \
    X(WRITE, log_head_move, "UPDATE log_head SET seq = seq + ?1 RETURNING seq, hash")                                  \
    X(WRITE, log_head_hash, "UPDATE log_head SET hash = ?1")                                                           \
    X(WRITE, log_head_mend, "UPDATE log_head SET mended = mended + 1")                                                 \
    X(READ,  taken_out, "SELECT taken_out FROM log_head")                                                              \
    X(WRITE, taken_out_put, "UPDATE log_head SET taken_out = 1")                                                       \
    X(WRITE, taken_out_done, "UPDATE log_head SET taken_out = 0")                                                      \
    X(WRITE, change_add,                                                                                               \
      "INSERT INTO change (seq, at, actor, organisation, action, object, revision, detail, prev_hash, hash, origin)"   \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")                                                        \
    X(READ,  change_after, SQL_CHANGE " WHERE seq > ?1 ORDER BY seq LIMIT ?2")                                         \
    X(READ,  change_of, SQL_CHANGE " WHERE object = ?1 ORDER BY seq DESC LIMIT ?2")                                    \
    X(READ,  change_walk, SQL_CHANGE " ORDER BY seq")                                                                  \
    /* reads of what not everybody may read */                                                                         \
    X(READ,  restricted_head_get, "SELECT seq, hash FROM restricted_head")                                             \
    X(READ,  restricted_kept_get, "SELECT kept_seq, kept_hash FROM restricted_head")                                   \
    X(READ,  restricted_get, "SELECT seq, hash FROM restricted_read WHERE seq = ?1")                                   \
    X(WRITE, restricted_head_put, "UPDATE restricted_head SET seq = ?1, hash = ?2")                                    \
    X(WRITE, restricted_add,                                                                                           \
      "INSERT INTO restricted_read (seq, at, actor, what, object, prev_hash, hash)"                                    \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")                                                                          \
    X(READ,  restricted_list, SQL_RESTRICTED " ORDER BY seq DESC LIMIT ?1")                                            \
    X(READ,  restricted_walk, SQL_RESTRICTED " ORDER BY seq")                                                          \
    X(READ,  restricted_before,                                                                                        \
      "SELECT seq, hash FROM restricted_read WHERE at < ?1 ORDER BY at DESC, seq DESC LIMIT 1")                        \
    X(WRITE, restricted_keep, "UPDATE restricted_head SET kept_seq = ?1, kept_hash = ?2")                              \
    X(WRITE, restricted_forget, "DELETE FROM restricted_read WHERE seq <= ?1")                                         \
    /* practices */                                                                                                    \
    X(READ,  practice_get, SQL_WHOLE " FROM practice p" SQL_LINES_TEXT " WHERE p.id = ?1")                             \
    X(READ,  practice_by_number, SQL_WHOLE " FROM practice p" SQL_LINES_TEXT " WHERE p.number = ?1")                   \
    X(READ,  practice_by_source, SQL_WHOLE " FROM practice p" SQL_LINES_TEXT " WHERE p.source_path = ?1")              \
    X(READ,  practice_facts,                                                                                           \
      "SELECT p.id, CASE WHEN p.number IS NULL THEN 0 ELSE 1 END, p.kind, p.working_group, p.legal_fields,"            \
      " p.comes_from, p.applies_in, p.holds_for, a.stage, a.revision, c.stage, c.revision"                             \
      " FROM practice p" SQL_LINES " WHERE p.id = ?1")                                                                 \
    X(WRITE, practice_holds, "UPDATE practice SET holds_for = ?2 WHERE id = ?1")                                       \
    X(READ,  practice_list_all,                                                                                        \
      SQL_WHOLE " FROM practice p" SQL_LINES_TEXT " WHERE p.id > ?2 ORDER BY p.id LIMIT ?3")                           \
    X(READ,  practice_list_touched,                                                                                    \
      SQL_WHOLE " FROM practice p" SQL_LINES_TEXT " WHERE (p.touched, p.id) < (?1, ?2)" SQL_BY_TOUCHED "?3")           \
    X(READ,  practice_list_group,                                                                                      \
      SQL_WHOLE " FROM practice p" SQL_LINES_TEXT                                                                      \
      " WHERE p.working_group = ?4 AND (p.touched, p.id) < (?1, ?2)" SQL_BY_TOUCHED "?3")                              \
    X(READ,  practice_list_group_waits,                                                                                \
      SQL_WHOLE " FROM practice p" SQL_LINES_TEXT                                                                      \
      " WHERE p.working_group = ?4 AND (p.touched, p.id) < (?1, ?2)"                                                   \
      " AND (c.stage = 'returned' OR a.stage IN ('due', 'expired')"                                                    \
      " OR (c.stage = 'recommendation' AND EXISTS"                                                                     \
      " (SELECT 1 FROM move w WHERE w.practice = p.id AND w.what IN ('rework', 'change-text')))"                       \
      " OR EXISTS (SELECT 1 FROM assent w WHERE w.practice = p.id)"                                                    \
      " OR EXISTS (SELECT 1 FROM remark w WHERE w.practice = p.id AND w.answered IS NULL))" SQL_BY_TOUCHED "?3")       \
    X(READ,  practice_list_candidates,                                                                                 \
      SQL_OF_LINE " WHERE w.line = 'candidate' AND (w.since, w.practice) < (?1, ?2)" SQL_BY_SINCE "?3")                \
    X(READ,  practice_list_stage,                                                                                      \
      SQL_OF_LINE " WHERE w.stage = ?4 AND (w.since, w.practice) < (?1, ?2)" SQL_BY_SINCE "?3")                        \
    X(READ,  practice_list_unconfirmed,                                                                                \
      SQL_OF_LINE " WHERE w.line = 'adopted' AND w.origin = 'outside' AND w.confirmed = 0"                             \
      " AND (w.since, w.practice) < (?1, ?2)" SQL_BY_SINCE "?3")                                                       \
    X(READ,  practice_list_author,                                                                                     \
      SQL_WHOLE " FROM practice_author w JOIN practice p ON p.id = w.practice" SQL_LINES_TEXT                          \
      " WHERE w.person = ?4 AND (p.touched, p.id) < (?1, ?2)" SQL_BY_TOUCHED "?3")                                     \
    X(READ,  practice_list_field,                                                                                      \
      SQL_WHOLE " FROM practice_field w JOIN practice p ON p.id = w.practice" SQL_LINES_TEXT                           \
      " WHERE w.legal_field = ?4 AND (p.touched, p.id) < (?1, ?2)" SQL_BY_TOUCHED "?3")                                \
    X(WRITE, practice_add,                                                                                             \
      "INSERT INTO practice (id, number, kind, working_group, created, created_by, source_path, source_hash,"          \
      " legal_fields, comes_from, applies_in, touched) VALUES (?1, NULL, ?2, ?3, ?4, ?5, ?6, ?7, '', '', '', ?8)")     \
    X(WRITE, practice_number, "UPDATE practice SET number = ?2 WHERE id = ?1")                                         \
    X(WRITE, practice_place,                                                                                           \
      "UPDATE practice SET kind = ?2, working_group = ?3, legal_fields = ?4, comes_from = ?5, applies_in = ?6,"        \
      " touched = ?7 WHERE id = ?1")                                                                                   \
    X(WRITE, practice_source, "UPDATE practice SET source_path = ?2, source_hash = ?3 WHERE id = ?1")                  \
    X(WRITE, practice_touch, "UPDATE practice SET touched = ?2 WHERE id = ?1")                                         \
    X(WRITE, practice_fields_clear, "DELETE FROM practice_field WHERE practice = ?1")                                  \
    X(WRITE, practice_field_add, "INSERT INTO practice_field (practice, legal_field) VALUES (?1, ?2)")                 \
    X(WRITE, practice_locations_clear, "DELETE FROM practice_location WHERE practice = ?1")                            \
    X(WRITE, practice_location_add,                                                                                    \
      "INSERT INTO practice_location (practice, location, relation) VALUES (?1, ?2, ?3)")                              \
    X(WRITE, number_next,                                                                                              \
      "INSERT INTO number_counter (year, last) VALUES (?1, 1)"                                                         \
      " ON CONFLICT (year) DO UPDATE SET last = number_counter.last + 1 RETURNING last")                               \
    X(WRITE, number_at_least,                                                                                          \
      "INSERT INTO number_counter (year, last) VALUES (?1, ?2) ON CONFLICT (year) DO UPDATE SET last ="                \
      " CASE WHEN excluded.last > number_counter.last THEN excluded.last ELSE number_counter.last END")                \
    X(WRITE, line_put,                                                                                                 \
      "INSERT INTO practice_line (practice, line, stage, since, revision, reason, until, review_at, superseded_by,"    \
      " merged_into, origin, decision, confirmed, adopted)"                                                            \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"                                          \
      " ON CONFLICT (practice, line) DO UPDATE SET stage = excluded.stage, since = excluded.since,"                    \
      " revision = excluded.revision, reason = excluded.reason, until = excluded.until,"                               \
      " review_at = excluded.review_at, superseded_by = excluded.superseded_by, merged_into = excluded.merged_into,"   \
      " origin = excluded.origin, decision = excluded.decision, confirmed = excluded.confirmed,"                       \
      " adopted = excluded.adopted")                                                                                   \
    X(WRITE, line_remove, "DELETE FROM practice_line WHERE practice = ?1 AND line = ?2")                               \
    X(WRITE, author_add,                                                                                               \
      "INSERT INTO practice_author (practice, person, since) VALUES (?1, ?2, ?3)"                                      \
      " ON CONFLICT (practice, person) DO NOTHING")                                                                    \
    X(WRITE, authors_clear, "DELETE FROM practice_author WHERE practice = ?1")                                         \
    X(READ,  authors,                                                                                                  \
      "SELECT person, since FROM practice_author WHERE practice = ?1 ORDER BY since, person LIMIT 1000")               \
    X(READ,  author_is, "SELECT since FROM practice_author WHERE practice = ?1 AND person = ?2")                       \
    X(READ,  counts,                                                                                                   \
      "SELECT (SELECT count(*) FROM practice),"                                                                        \
      " (SELECT count(*) FROM practice_line WHERE line = 'adopted'),"                                                  \
      " (SELECT count(*) FROM practice_line WHERE line = 'candidate'),"                                                \
      " (SELECT count(*) FROM revision),"                                                                              \
      " (SELECT count(*) FROM person WHERE disabled IS NULL),"                                                         \
      " (SELECT count(*) FROM organisation WHERE active = 1),"                                                         \
      " (SELECT count(*) FROM working_group WHERE closed IS NULL),"                                                    \
      " (SELECT count(*) FROM location WHERE active = 1),"                                                             \
      " (SELECT count(*) FROM legal_field WHERE active = 1)")                                                          \
    /* texts */                                                                                                        \
    X(READ,  revision_get, SQL_REVISION " WHERE id = ?1")                                                              \
    X(READ,  revision_by_version, SQL_REVISION " WHERE practice = ?1 AND version = ?2")                                \
    X(READ,  revision_list, SQL_REVISION " WHERE practice = ?1 ORDER BY at DESC, id DESC LIMIT 1000")                  \
    X(READ,  revision_sections, "SELECT section, body FROM revision_section WHERE revision = ?1 ORDER BY place")       \
    X(READ,  revision_walk,                                                                                            \
      "SELECT r.id, r.title, r.brief, r.text_hash, s.section, s.body"                                                  \
      " FROM revision r LEFT JOIN revision_section s ON s.revision = r.id ORDER BY r.id, s.place")                     \
    X(WRITE, revision_add,                                                                                             \
      "INSERT INTO revision (id, practice, version, title, brief, author, at, note, text_hash)"                        \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")                                                                  \
    X(WRITE, revision_section_add,                                                                                     \
      "INSERT INTO revision_section (revision, place, section, body) VALUES (?1, ?2, ?3, ?4)")                         \
    X(WRITE, revision_version_give,                                                                                    \
      "UPDATE revision SET version = (SELECT coalesce(max(o.version), 0) + 1 FROM revision o"                          \
      " WHERE o.practice = revision.practice) WHERE id = ?1 AND version IS NULL RETURNING version")                    \
    X(READ,  revision_version, "SELECT version FROM revision WHERE id = ?1")                                           \
    X(READ,  rendered_get, "SELECT body FROM rendered WHERE revision = ?1 AND renderer = ?2")                          \
    X(WRITE, rendered_put,                                                                                             \
      "INSERT INTO rendered (revision, renderer, body) VALUES (?1, ?2, ?3)"                                            \
      " ON CONFLICT (revision) DO UPDATE SET renderer = excluded.renderer, body = excluded.body")                      \
    X(READ,  rendered_lacking,                                                                                         \
      "SELECT l.revision FROM practice_line l LEFT JOIN rendered r ON r.revision = l.revision AND r.renderer = ?1"     \
      " WHERE l.revision IS NOT NULL AND r.revision IS NULL LIMIT ?2")                                                 \
    X(READ,  working_get,                                                                                              \
      "SELECT practice, version, base_revision, title, brief, updated, updated_by, saved_from FROM working_copy"       \
      " WHERE practice = ?1")                                                                                          \
    X(READ,  working_updated, "SELECT updated FROM working_copy WHERE practice = ?1")                                  \
    X(READ,  working_sections, "SELECT section, body FROM working_section WHERE practice = ?1 ORDER BY place")         \
    X(WRITE, working_add,                                                                                              \
      "INSERT INTO working_copy (practice, version, base_revision, title, brief, updated, updated_by, saved_from)"     \
      " VALUES (?1, 1, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (practice) DO NOTHING RETURNING version + ?2")              \
    X(WRITE, working_save,                                                                                             \
      "UPDATE working_copy SET version = version + 1, base_revision = ?3, title = ?4, brief = ?5, updated = ?6,"       \
      " updated_by = ?7, saved_from = ?8 WHERE practice = ?1 AND version = ?2 RETURNING version")                      \
    X(WRITE, working_touch, "UPDATE working_copy SET version = version + 1, saved_from = '' WHERE practice = ?1")      \
    X(WRITE, working_restore,                                                                                          \
      "INSERT INTO working_copy (practice, version, base_revision, title, brief, updated, updated_by)"                 \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")                                                                          \
    X(WRITE, working_sections_clear, "DELETE FROM working_section WHERE practice = ?1")                                \
    X(WRITE, working_section_add,                                                                                      \
      "INSERT INTO working_section (practice, place, section, body) VALUES (?1, ?2, ?3, ?4)")                          \
    X(WRITE, working_remove, "DELETE FROM working_copy WHERE practice = ?1")                                           \
    X(READ,  correction_get,                                                                                           \
      "SELECT practice, base, title, brief, note, editor, at FROM correction WHERE practice = ?1")                     \
    X(READ,  correction_sections, "SELECT section, body FROM correction_section WHERE practice = ?1 ORDER BY place")   \
    X(READ,  carrying_list,                                                                                            \
      "SELECT practice, organisation, state, step, day, at, person FROM carrying_out WHERE practice = ?1"              \
      " ORDER BY organisation")                                                                                        \
    X(WRITE, carrying_put,                                                                                             \
      "INSERT INTO carrying_out (practice, organisation, state, step, day, at, person)"                                \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (practice, organisation) DO UPDATE SET"                        \
      " state = excluded.state, step = excluded.step, day = excluded.day, at = excluded.at, person = excluded.person") \
    X(WRITE, correction_add,                                                                                           \
      "INSERT INTO correction (practice, base, title, brief, note, editor, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")   \
    X(WRITE, correction_section_add,                                                                                   \
      "INSERT INTO correction_section (practice, place, section, body) VALUES (?1, ?2, ?3, ?4)")                       \
    X(WRITE, correction_remove, "DELETE FROM correction WHERE practice = ?1")                                          \
    X(WRITE, writing_seen,                                                                                             \
      "INSERT INTO writing_now (practice, person, seen) VALUES (?1, ?2, ?3)"                                           \
      " ON CONFLICT (practice, person) DO UPDATE SET seen = excluded.seen")                                            \
    X(READ,  writing_list,                                                                                             \
      "SELECT person, seen FROM writing_now WHERE practice = ?1 AND seen >= ?2"                                        \
      " ORDER BY seen DESC, person LIMIT 50")                                                                          \
    X(WRITE, writing_forget, "DELETE FROM writing_now WHERE seen < ?1")                                                \
    /* the ladder */                                                                                                   \
    X(WRITE, move_add,                                                                                                 \
      "INSERT INTO move (id, practice, place, line, what, came_from, went_to, revision, at, made_by, words, marks)"    \
      " VALUES (?1, ?2, (SELECT coalesce(max(m.place), 0) + 1 FROM move m WHERE m.practice = ?2),"                     \
      " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")                                                                        \
    X(READ,  move_marked,                                                                                              \
      SQL_MOVE " WHERE marks <> '' AND (marks LIKE '%own-text%' OR marks LIKE '%one-editor%')"                         \
               " ORDER BY at DESC, id LIMIT 100")                                                                      \
    X(READ,  move_list,                                                                                                \
      SQL_MOVE " WHERE practice = ?1 ORDER BY place DESC LIMIT 1000")                                                  \
    X(WRITE, assent_put,                                                                                               \
      "INSERT INTO assent (practice, kind, revision, asked, given, given_by, words)"                                   \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (practice, kind) DO UPDATE SET revision = excluded.revision,"  \
      " asked = excluded.asked, given = excluded.given, given_by = excluded.given_by, words = excluded.words")         \
    X(READ,  assent_list,                                                                                              \
      "SELECT practice, kind, revision, asked, given, given_by, words FROM assent WHERE practice = ?1 ORDER BY kind")  \
    X(WRITE, assent_clear, "DELETE FROM assent WHERE practice = ?1 AND kind = ?2")                                     \
    X(WRITE, assent_clear_all, "DELETE FROM assent WHERE practice = ?1")                                               \
    X(READ,  desk_get, "SELECT editor, since FROM desk WHERE practice = ?1")                                           \
    X(WRITE, desk_put,                                                                                                 \
      "INSERT INTO desk (practice, editor, since) VALUES (?1, ?2, ?3)"                                                 \
      " ON CONFLICT (practice) DO UPDATE SET editor = excluded.editor, since = excluded.since")                        \
    X(WRITE, desk_note_add, "INSERT INTO desk_note (id, practice, at, person, body) VALUES (?1, ?2, ?3, ?4, ?5)")      \
    X(READ,  desk_note_list,                                                                                           \
      "SELECT id, practice, at, person, body FROM desk_note WHERE practice = ?1 ORDER BY at DESC, id DESC LIMIT ?2")   \
    X(READ,  answer_text_list, SQL_ANSWER_TEXT " ORDER BY purpose, title, id LIMIT 1000")                              \
    X(READ,  answer_text_get, SQL_ANSWER_TEXT " WHERE id = ?1")                                                        \
    X(WRITE, answer_text_put,                                                                                          \
      "INSERT INTO answer_text (id, purpose, title, body, version, changed, changed_by)"                               \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (id) DO UPDATE SET purpose = excluded.purpose,"                \
      " title = excluded.title, body = excluded.body, version = excluded.version, changed = excluded.changed,"         \
      " changed_by = excluded.changed_by")                                                                             \
    X(WRITE, answer_text_remove, "DELETE FROM answer_text WHERE id = ?1")                                              \
    /* taking words out */                                                                                             \
    X(READ,  texts_of,                                                                                                 \
      "SELECT '' AS place, '' AS item, '' AS sub, '' AS body WHERE 1 = 0" STORE_TEXTS(SQL_TEXT_FIND))                  \
    STORE_TEXTS(SQL_TEXT_PUT)                                                                                          \
    X(WRITE, redact_begin, "INSERT INTO redacting (practice) VALUES (?1)")                                             \
    X(WRITE, redact_end, "DELETE FROM redacting WHERE practice = ?1")                                                  \
    X(WRITE, revision_rehash, "UPDATE revision SET text_hash = ?2 WHERE id = ?1")                                      \
    X(WRITE, rendered_drop,                                                                                            \
      "DELETE FROM rendered WHERE revision IN (SELECT id FROM revision WHERE practice = ?1)")                          \
    /* what readers say */                                                                                             \
    X(WRITE, remark_add,                                                                                               \
      "INSERT INTO remark (id, practice, revision, section, passage, person, at, weight, body, answer, answered_by,"   \
      " answered) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)")                                         \
    X(READ,  remark_get, SQL_REMARK " WHERE id = ?1")                                                                  \
    X(READ,  remark_list, SQL_REMARK                                                                                   \
      " WHERE practice = ?1 AND at >= ?2 ORDER BY id <> ?3,"                                                           \
      " CASE WHEN answered IS NOT NULL THEN 2 WHEN weight = 'must' THEN 0 ELSE 1 END,"                                 \
      " at DESC, id DESC LIMIT ?4 OFFSET ?5")                                                                          \
    X(READ,  remark_count, "SELECT count(*) FROM remark WHERE practice = ?1 AND at >= ?2")                             \
    X(READ,  remark_open_of,                                                                                           \
      "SELECT count(*) FROM remark WHERE practice = ?1 AND person = ?2 AND answered IS NULL")                          \
    X(READ,  remark_whole, SQL_REMARK " WHERE practice = ?1 ORDER BY at DESC, id DESC")                                \
    X(READ,  remark_open,                                                                                              \
      "SELECT count(*), coalesce(sum(CASE WHEN weight = 'must' THEN 1 ELSE 0 END), 0) FROM remark"                     \
      " WHERE practice = ?1 AND at >= ?2 AND answered IS NULL")                                                        \
    X(WRITE, remark_answer, "UPDATE remark SET answer = ?2, answered_by = ?3, answered = ?4 WHERE id = ?1")            \
    X(WRITE, remark_remove, "DELETE FROM remark WHERE id = ?1")                                                        \
    X(WRITE, use_add,                                                                                                  \
      "INSERT INTO practice_use (practice, person, day, what, at) VALUES (?1, ?2, ?3, ?4, ?5)"                         \
      " ON CONFLICT (practice, person, day, what) DO NOTHING")                                                         \
    X(WRITE, use_remove, "DELETE FROM practice_use WHERE practice = ?1 AND person = ?2 AND day = ?3 AND what = ?4")    \
    X(READ,  use_counts,                                                                                               \
      "SELECT coalesce(sum(CASE WHEN what = 'used' THEN 1 ELSE 0 END), 0),"                                            \
      " coalesce(sum(CASE WHEN what = 'no-help' THEN 1 ELSE 0 END), 0),"                                               \
      " coalesce(sum(CASE WHEN what = 'outdated' THEN 1 ELSE 0 END), 0)"                                               \
      " FROM practice_use WHERE practice = ?1 AND at >= ?2")                                                           \
    X(READ,  use_list,                                                                                                 \
      "SELECT practice, person, day, what, at FROM practice_use WHERE practice = ?1"                                   \
      " ORDER BY person, day, what")                                                                                   \
    X(READ,  use_mine,                                                                                                 \
      "SELECT practice, person, day, what, at FROM practice_use WHERE practice = ?1 AND person = ?2"                   \
      " ORDER BY day DESC, what DESC LIMIT ?3")                                                                        \
    X(WRITE, experience_add,                                                                                           \
      "INSERT INTO experience (id, practice, person, at, location, body, again) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")  \
    X(WRITE, experience_remove, "DELETE FROM experience WHERE id = ?1")                                                \
    X(READ,  experience_get, "SELECT id, practice, person, at, location, body, again FROM experience WHERE id = ?1")   \
    X(READ,  experience_list,                                                                                          \
      "SELECT id, practice, person, at, location, body, again FROM experience WHERE practice = ?1"                     \
      " ORDER BY at DESC, id DESC LIMIT ?2 OFFSET ?3")                                                                 \
    X(READ,  experience_count, "SELECT count(*) FROM experience WHERE practice = ?1")                                  \
    X(READ,  experience_count_of, "SELECT count(*) FROM experience WHERE practice = ?1 AND person = ?2")               \
    /* how boards decide */                                                                                            \
    X(READ,  round_get, SQL_ROUND " WHERE id = ?1")                                                                    \
    X(READ,  round_latest, SQL_ROUND " WHERE practice = ?1 ORDER BY place DESC LIMIT 1")                               \
    X(READ,  round_list, SQL_ROUND " WHERE practice = ?1 ORDER BY place DESC LIMIT ?2")                                \
    X(READ,  round_in_state, SQL_ROUND " WHERE state = ?1 ORDER BY ends, id LIMIT 500")                                \
    X(READ,  round_of_board,                                                                                           \
      SQL_ROUND " WHERE begun < ?2 AND EXISTS (SELECT 1 FROM round_organisation w"                                     \
      " WHERE w.round = round.id AND w.organisation = ?1) ORDER BY begun DESC, id LIMIT 500")                          \
    X(READ,  round_put_off,                                                                                            \
      SQL_ROUND " WHERE outcome = ?1 AND practice IN"                                                                  \
      " (SELECT l.practice FROM practice_line l WHERE l.line = 'candidate' AND l.stage = ?1)"                          \
      " AND place = (SELECT max(o.place) FROM round o WHERE o.practice = round.practice) LIMIT 500")                   \
    X(WRITE, round_add,                                                                                                \
      "INSERT INTO round (id, practice, place, revision, preset, state, bundle, begun, opened_by, ends, extended,"     \
      " question, summary, advice, closed, ended, outcome, outcome_text, advised)"                                     \
      " VALUES (?1, ?2, (SELECT coalesce(max(r.place), 0) + 1 FROM round r WHERE r.practice = ?2),"                    \
      " ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)")                                     \
    X(WRITE, round_put,                                                                                                \
      "UPDATE round SET preset = ?2, state = ?3, ends = ?4, extended = ?5, advice = ?6, closed = ?7, ended = ?8,"      \
      " outcome = ?9, outcome_text = ?10 WHERE id = ?1")                                                               \
    X(WRITE, seat_put,                                                                                                 \
      "INSERT INTO round_organisation (round, organisation, busy_until) VALUES (?1, ?2, ?3)"                           \
      " ON CONFLICT (round, organisation) DO UPDATE SET busy_until = excluded.busy_until")                             \
    X(READ,  seat_list,                                                                                                \
      "SELECT w.round, w.organisation, w.busy_until FROM round_organisation w"                                         \
      " JOIN organisation o ON o.id = w.organisation WHERE w.round = ?1 ORDER BY o.name, o.id")                        \
    X(WRITE, position_replace,                                                                                         \
      "UPDATE round_position SET replaced = ?3 WHERE round = ?1 AND organisation = ?2 AND replaced IS NULL")           \
    X(WRITE, position_add,                                                                                             \
      "INSERT INTO round_position (id, round, organisation, position, said, lift, reserve, board_day, minute, at,"     \
      " given_by, by_link, replaced) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)")                 \
    X(READ,  position_list,                                                                                            \
      "SELECT id, round, organisation, position, said, lift, reserve, board_day, minute, at, given_by, by_link,"       \
      " replaced FROM round_position WHERE round = ?1 ORDER BY at, id")                                                \
    X(WRITE, concept_put,                                                                                              \
      "INSERT INTO round_concept (round, organisation, id, position, said, lift, reserve, at, person)"                 \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) ON CONFLICT (round, organisation) DO UPDATE SET id = excluded.id," \
      " position = excluded.position, said = excluded.said, lift = excluded.lift, reserve = excluded.reserve,"         \
      " at = excluded.at, person = excluded.person")                                                                   \
    X(WRITE, concept_remove, "DELETE FROM round_concept WHERE round = ?1 AND organisation = ?2")                       \
    X(WRITE, concept_clear, "DELETE FROM round_concept WHERE round = ?1")                                              \
    X(READ,  concept_get,                                                                                              \
      "SELECT round, organisation, id, position, said, lift, reserve, at, person FROM round_concept"                   \
      " WHERE round = ?1 AND organisation = ?2")                                                                       \
    X(WRITE, meeting_put,                                                                                              \
      "INSERT INTO board_meeting (organisation, day, papers) VALUES (?1, ?2, ?3)"                                      \
      " ON CONFLICT (organisation, day) DO UPDATE SET papers = excluded.papers")                                       \
    X(WRITE, meeting_remove, "DELETE FROM board_meeting WHERE organisation = ?1 AND day = ?2")                         \
    X(READ,  meeting_list,                                                                                             \
      "SELECT organisation, day, papers FROM board_meeting WHERE organisation = ?1 AND day >= ?2 ORDER BY day"         \
      " LIMIT ?3")                                                                                                     \
    X(READ,  meeting_before,                                                                                           \
      "SELECT organisation, day, papers FROM board_meeting WHERE organisation = ?1 AND day < ?2 ORDER BY day DESC"     \
      " LIMIT 1")                                                                                                      \
    X(WRITE, local_put,                                                                                                \
      "INSERT INTO local (practice, organisation, what, words, at, person) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"            \
      " ON CONFLICT (practice, organisation, what) DO UPDATE SET words = excluded.words, at = excluded.at,"            \
      " person = excluded.person")                                                                                     \
    X(WRITE, local_remove, "DELETE FROM local WHERE practice = ?1 AND organisation = ?2 AND what = ?3")                \
    X(READ,  local_list,                                                                                               \
      "SELECT practice, organisation, what, words, at, person FROM local WHERE practice = ?1"                          \
      " ORDER BY organisation, what")                                                                                  \
    /* people */                                                                                                       \
    X(READ,  person_get, SQL_PERSON " WHERE id = ?1")                                                                  \
    X(READ,  person_by_sign_in, SQL_PERSON " WHERE sign_in_folded = ?1")                                               \
    X(READ,  person_list, SQL_PERSON " WHERE (name, id) > (?1, ?2) ORDER BY name, id LIMIT ?3")                        \
    X(WRITE, person_add,                                                                                               \
      "INSERT INTO person (id, sign_in, sign_in_folded, name, password_hash, disabled, created, erased)"               \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")                                                                      \
    X(WRITE, person_rename, "UPDATE person SET sign_in = ?2, sign_in_folded = ?3, name = ?4 WHERE id = ?1")            \
    X(WRITE, person_password, "UPDATE person SET password_hash = ?2 WHERE id = ?1")                                    \
    X(WRITE, person_disable, "UPDATE person SET disabled = ?2 WHERE id = ?1")                                          \
    X(READ,  own_data,                                                                                                 \
      "SELECT '' AS place, '' AS item, '' AS value WHERE 1 = 0" STORE_REGISTER_COLUMNS(SQL_OWN, SQL_OWN_NOT))          \
    X(WRITE, person_erase,                                                                                             \
      "UPDATE person SET sign_in = id, sign_in_folded = id, name = ?2, password_hash = NULL,"                          \
      " disabled = coalesce(disabled, ?3), erased = ?3 WHERE id = ?1")                                                 \
    STORE_REGISTER_ROWS(SQL_ERASE)                                                                                     \
    X(READ,  grants_of, SQL_GRANT " WHERE person = ?1 ORDER BY scope_kind, scope, role")                               \
    X(READ,  people_holding,                                                                                           \
      "SELECT p.id FROM person p WHERE p.disabled IS NULL AND p.id IN (SELECT person FROM role_grant"                  \
      " WHERE scope_kind = ?1 AND scope = ?2 AND role IN (?3, ?4, ?5)) ORDER BY p.id")                                 \
    X(WRITE, grant_add,                                                                                                \
      "INSERT INTO role_grant (person, role, scope_kind, scope, created, granted_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"  \
      " ON CONFLICT (person, scope_kind, scope, role) DO NOTHING")                                                     \
    X(WRITE, grant_remove,                                                                                             \
      "DELETE FROM role_grant WHERE person = ?1 AND role = ?2 AND scope_kind = ?3 AND scope = ?4")                     \
    /* the network */                                                                                                  \
    X(READ,  organisation_get, SQL_ORGANISATION " WHERE id = ?1")                                                      \
    X(READ,  organisation_by_slug, SQL_ORGANISATION " WHERE slug = ?1")                                                \
    X(READ,  organisation_list, SQL_ORGANISATION " ORDER BY kind DESC, name, id LIMIT 1000")                           \
    X(WRITE, organisation_put,                                                                                         \
      "INSERT INTO organisation (id, slug, name, kind, parent, active) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"                \
      " ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, kind = excluded.kind,"              \
      " parent = excluded.parent, active = excluded.active")                                                           \
    X(READ,  group_get, SQL_GROUP " WHERE id = ?1")                                                                    \
    X(READ,  group_by_slug, SQL_GROUP " WHERE slug = ?1")                                                              \
    X(READ,  group_list, SQL_GROUP " ORDER BY CASE WHEN closed IS NULL THEN 0 ELSE 1 END, name, id LIMIT 1000")        \
    X(WRITE, group_put,                                                                                                \
      "INSERT INTO working_group (id, slug, name, purpose, location, created, closed, alone_since)"                    \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"                                                                       \
      " ON CONFLICT (id) DO UPDATE SET slug = excluded.slug, name = excluded.name, purpose = excluded.purpose,"        \
      " location = excluded.location, closed = excluded.closed")                                                       \
    X(WRITE, group_alone,                                                                                              \
      "UPDATE working_group SET alone_since = CASE WHEN alone_since IS NULL THEN ?1 END"                               \
      " WHERE (alone_since IS NULL) = (" SQL_LEADS " < 2)")                                                            \
    X(READ,  location_get, SQL_LOCATION " WHERE slug = ?1")                                                            \
    X(READ,  location_list, SQL_LOCATION " ORDER BY place, name, slug LIMIT 1000")                                     \
    X(WRITE, location_put,                                                                                             \
      "INSERT INTO location (slug, name, place, active) VALUES (?1, ?2, ?3, ?4)"                                       \
      " ON CONFLICT (slug) DO UPDATE SET name = excluded.name, place = excluded.place, active = excluded.active")      \
    X(READ,  legal_field_get, SQL_LEGAL_FIELD " WHERE slug = ?1")                                                      \
    X(READ,  legal_field_list, SQL_LEGAL_FIELD " ORDER BY place, name, slug LIMIT 1000")                               \
    X(WRITE, legal_field_put,                                                                                          \
      "INSERT INTO legal_field (slug, name, lay_label, place, active, moving) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"         \
      " ON CONFLICT (slug) DO UPDATE SET name = excluded.name, lay_label = excluded.lay_label,"                        \
      " place = excluded.place, active = excluded.active, moving = excluded.moving")                                   \
    X(READ,  setting_between, "SELECT name, value FROM setting WHERE name > ?1 AND name < ?2 ORDER BY name LIMIT 100") \
    X(READ,  setting_get, "SELECT value FROM setting WHERE name = ?1")                                                 \
    X(WRITE, setting_put,                                                                                              \
      "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value")     \
    /* the vocabulary */                                                                                               \
    X(READ,  vocabulary_version, "SELECT version FROM vocabulary WHERE one = 1")                                       \
    X(WRITE, vocabulary_move, "UPDATE vocabulary SET version = version + 1 WHERE one = 1")                             \
    X(READ,  agreement_get, SQL_AGREEMENT " WHERE entry = ?1 AND ended IS NULL")                                       \
    X(READ,  agreement_list, SQL_AGREEMENT " WHERE ended IS NULL ORDER BY made DESC, id LIMIT 5000")                   \
    X(READ,  agreement_all, SQL_AGREEMENT " ORDER BY made, id")                                                        \
    X(WRITE, agreement_add,                                                                                            \
      "INSERT INTO agreement (id, entry, kind, said, meant, made, made_by, ended, ended_by)"                           \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")                                                                  \
    X(WRITE, agreement_end, "UPDATE agreement SET ended = ?2, ended_by = ?3 WHERE entry = ?1 AND ended IS NULL")       \
    /* what is searched for, without who */                                                                            \
    X(WRITE, asked_add,                                                                                                \
      "INSERT INTO asked (week, kind, words, asked, missed, opened, reported) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"     \
      " ON CONFLICT (week, kind, words) DO UPDATE SET asked = asked.asked + excluded.asked,"                           \
      " missed = asked.missed + excluded.missed, opened = asked.opened + excluded.opened,"                             \
      " reported = asked.reported + excluded.reported")                                                                \
    X(READ,  asked_list,                                                                                               \
      "SELECT week, kind, words, asked, missed, opened, reported FROM asked WHERE week = ?1 AND kind = ?2"             \
      " ORDER BY words LIMIT 5000")                                                                                    \
    X(READ,  asked_weeks, "SELECT DISTINCT week FROM asked ORDER BY week DESC LIMIT 60")                               \
    X(WRITE, asked_forget, "DELETE FROM asked WHERE week < ?1")                                                        \
    /* saved searches */                                                                                               \
    X(WRITE, saved_add,                                                                                                \
      "INSERT INTO saved_search (id, person, name, address, mail, made, seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")    \
    X(READ,  saved_get, SQL_SAVED " WHERE id = ?1")                                                                    \
    X(READ,  saved_list, SQL_SAVED " WHERE person = ?1 ORDER BY name, id LIMIT 200")                                   \
    X(READ,  saved_all, SQL_SAVED " ORDER BY id")                                                                      \
    X(WRITE, saved_put_mail, "UPDATE saved_search SET mail = ?2 WHERE id = ?1")                                        \
    X(WRITE, saved_see, "UPDATE saved_search SET seen = ?3 WHERE id = ?1 AND person = ?2")                             \
    X(WRITE, saved_remove, "DELETE FROM saved_search WHERE id = ?1")                                                   \
    X(READ,  saved_mailing,                                                                                            \
      "SELECT s.person, min(s.made), (SELECT coalesce(max(l.made), 0) FROM letter l WHERE l.person = s.person"         \
      " AND l.overview = 1) FROM saved_search s WHERE s.mail = 1 GROUP BY s.person ORDER BY s.person")                 \
    X(READ,  overview_before,                                                                                          \
      "SELECT coalesce(max(made), 0) FROM letter WHERE person = ?1 AND overview = 1 AND made < ?2")                    \
    /* what people are told */                                                                                         \
    X(READ,  told_get, "SELECT seq FROM told")                                                                         \
    X(WRITE, told_put, "UPDATE told SET seq = ?1")                                                                     \
    X(READ,  people_with_role,                                                                                         \
      "SELECT p.id FROM person p WHERE p.disabled IS NULL AND p.id IN"                                                 \
      " (SELECT person FROM role_grant WHERE role = ?1)")                                                              \
    X(READ,  people_of_practice,                                                                                       \
      "SELECT p.id FROM person p WHERE p.disabled IS NULL AND p.id IN ("                                               \
      "SELECT person FROM practice_author WHERE practice = ?1 UNION SELECT person FROM remark WHERE practice = ?1"     \
      " UNION SELECT person FROM practice_use WHERE practice = ?1"                                                     \
      " UNION SELECT person FROM experience WHERE practice = ?1) ORDER BY p.id")                                       \
    X(WRITE, notice_add,                                                                                               \
      "INSERT INTO notice (id, person, practice, what, about, at, asked, seen, way)"                                   \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")                                                                  \
    X(READ,  notice_list, SQL_NOTICE " WHERE person = ?1 ORDER BY at DESC, id DESC LIMIT ?2")                          \
    X(READ,  notice_whole,                                                                                             \
      "SELECT id, person, practice, what, about, at, asked, seen, CASE WHEN letter IS NULL THEN way ELSE 'none' END"   \
      " FROM notice WHERE person = ?1 ORDER BY at DESC, id DESC")                                                      \
    X(READ,  notice_unseen, "SELECT count(*) FROM notice WHERE person = ?1 AND seen IS NULL")                          \
    X(WRITE, notice_see, "UPDATE notice SET seen = ?3 WHERE person = ?1 AND seen IS NULL AND at <= ?2")                \
    X(WRITE, notice_forget, "DELETE FROM notice WHERE at < ?1")                                                        \
    X(READ,  notice_waiting,                                                                                           \
      "SELECT person, min(at) FROM notice WHERE letter IS NULL AND way = ?1 AND at > ?2 GROUP BY person"               \
      " ORDER BY person")                                                                                              \
    X(WRITE, notice_into_letter,                                                                                       \
      "UPDATE notice SET letter = ?1 WHERE id IN (SELECT n.id FROM notice n WHERE n.letter IS NULL AND n.way = ?3"     \
      " AND n.person = ?2 AND n.at > ?4 ORDER BY n.at, n.id LIMIT 200)")                                               \
    X(WRITE, letter_add,                                                                                               \
      "INSERT INTO letter (id, person, overview, made, tries, next_try, sent, problem, kind, address)"                 \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)")                                                             \
    X(READ,  letter_notices, SQL_NOTICE " WHERE letter = ?1 ORDER BY at, id")                                          \
    X(READ,  letter_get, SQL_LETTER " WHERE id = ?1")                                                                  \
    X(READ,  letter_due, SQL_LETTER                                                                                    \
      " WHERE next_try IS NOT NULL AND next_try <= ?1 ORDER BY next_try, id LIMIT 1")                                  \
    X(WRITE, letter_put, "UPDATE letter SET tries = ?2, next_try = ?3, sent = ?4, problem = ?5 WHERE id = ?1")         \
    X(READ,  letter_last, "SELECT coalesce(max(made), 0) FROM letter WHERE person = ?1 AND kind = ?2")                 \
    X(WRITE, letter_drop, "DELETE FROM letter WHERE person = ?1 AND kind = ?2")                                        \
    X(WRITE, letter_unlink,                                                                                            \
      "UPDATE notice SET letter = NULL, way = 'none' WHERE letter IN (SELECT id FROM letter WHERE made < ?1)")         \
    X(WRITE, letter_forget, "DELETE FROM letter WHERE made < ?1")                                                      \
    X(READ,  letter_counts,                                                                                            \
      "SELECT (SELECT count(*) FROM letter WHERE next_try IS NOT NULL),"                                               \
      " (SELECT count(*) FROM letter WHERE next_try IS NULL AND sent IS NULL AND tries > 0)")                          \
    X(READ,  wish_get, "SELECT person, address, direct, overview FROM wish WHERE person = ?1")                         \
    X(READ,  wish_people, "SELECT person FROM wish WHERE folded = ?1 AND folded <> '' ORDER BY person LIMIT 20")       \
    X(WRITE, wish_put,                                                                                                 \
      "INSERT INTO wish (person, address, direct, overview, folded) VALUES (?1, ?2, ?3, ?4, ?5)"                       \
      " ON CONFLICT (person) DO UPDATE SET address = excluded.address, direct = excluded.direct,"                      \
      " overview = excluded.overview, folded = excluded.folded")                                                       \
    /* who is signed in */                                                                                             \
    X(READ,  session_get,                                                                                              \
      SQL_SESSION " WHERE token_hash = ?1")                                                                            \
    X(READ,  sessions_of, SQL_SESSION " WHERE person = ?1 ORDER BY last_seen DESC, token_hash LIMIT 200")              \
    X(WRITE, session_add,                                                                                              \
      "INSERT INTO session (token_hash, person, created, last_seen, signed_in, trusted, csrf, second, agent, place, sso)" \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)")                                                        \
    X(WRITE, session_seen, "UPDATE session SET last_seen = ?2 WHERE token_hash = ?1 AND last_seen < ?2")               \
    X(WRITE, session_signed_in, "UPDATE session SET signed_in = ?2, last_seen = ?2 WHERE token_hash = ?1")             \
    X(WRITE, session_second, "UPDATE session SET second = ?2 WHERE token_hash = ?1")                                   \
    X(WRITE, session_end_others, "DELETE FROM session WHERE person = ?1 AND token_hash <> ?2")                         \
    X(WRITE, session_end, "DELETE FROM session WHERE token_hash = ?1")                                                 \
    X(WRITE, session_end_person, "DELETE FROM session WHERE person = ?1")                                              \
    X(WRITE, session_end_sso, "DELETE FROM session WHERE person = ?1 AND sso <> '' AND (?2 = '' OR sso = ?2)")         \
    X(WRITE, session_end_sid, "DELETE FROM session WHERE sso = ?1 AND sso <> ''")                                      \
    X(WRITE, session_forget, "DELETE FROM session WHERE last_seen < ?1 OR created < ?2")                               \
    /* who somebody is at the identity provider */                                                                     \
    X(READ,  identity_get, SQL_IDENTITY " WHERE issuer = ?1 AND subject = ?2")                                         \
    X(READ,  identity_of, SQL_IDENTITY " WHERE issuer = ?1 AND person = ?2")                                           \
    X(READ,  identity_whole, SQL_IDENTITY " WHERE person = ?1 ORDER BY issuer")                                        \
    X(READ,  identity_any, "SELECT count(*) FROM identity WHERE person = ?1")                                          \
    X(WRITE, identity_add, "INSERT INTO identity (issuer, subject, person, created) VALUES (?1, ?2, ?3, ?4)")          \
    X(WRITE, identity_remove, "DELETE FROM identity WHERE issuer = ?1 AND person = ?2")                                \
    /* the second factor */                                                                                            \
    X(READ,  second_any, "SELECT count(*) FROM (SELECT 1 FROM second_factor LIMIT 1) AS one")                          \
    X(READ,  second_get, "SELECT person, sealed, made, confirmed, last_step FROM second_factor WHERE person = ?1")     \
    X(WRITE, second_put,                                                                                               \
      "INSERT INTO second_factor (person, sealed, made, confirmed, last_step) VALUES (?1, ?2, ?3, NULL, 0)"            \
      " ON CONFLICT (person) DO UPDATE SET sealed = excluded.sealed, made = excluded.made, confirmed = NULL,"          \
      " last_step = 0")                                                                                                \
    X(WRITE, second_use,                                                                                               \
      "UPDATE second_factor SET last_step = ?2, confirmed = coalesce(confirmed, ?3)"                                   \
      " WHERE person = ?1 AND last_step < ?2")                                                                         \
    X(WRITE, second_remove, "DELETE FROM second_factor WHERE person = ?1")                                             \
    X(WRITE, recovery_add, "INSERT INTO recovery_code (person, hash, made, used) VALUES (?1, ?2, ?3, NULL)")           \
    X(WRITE, recovery_use, "UPDATE recovery_code SET used = ?3 WHERE person = ?1 AND hash = ?2 AND used IS NULL")      \
    X(READ,  recovery_left, "SELECT count(*) FROM recovery_code WHERE person = ?1 AND used IS NULL")                   \
    X(WRITE, recovery_clear, "DELETE FROM recovery_code WHERE person = ?1")                                            \
    X(READ,  loss_get, SQL_LOSS " WHERE person = ?1")                                                                  \
    X(READ,  loss_waiting,                                                                                             \
      SQL_LOSS " WHERE vouched_by IS NULL AND expires > ?1 ORDER BY expires, person")                                  \
    X(WRITE, loss_put,                                                                                                 \
      "INSERT INTO second_loss (person, asked, expires, vouched_by, anew) VALUES (?1, ?2, ?3, ?4, ?5)"                 \
      " ON CONFLICT (person) DO UPDATE SET asked = excluded.asked, expires = excluded.expires,"                        \
      " vouched_by = excluded.vouched_by, anew = excluded.anew")                                                       \
    X(WRITE, loss_remove, "DELETE FROM second_loss WHERE person = ?1")                                                 \
    X(WRITE, loss_forget, "DELETE FROM second_loss WHERE anew IS NULL AND expires < ?1")                               \
    X(READ,  passkey_get, SQL_PASSKEY " WHERE id = ?1")                                                                \
    X(READ,  passkeys_of, SQL_PASSKEY " WHERE person = ?1 ORDER BY made, id LIMIT 100")                                \
    X(WRITE, passkey_add,                                                                                              \
      "INSERT INTO passkey (id, person, algorithm, public_key, counter, name, made, used)"                             \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL) ON CONFLICT (id) DO NOTHING")                                        \
    X(WRITE, passkey_used, "UPDATE passkey SET counter = ?2, used = ?3 WHERE id = ?1")                                 \
    X(WRITE, passkey_remove, "DELETE FROM passkey WHERE id = ?1 AND person = ?2")                                      \
    X(WRITE, passkey_clear, "DELETE FROM passkey WHERE person = ?1")                                                   \
    /* with which programs read in the name of a person */                                                             \
    X(READ,  token_get, SQL_TOKEN " WHERE hash = ?1")                                                                  \
    X(READ,  tokens_of, SQL_TOKEN " WHERE person = ?1 ORDER BY made, id LIMIT 100")                                    \
    X(WRITE, token_add,                                                                                                \
      "INSERT INTO token (id, hash, person, name, scope, made, expires, signed_in, used)"                              \
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, NULL)")                                                                \
    X(WRITE, token_signed_in, "UPDATE token SET signed_in = ?2 WHERE person = ?1")                                     \
    X(WRITE, token_used, "UPDATE token SET used = ?2 WHERE hash = ?1 AND (used IS NULL OR used < ?2)")                 \
    X(WRITE, token_remove, "DELETE FROM token WHERE id = ?1 AND person = ?2")                                          \
    X(WRITE, token_end_person, "DELETE FROM token WHERE person = ?1")                                                  \
    X(WRITE, token_forget, "DELETE FROM token WHERE expires < ?1")                                                     \
    X(WRITE, request_once, "INSERT INTO request_done (key, at) VALUES (?1, ?2) ON CONFLICT (key) DO NOTHING")          \
    X(WRITE, request_forget, "DELETE FROM request_done WHERE at < ?1")                                                 \
    X(READ,  link_get,                                                                                                 \
      "SELECT token_hash, purpose, person, created, expires, used, object, detail, made_by FROM one_time_link"         \
      " WHERE token_hash = ?1")                                                                                        \
    X(WRITE, link_add,                                                                                                 \
      "INSERT INTO one_time_link (token_hash, purpose, person, created, expires, used, object, detail, made_by)"       \
      " VALUES (?1, ?2, ?3, ?4, ?5, NULL, ?6, ?7, ?8)")                                                                \
    X(WRITE, link_use,                                                                                                 \
      "UPDATE one_time_link SET used = ?2 WHERE token_hash = ?1 AND used IS NULL AND expires > ?2")                    \
    X(READ,  link_list,                                                                                                \
      "SELECT token_hash, purpose, person, created, expires, used, object, detail, made_by FROM one_time_link"         \
      " WHERE object = ?1 AND purpose = ?2 AND used IS NULL AND expires > ?3 ORDER BY created, token_hash LIMIT 200")  \
    X(WRITE, link_remove, "DELETE FROM one_time_link WHERE token_hash = ?1")                                           \
    X(WRITE, link_drop, "DELETE FROM one_time_link WHERE person = ?1 AND purpose = ?2")                                \
    X(READ,  request_list,                                                                                             \
      "SELECT q.working_group, q.person, q.words, q.at FROM access_request q JOIN person p ON p.id = q.person"         \
      " WHERE q.working_group = ?1 AND p.disabled IS NULL ORDER BY q.person LIMIT 1000")                               \
    X(READ,  request_whole,                                                                                            \
      "SELECT working_group, person, words, at FROM access_request WHERE working_group = ?1 ORDER BY person")          \
    X(WRITE, request_add, "INSERT INTO access_request (working_group, person, words, at) VALUES (?1, ?2, ?3, ?4)")     \
    X(WRITE, access_forget, "DELETE FROM access_request WHERE at < ?1")                                                \
    X(WRITE, request_remove, "DELETE FROM access_request WHERE working_group = ?1 AND person = ?2")                    \
    X(WRITE, link_forget, "DELETE FROM one_time_link WHERE expires < ?1")                                              \
    X(WRITE, pending_put,                                                                                              \
      "INSERT INTO pending_form (token_hash, expires, place, sealed) VALUES (?1, ?2, ?3, ?4)")                         \
    X(READ,  pending_count, "SELECT count(*) FROM pending_form WHERE expires > ?1")                                    \
    X(READ,  pending_of, "SELECT count(*) FROM pending_form WHERE place = ?1 AND expires > ?2")                        \
    X(READ,  pending_most,                                                                                             \
      "SELECT place, count(*) FROM pending_form WHERE expires > ?1 GROUP BY place ORDER BY count(*) DESC, place LIMIT 1") \
    X(WRITE, pending_drop,                                                                                             \
      "DELETE FROM pending_form WHERE token_hash = (SELECT token_hash FROM pending_form WHERE place = ?1"              \
      " AND expires > ?2 ORDER BY expires, token_hash LIMIT 1)")                                                       \
    X(WRITE, pending_take, "DELETE FROM pending_form WHERE token_hash = ?1 AND expires > ?2 RETURNING sealed")         \
    X(WRITE, pending_forget, "DELETE FROM pending_form WHERE expires < ?1")

/* clang-format on */

enum store_statement_name {
#define X(use, name, sql) STMT_##name,
    STORE_STATEMENTS(X)
#undef X
        STMT__COUNT
};

extern const struct store_statement store_statements[STMT__COUNT];

#endif
