/* tmpl_read.h - shared by the two files that read a template: its characters, words and names. */
#ifndef CONTENT_TOOLS_TMPL_READ_H
#define CONTENT_TOOLS_TMPL_READ_H

#include "content/tools/tmplc.h"

enum { NESTING_MAX = 24 };

struct reader {
    struct compiler *c;
    struct template *t;
    text source;
    size_t at;
    int line;
};

/* What came next: a literal, a directive (what stands between {{ and }}), or the end. */
enum token { TOKEN_END, TOKEN_LITERAL, TOKEN_DIRECTIVE };

/* Comments are left out here. `line` is where the token begins. */
enum token read_token(struct reader *r, text *found, int *line);

/* Moves on and gives what was passed; counts lines. */
text read_advance(struct reader *r, size_t to);
void read_space(struct reader *r);

/* Past white space and comments, where nothing else is written yet. */
void read_comments(struct reader *r);

/* The next word; what stands between quotes belongs to its word, spaces and all. False at the end. */
bool read_word(text *rest, text *word);

bool is_space(char c);

/* Only a-z, 0-9 and the others; not empty. */
bool all_of(text t, const char *others);

/* A name that a field can have: a word that a directive begins with cannot. */
bool is_name(text t);

/* tmpl_decl.c: {{view NAME}} ... {{end}}, which fills t->record. */
void read_view(struct reader *r);

#endif
