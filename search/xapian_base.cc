/* What the other two share: exceptions turned into errors, and the check of a whole index. */
#include "search/guarded.hh"
#include "search/layout.h"
#include "search/terms.h"

#include <cerrno>
#include <cstring>
#include <new>
#include <sstream>
#include <string>
#include <unistd.h>
#include <xapian.h>

namespace kb_search
{

static err_code code_of(const Xapian::DatabaseError &e)
{
    const char *system = e.get_error_string();
    if (system && strcmp(system, strerrordesc_np(ENOSPC)) == 0) return ERR_FULL;
    if (system && strcmp(system, strerrordesc_np(EDQUOT)) == 0) return ERR_FULL;
    return ERR_IO;
}

err_code translate(kb_err *err) noexcept
{
    try {
        throw;
    } catch (const std::bad_alloc &) {
        return err_set(err, ERR_NOMEM, "search: out of memory");
    } catch (const Xapian::DatabaseCorruptError &e) {
        return err_set(err, ERR_CORRUPT, "search: %s", e.get_msg().c_str());
    } catch (const Xapian::DatabaseVersionError &e) {
        return err_set(err, ERR_CORRUPT, "search: %s", e.get_msg().c_str());
    } catch (const Xapian::DatabaseLockError &e) {
        return err_set(err, ERR_BUSY, "search: %s", e.get_msg().c_str());
    } catch (const Xapian::DatabaseModifiedError &e) {
        return err_set(err, ERR_BUSY, "search: %s", e.get_msg().c_str());
    } catch (const Xapian::DatabaseOpeningError &e) {
        return err_set(err, ERR_SEARCH_DOWN, "search: %s", e.get_msg().c_str());
    } catch (const Xapian::DatabaseError &e) {
        return err_set(err, code_of(e), "search: %s", e.get_msg().c_str());
    } catch (const Xapian::RangeError &e) { /* numbers in a block that cannot be */
        return err_set(err, ERR_CORRUPT, "search: %s", e.get_msg().c_str());
    } catch (const Xapian::SerialisationError &e) {
        return err_set(err, ERR_CORRUPT, "search: %s", e.get_msg().c_str());
    } catch (const Xapian::DocNotFoundError &e) { /* a posting of a document that is not there */
        return err_set(err, ERR_CORRUPT, "search: %s", e.get_msg().c_str());
    } catch (const Xapian::Error &e) {
        return err_set(err, ERR_INTERNAL, "search: %s", e.get_msg().c_str());
    } catch (const std::exception &e) {
        return err_set(err, ERR_INTERNAL, "search: %s", e.what());
    } catch (...) {
        return err_set(err, ERR_INTERNAL, "search: unknown exception");
    }
}

} // namespace kb_search

using kb_search::guarded;

/* ---- The check ---- */

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
/* Database::check of xapian-core 1.4.22 frees a table of 440 bytes as one of 432: harmless with any malloc, but the
 * address sanitizer ends the process. Weak, so that a program may say something else. */
extern "C" __attribute__((weak)) const char *__asan_default_options(void)
{
    return "new_delete_type_mismatch=0";
}
#endif

/* Every block of every table; what is wrong goes to detail. */
static bool tables_stand(const char *path, enum search_audience audience, struct search_health *out)
{
    std::ostringstream said;
    size_t wrong = Xapian::Database::check(path, 0, &said);
    if (!wrong) return true;
    snprintf(out->detail, sizeof out->detail, "%zu errors in %s", wrong, search_audience_name(audience));
    return false;
}

static err_code look_at(const char *path, enum search_audience audience, enum search_depth how,
                        struct search_health *out)
{
    Xapian::Database db(path);
    char id[ANALYSE_ID_BYTES];
    terms_id(id);
    uint64_t seq = strtoull(db.get_metadata("seq").c_str(), nullptr, 10);
    out->seq = audience == SEARCH_ADOPTED || seq < out->seq ? seq : out->seq;
    out->documents[audience] = db.get_doccount();
    if (db.get_metadata("id") != id)
        out->state = SEARCH_OTHER_ANALYSER;
    else if (how == SEARCH_CHECK_DEEP && !tables_stand(path, audience, out))
        out->state = SEARCH_DAMAGED;
    return OK;
}

static err_code look_at_all(const char *root, enum search_depth how, struct search_health *out, kb_err *err)
{
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT && out->state == SEARCH_OK; a++) {
        enum search_audience audience = (enum search_audience)a;
        struct layout_path path;
        ERR_TRY(layout_database(&path, root, audience, err));
        kb_err cause = {};
        err_code code = guarded(&cause, [&] { return look_at(path.path, audience, how, out); });
        if (code == ERR_NOMEM) return err_set(err, code, "%s", cause.cause);
        if (code == OK) continue;
        out->state = SEARCH_DAMAGED;
        snprintf(out->detail, sizeof out->detail, "%.*s", (int)sizeof out->detail - 1, cause.cause);
    }
    return OK;
}

static bool has_database(const char *root)
{
    struct layout_path path;
    for (unsigned a = 0; a < SEARCH_AUDIENCE__COUNT; a++)
        if (layout_database(&path, root, (enum search_audience)a, nullptr) == OK && access(path.path, F_OK) == 0)
            return true;
    return false;
}

err_code search_check(const char *dir, enum search_depth how, struct search_health *out, kb_err *err)
{
    *out = {};
    struct layout_path root;
    struct layout_marker marker = {};
    bool clean = false;
    ERR_TRY(layout_root(&root, dir, false, err));
    if (!has_database(root.path)) {
        out->state = SEARCH_MISSING;
        return OK;
    }
    ERR_TRY(layout_marker_read(root.path, &marker, &clean, err));
    ERR_TRY(look_at_all(root.path, how, out, err));
    if (out->state != SEARCH_OK || how == SEARCH_CHECK_DEEP) return OK;
    char id[ANALYSE_ID_BYTES];
    terms_id(id);
    if (!clean || marker.seq != out->seq || strcmp(marker.id, id) != 0) out->state = SEARCH_DIRTY;
    return OK;
}

const char *search_state_name(enum search_state state)
{
    static const char *const names[SEARCH_STATE__COUNT] = {"ok", "missing", "other-analyser", "dirty", "damaged"};
    return (unsigned)state < SEARCH_STATE__COUNT ? names[state] : "";
}
