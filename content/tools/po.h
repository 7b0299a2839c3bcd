/* po.h - reads the .po files of one language into a catalogue sorted by key.
 *
 * The syntax is that of GNU gettext: msgid, msgid_plural, msgstr, msgstr[0..1], strings that continue on the next line,
 * comments. Ours is the meaning: a msgid is a key of a-z 0-9 . _ -, which exists once in all files of a language; a
 * plural has exactly two forms, one and more. */
#ifndef CONTENT_TOOLS_PO_H
#define CONTENT_TOOLS_PO_H

#include "content/tools/tool.h"

struct po_entry {
    text key;
    text one;  /* the form for one; ptr is NULL when the sentence has no plural */
    text many; /* the form for more, or the only one */
    const char *file;
    int line;
};

struct catalogue {
    struct po_entry *entries; /* sorted by key */
    size_t count, room;
};

/* Reads the files; every mistake ends the program with file:line. */
struct catalogue po_read(arena *mem, char **paths, size_t count);

/* The entry with this key, or NULL. */
const struct po_entry *po_find(const struct catalogue *c, text key);

#endif
