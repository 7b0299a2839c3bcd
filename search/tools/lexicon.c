/* Makes the frozen lexicon of lexicon.h: lexicon OUT LIST..., and of its words those that are nothing but a name:
 * lexicon --names OUT LIST...
 *
 * A list has one word a line; what cannot be a word of the lexicon is passed by. Names count from seven letters on
 * ("Nederlands", not "Jan"): short ones would turn up inside other words. The graph is the minimal one, made from the
 * sorted words by joining equal ends (J. Daciuk and others, Incremental Construction of Minimal Acyclic Finite-State
 * Automata, 2000), so that the same words always give the same bytes. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 48, NAME_MIN = 7, NODE_CHILDREN = 26 };

static void die(const char *what, const char *name)
{
    fprintf(stderr, "lexicon: %s %s\n", what, name);
    exit(1);
}

static void *grown(void *p, size_t n, size_t size)
{
    void *more = realloc(p, n * size);
    if (!more) die("no memory", "");
    return more;
}

/* ---- Reading ---- */

struct list {
    char **words;
    size_t n, room;
};

static struct list ordinary, names; /* without and with a capital */

static void add(struct list *l, const char *word)
{
    if (l->n == l->room) l->words = grown(l->words, l->room = l->room ? l->room * 2 : 65536, sizeof *l->words);
    l->words[l->n] = strdup(word);
    if (!l->words[l->n++]) die("no memory", "");
}

/* The letters of Latin-1 without their marks; 0 for what is no letter (the lists are UTF-8, these all begin with C3).
 */
static char plain(unsigned char second)
{
    static const char letters[] = "aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0\0aaaaaa\0ceeeeiiii\0nooooo\0\0uuuuy\0y";
    return second >= 0x80 && second < 0xC0 ? letters[second - 0x80] : 0;
}

/* Folds in place and gives the list that the word belongs to; NULL for what is no word of letters. */
static struct list *fold_line(char *line)
{
    size_t n = 0;
    int capitals = 0;
    for (unsigned char *c = (unsigned char *)line; *c && *c != '\n' && *c != '\r'; c++) {
        char letter = (char)*c;
        if (*c == 0xC3) letter = plain(*++c);
        if (letter == '-') continue;
        if (letter >= 'A' && letter <= 'Z') {
            capitals++;
            letter = (char)(letter + 32);
        }
        if (letter < 'a' || letter > 'z') return NULL;
        line[n++] = letter;
    }
    line[n] = 0;
    if (n < 2 || n > WORD_MAX || capitals > 1 || (capitals && n < NAME_MIN)) return NULL;
    return capitals ? &names : &ordinary;
}

static void read_list(const char *path)
{
    FILE *in = fopen(path, "r");
    char line[512];
    if (!in) die("cannot read", path);
    while (fgets(line, sizeof line, in)) {
        struct list *l = line[0] == '#' ? NULL : fold_line(line);
        if (l) add(l, line);
    }
    fclose(in);
}

static int by_letters(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void put_in_order(struct list *l)
{
    if (l->n) qsort(l->words, l->n, sizeof *l->words, by_letters);
}

/* Names that are ordinary words as well (Bakker, Dijk) are those. */
static void drop_ordinary_names(void)
{
    size_t n = 0;
    for (size_t i = 0; i < names.n; i++) {
        char *name = names.words[i];
        if (ordinary.n && bsearch(&name, ordinary.words, ordinary.n, sizeof *ordinary.words, by_letters))
            free(name);
        else
            names.words[n++] = name;
    }
    names.n = n;
}

/* ---- The graph ---- */

struct node {
    uint32_t child[NODE_CHILDREN]; /* node numbers, 0 for none */
    uint32_t ends;                 /* bit i: a word ends at child i */
};

static struct node *nodes; /* finished ones; 0 is the node without children */
static size_t n_nodes = 1, nodes_room;
static uint32_t *table; /* hash of finished nodes */
static size_t table_size = 1 << 20;

static uint64_t hash_of(const struct node *n)
{
    uint64_t h = 1469598103934665603u;
    const unsigned char *bytes = (const unsigned char *)n;
    for (size_t i = 0; i < sizeof *n; i++) h = (h ^ bytes[i]) * 1099511628211u;
    return h;
}

/* The number of the finished node that is equal to this one. */
static uint32_t finish(const struct node *n)
{
    static const struct node none;
    if (!memcmp(n, &none, sizeof none)) return 0;
    for (uint64_t i = hash_of(n);; i++) {
        uint32_t *slot = &table[i % table_size];
        if (*slot && memcmp(&nodes[*slot], n, sizeof *n) != 0) continue;
        if (*slot) return *slot;
        if (n_nodes + 1 >= nodes_room)
            nodes = grown(nodes, nodes_room = nodes_room ? nodes_room * 2 : 65536, sizeof *nodes);
        nodes[n_nodes] = *n;
        return *slot = (uint32_t)n_nodes++;
    }
}

/* The path of the word at hand; below `keep` it is finished. */
static struct node path[WORD_MAX + 1];

static void finish_below(const char *word, size_t len, size_t keep)
{
    for (size_t i = len; i > keep; i--) {
        path[i - 1].child[word[i - 1] - 'a'] = finish(&path[i]);
        memset(&path[i], 0, sizeof path[i]);
    }
}

static uint32_t make_graph(const struct list *l)
{
    const char *before = "";
    for (size_t w = 0; w < l->n; w++) {
        size_t common = 0, len = strlen(l->words[w]);
        while (before[common] && before[common] == l->words[w][common]) common++;
        finish_below(before, strlen(before), common);
        path[len - 1].ends |= 1u << (l->words[w][len - 1] - 'a');
        before = l->words[w];
    }
    finish_below(before, strlen(before), 0);
    return finish(&path[0]);
}

/* ---- Writing ---- */

static uint32_t *place; /* first edge of each node */

static void put_edge(FILE *out, uint32_t edge)
{
    for (int shift = 0; shift < 32; shift += 8) putc((int)(edge >> shift & 0xFF), out);
}

static int children_of(const struct node *n)
{
    int count = 0;
    for (int i = 0; i < NODE_CHILDREN; i++) count += n->child[i] || (n->ends >> i & 1);
    return count;
}

static void put_node(FILE *out, const struct node *n)
{
    int left = children_of(n);
    for (int i = 0; i < NODE_CHILDREN; i++) {
        int ends = (int)(n->ends >> i & 1);
        if (!n->child[i] && !ends) continue;
        uint32_t edge = (uint32_t)(i + 1) | (uint32_t)ends << 5 | (uint32_t)(--left == 0) << 6;
        put_edge(out, edge | (n->child[i] ? place[n->child[i]] << 7 : 0));
    }
}

/* The root comes first, at edge 1; then the others as they were finished. */
static void write_graph(FILE *out, uint32_t root)
{
    uint32_t at = 1 + (uint32_t)children_of(&nodes[root]);
    place = calloc(n_nodes, sizeof *place);
    if (!place) die("no memory", "");
    for (uint32_t i = 1; i < n_nodes; i++) {
        if (i == root) continue;
        place[i] = at;
        at += (uint32_t)children_of(&nodes[i]);
    }
    put_edge(out, 0);
    put_node(out, &nodes[root]);
    for (uint32_t i = 1; i < n_nodes; i++)
        if (i != root) put_node(out, &nodes[i]);
}

int main(int argc, char **argv)
{
    bool only_names = argc > 1 && !strcmp(argv[1], "--names");
    if (only_names) argc--, argv++;
    if (argc < 3) die("usage:", "lexicon [--names] OUT LIST...");
    for (int i = 2; i < argc; i++) read_list(argv[i]);
    put_in_order(&ordinary);
    drop_ordinary_names();
    for (size_t i = 0; !only_names && i < names.n; i++) add(&ordinary, names.words[i]);
    struct list *words = only_names ? &names : &ordinary;
    if (!only_names && !words->n) die("no words in", argv[2]);
    put_in_order(words);
    table = calloc(table_size, sizeof *table);
    nodes = calloc(nodes_room = 65536, sizeof *nodes);
    if (!table || !nodes) die("no memory", "");
    uint32_t root = make_graph(words);
    FILE *out = fopen(argv[1], "wb");
    if (!out) die("cannot write", argv[1]);
    write_graph(out, root);
    return fclose(out) == 0 ? 0 : 1;
}
