#include "importer/report.h"

#include "kb/base/cleanup.h"

#include <jansson.h>

enum { NAMED_MAX = 20 };

static const char *const fate_names[REPORT_FATE__COUNT] = {"taken", "changed", "unchanged", "refused"};

const char *report_fate_name(enum report_fate fate)
{
    return (unsigned)fate < REPORT_FATE__COUNT ? fate_names[fate] : "";
}

/* What to do about it, where the two words do not say that. */
static const char *advice(const struct kb_err_item *item)
{
    static const struct {
        const char *field, *reason, *advice;
    } all[] = {
        {"decision", "required", "--decision TEXT, or decision: in the file, says who decided it and when"},
        {"source", "other-group",
         "it stands in the working group that it was taken into before; give that group people or another name under "
         "Beheer > Werkgroepen, or take the file in under another name"},
        {"source", "other-stage", "it was taken in as another stage; only the ladder leads up"},
        {"source", "worked-on", "somebody worked on it here since, or a board said something of it; change it there"},
    };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (!strcmp(all[i].field, item->field) && !strcmp(all[i].reason, item->reason)) return all[i].advice;
    return NULL;
}

static void print_why(FILE *out, const kb_err *why)
{
    for (size_t i = 0; i < why->n_items; i++) {
        const char *what = advice(&why->items[i]);
        fprintf(out, "%s%s: %s", i ? ", " : "", why->items[i].field, why->items[i].reason);
        if (what) fprintf(out, " (%s)", what);
    }
    if (why->cause[0]) fprintf(out, "%s%s", why->n_items ? "; " : "", why->cause);
    if (!why->n_items && !why->cause[0]) fputs(err_slug(why->code), out);
}

/* "  [line 3: bsn, refused; line 9: phone]" */
static void print_found(FILE *out, const struct report_row *row)
{
    size_t n = row->n_found < NAMED_MAX ? row->n_found : NAMED_MAX;
    for (size_t i = 0; i < n; i++) {
        const struct report_finding *f = &row->found[i];
        fputs(i ? "; " : "  [", out);
        if (f->line)
            fprintf(out, "line %zu: %s%s", f->line, f->kind, f->block ? ", refused" : "");
        else
            fprintf(out, "its name: %s%s", f->kind, f->block ? ", refused" : "");
    }
    if (n < row->n_found) fprintf(out, "; %zu more", row->n_found - n);
    if (n) fputc(']', out);
}

static void print_row(FILE *out, const struct report_row *row)
{
    fprintf(out, "%-9s %s", report_fate_name(row->fate), row->source);
    if (row->why) {
        fputs("  ", out);
        print_why(out, row->why);
    }
    if (row->remark && row->remark[0]) fprintf(out, "  (%s)", row->remark);
    print_found(out, row);
    fputc('\n', out);
}

static void print_without_group(FILE *out, const struct report *report)
{
    if (!report->without_group) return;
    if (report->applied)
        fprintf(
            out,
            "%zu of them name no working group and stand in \"Import\". Nobody reads its drafts before it has a lead: "
            "name one under Beheer > Werkgroepen.\n",
            report->without_group);
    else
        fprintf(
            out,
            "%zu of them name no working group and would stand in \"Import\". --group NAME gives another one, kb group "
            "list names them.\n",
            report->without_group);
}

void report_print(FILE *out, const struct report *report)
{
    size_t named = 0;
    for (size_t i = 0; i < report->n; i++) {
        const struct report_row *row = &report->rows[i];
        if (row->fate == REPORT_UNCHANGED) continue;
        if (row->fate == REPORT_REFUSED || row->remark[0] || row->n_found || named < NAMED_MAX) print_row(out, row);
        named++;
    }
    if (named > NAMED_MAX) fprintf(out, "... %zu files in all; --json names each\n", named);
    fprintf(out, "%s: ", report->applied ? "Imported" : "Dry run, nothing is written");
    for (int f = 0; f < REPORT_FATE__COUNT; f++)
        fprintf(out, "%s%zu %s", f ? ", " : "", report->counts[f], fate_names[f]);
    fputs(report->applied ? "\n" : "; --apply does it\n", out);
    print_without_group(out, report);
}

static json_t *why_json(const kb_err *why)
{
    json_t *items = json_array();
    for (size_t i = 0; i < why->n_items; i++)
        json_array_append_new(items,
                              json_pack("{s:s, s:s}", "field", why->items[i].field, "reason", why->items[i].reason));
    return json_pack("{s:s, s:s, s:o}", "error", err_slug(why->code), "cause", why->cause, "items", items);
}

static json_t *found_json(const struct report_row *row)
{
    json_t *list = json_array();
    for (size_t i = 0; i < row->n_found; i++) {
        const struct report_finding *f = &row->found[i];
        json_array_append_new(list, json_pack("{s:I, s:s, s:s}", "line", (json_int_t)f->line, "kind", f->kind, "level",
                                              f->block ? "block" : "warn"));
    }
    return list;
}

static json_t *row_json(const struct report_row *row)
{
    json_t *o = json_pack("{s:s, s:s, s:s}", "source", row->source, "fate", report_fate_name(row->fate), "title",
                          row->title ? row->title : "");
    if (o && row->remark && row->remark[0]) json_object_set_new(o, "remark", json_string(row->remark));
    if (o && row->n_found) json_object_set_new(o, "found", found_json(row));
    if (o && row->why) json_object_set_new(o, "why", why_json(row->why));
    return o;
}

err_code report_json(FILE *out, const struct report *report, kb_err *err)
{
    json_t *root = json_object(), *files = json_array();
    json_object_set_new(root, "applied", json_boolean(report->applied));
    for (int f = 0; f < REPORT_FATE__COUNT; f++)
        json_object_set_new(root, fate_names[f], json_integer((json_int_t)report->counts[f]));
    for (size_t i = 0; i < report->n; i++) json_array_append_new(files, row_json(&report->rows[i]));
    json_object_set_new(root, "files", files);
    int failed = json_dumpf(root, out, JSON_INDENT(1) | JSON_ENSURE_ASCII);
    json_decref(root);
    if (failed) return err_set(err, ERR_NOMEM, "cannot write the report");
    fputc('\n', out);
    return OK;
}
