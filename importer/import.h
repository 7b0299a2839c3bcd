/* import.h - folders of Markdown become practices: a dry run that writes nothing, or the real thing.
 *
 * Every file goes its own way: it is read, mapped (markdown_file.h), looked up by its path within the import root, and
 * taken, taken again, passed over as unchanged, or refused with the reason in its row of the report. A refused file
 * never stops the others, and of a refused file nothing is written.
 *
 *     front matter   becomes
 *     title, summary the title and In het kort; without a title: the first heading, else the file's name; a heading
 *                    that says something else than the title stays in the text
 *     kind           werkwijze (when nothing is said), taakverdeling, plan
 *     group          name or slug of a working group; without one the group "Import", made when it is first needed
 *     fields         slugs of legal fields
 *     location, applies   slugs: where it comes from, where it applies
 *     date           2026-03-12: noon of that day
 *     decision       who decided it outside the Praktijkbank, and when (only of a best practice)
 *
 * A path stands for one text, as long as the store has it: import from the same root each time. The text stays in the
 * group that it was first taken into. A file of that path for another group, by its front matter or by what is asked
 * for all, is refused as "other-group", for it may as well be the file of that name of another folder. The application
 * has no such move either: to give a text to another group take its file in by another name, and end the old one there
 * (a draft is withdrawn, what stands is superseded).
 *
 * A file that is known must be asked for as what it was taken, a draft or a best practice; else it is refused as
 * "other-stage", for the ladder is the only way up. One that changed brings its text, place, decision and date (without
 * a date it keeps the one it had); one that stayed the same may bring another decision. Both only until an editor
 * confirmed it, whose own words are its decision from then on, or somebody worked on it or took words out, or a board
 * joined it, left it, noted something with it or told how far its plan is: "worked-on".
 *
 * No data of clients comes in (content/privacy.h): a file in which the guard sees some, or whose name holds some, is
 * refused, and its row says in which lines and of what kind, never what. What the guard only warns of is taken and
 * stands in the row. Nobody can pass a refusal here: mend the file and import again, which takes that file only.
 *
 * The same function runs where the store is and through the server's socket: what it writes goes through a sink.
 * Reading (groups, and the whole of a dry run) goes to a store that may be read-only.
 */
#ifndef KB_IMPORTER_IMPORT_H
#define KB_IMPORTER_IMPORT_H

#include "importer/report.h"
#include "importer/walk.h"
#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { IMPORT_BATCH = 64 /* files in one transaction */ };

#define IMPORT_GROUP_NAME "Import"
#define IMPORT_GROUP_SLUG "import"

struct import_sink {
    /* Takes n (at most IMPORT_BATCH) files in one transaction: errs[i].code is OK and results[i] set, or errs[i] says
     * why that one was refused. An error is only returned when all of them are lost. */
    err_code (*send)(void *ctx, const struct svc_import *items, size_t n, enum svc_import_result *results, kb_err *errs,
                     kb_err *err);
    err_code (*make_group)(void *ctx, const char *name, const char *slug, kb_err *err);
    void *ctx;
};

struct import_options {
    const struct import_sink *sink; /* NULL: a dry run */
    bool adopted;                   /* --stage best-practice */
    const char *group;              /* name or slug for all files; NULL: as each says */
    const char *decision;           /* for files that name none; NULL: there is none */
    kb_time now;
    void (*progress)(void *ctx, size_t done, size_t of); /* after each batch; may be NULL */
    void *progress_ctx;
};

/* Imports the files in their order; the report has one row for each and lives in the arena. ERR_INVALID with field
 * "group" when options->group does not exist. On any other error, a batch was lost as a whole (a full disk): the report
 * then holds what was done before it, and running again does the rest. */
MUST_CHECK err_code import_run(arena *a, struct store *store, const struct walk *files,
                               const struct import_options *options, struct report *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
