/* restore.h - the whole of an installation, out of one store and into another.
 *
 * What is carried: settings, the editors' vocabulary and answer texts, organisations, locations, legal fields, working
 * groups, persons with their roles, saved searches and who they are at an identity provider (with the same one in the
 * settings they sign in there as before), and every practice with its place, lines, authors, revisions and
 * working copy, and with what was done and said about it: moves, assents, rounds and positions, remarks, uses,
 * experiences, notes, a correction that waits; what people were told, of what they were reminded, how they want to be
 * told, and who asks to join a group; all under the ids they have. What is not: password hashes, sessions and links
 * (secrets), the log (it tells what happened in *this* store, and begins anew, but for the reminders, which are not
 * given twice), the log of who read what not everybody may read, what was searched for (counts that are forgotten after
 * half a year), what a board prepares to say (it lasts until it is said, and whoever reads the export is not of that
 * board), and whatever is derived (rendered text is made again; the index follows the log).
 *
 * Only the system does either: both show and write what no single person may.
 */
#ifndef KB_SERVICE_RESTORE_H
#define KB_SERVICE_RESTORE_H

#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_setting_value {
    const char *name, *value;
};

/* Everything but the practices. */
struct svc_whole {
    struct svc_setting_value *settings; /* those that were ever set */
    size_t n_settings;
    struct store_locations locations;
    struct store_legal_fields legal_fields;
    struct store_organisations organisations; /* partners first: members name theirs */
    struct store_groups groups;
    struct store_persons persons; /* without password hashes and folded names */
    struct store_grants grants;
    struct store_identities identities; /* of persons at an identity provider */
    struct store_meetings meetings;     /* of boards, past and coming */
    struct store_saveds saved;          /* searches, of all persons */
    struct svc_wishes {
        struct store_wish *at;
        size_t n;
    } wishes;                           /* of those who said how they want to be told */
    struct store_notices notices;       /* one that was put into a letter waits for no mail any more */
    struct store_requests requests;     /* to join a working group */
    struct store_agreements vocabulary; /* every version that editors kept */
    struct store_answer_texts answers;  /* of the editors */
};

/* Reads it, between store_read_begin and store_read_end. ERR_TOO_LARGE over what the store lists in one piece. */
MUST_CHECK err_code svc_whole(struct svc *svc, struct svc_whole *out, kb_err *err);

struct svc_whole_practice {
    struct store_practice row;        /* with its lines */
    struct store_revision *revisions; /* oldest first, with their sections */
    size_t n_revisions;
    const struct store_working *working; /* NULL: there is no working copy */
    struct store_authors authors;
    struct store_moves moves; /* newest first, as all lists below are read from the store */
    struct store_assents assents;
    struct store_remarks remarks;
    struct store_uses uses;
    struct store_experiences experiences;
    struct store_rounds rounds;
    struct store_seats seats;         /* of all rounds */
    struct store_positions positions; /* of all rounds, earlier ones too */
    struct store_locals locals;
    struct store_carryings carryings;
    struct svc_corrections {
        struct store_correction *at; /* without sections; at most one */
        size_t n;
    } corrections;
    struct svc_correction_sections {
        struct store_section *at;
        size_t n;
    } correction_sections; /* of that one */
    struct store_desk desk;
    struct store_desk_notes notes;
    struct store_changes reminders; /* when, what and of what; none in an export from before they were carried */
};

/* Reads what belongs to this row of store_practice_list; strings of `row` stay borrowed. ERR_TOO_LARGE as above. */
MUST_CHECK err_code svc_whole_practice(struct svc *svc, const struct store_practice *row,
                                       struct svc_whole_practice *out, kb_err *err);

/* Where a restore gets its practices: the i-th of n, into the arena, which is cleared before each. */
struct svc_restore_source {
    err_code (*practice)(void *ctx, size_t i, arena *a, struct svc_whole_practice *out, kb_err *err);
    size_t n;
    void *ctx;
};

/* May this store be restored into? ERR_CONFLICT when it holds anything but settings. */
MUST_CHECK err_code svc_restore_check(struct svc *svc, kb_err *err);

/* Writes all of it, in the transaction of the job it runs in: all or nothing. ERR_CONFLICT when the store holds
 * anything but settings; ERR_INVALID names what is wrong with a row, with the practice in the cause. */
MUST_CHECK err_code svc_restore(struct svc *svc, const struct svc_whole *network,
                                const struct svc_restore_source *practices, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
