/* fault.h - a disk and a memory that fail when told to: an SQLite VFS named "fault" and an allocator.
 *
 * The nth write (or sync, or allocation) from fault_arm on fails; with `sticky` all later ones fail too, as on a disk
 * that stays full. Counting goes on when nothing is armed. Everything else is the usual VFS. */
#ifndef FAULT_H
#define FAULT_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

enum fault_kind { FAULT_WRITE, FAULT_SYNC, FAULT_MEMORY, FAULT__COUNT };

static struct {
    int64_t seen[FAULT__COUNT], at[FAULT__COUNT];
    int status; /* what a failing write or sync says */
    bool sticky, fired;
    sqlite3_vfs vfs, *real;
    sqlite3_io_methods methods[2]; /* of the database, of all other files */
    const sqlite3_io_methods *real_methods;
    sqlite3_mem_methods memory;
} fault;

static bool fault_now(enum fault_kind kind)
{
    int64_t n = ++fault.seen[kind];
    bool now = fault.at[kind] && (n == fault.at[kind] || (fault.sticky && n > fault.at[kind]));
    if (now) fault.fired = true;
    return now;
}

static inline void fault_arm(enum fault_kind kind, int64_t nth, int status, bool sticky)
{
    fault.at[kind] = fault.seen[kind] + nth;
    fault.status = status;
    fault.sticky = sticky;
    fault.fired = false;
}

static inline void fault_disarm(void)
{
    for (int i = 0; i < FAULT__COUNT; i++) fault.at[i] = 0;
}

static int fault_write(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
    return fault_now(FAULT_WRITE) ? fault.status : fault.real_methods->xWrite(file, bytes, len, at);
}

static int fault_sync(sqlite3_file *file, int flags)
{
    return fault_now(FAULT_SYNC) ? fault.status : fault.real_methods->xSync(file, flags);
}

static int fault_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out)
{
    (void)vfs;
    int status = fault.real->xOpen(fault.real, name, file, flags, out);
    if (status != SQLITE_OK || !file->pMethods) return status;
    fault.real_methods = file->pMethods;
    sqlite3_io_methods *mine = &fault.methods[flags & SQLITE_OPEN_MAIN_DB ? 0 : 1];
    *mine = *file->pMethods;
    mine->xWrite = fault_write;
    mine->xSync = fault_sync;
    file->pMethods = mine;
    return SQLITE_OK;
}

static void *fault_malloc(int bytes)
{
    return fault_now(FAULT_MEMORY) ? NULL : fault.memory.xMalloc(bytes);
}

static void *fault_realloc(void *p, int bytes)
{
    return fault_now(FAULT_MEMORY) ? NULL : fault.memory.xRealloc(p, bytes);
}

/* Before anything else asks SQLite for something. */
static inline bool fault_install(void)
{
    sqlite3_mem_methods mine;
    if (sqlite3_config(SQLITE_CONFIG_GETMALLOC, &fault.memory) != SQLITE_OK) return false;
    if (!fault.memory.xMalloc) return false;
    mine = fault.memory;
    mine.xMalloc = fault_malloc;
    mine.xRealloc = fault_realloc;
    if (sqlite3_config(SQLITE_CONFIG_MALLOC, &mine) != SQLITE_OK) return false;
    fault.real = sqlite3_vfs_find(NULL);
    fault.vfs = *fault.real;
    fault.vfs.zName = "fault";
    fault.vfs.xOpen = fault_open;
    fault.vfs.pNext = NULL;
    return sqlite3_vfs_register(&fault.vfs, 0) == SQLITE_OK;
}

#endif
