/* Writes a C file with a table of the given files (kb/base/embed.h): embed SYMBOL OUT FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void die(const char *what, const char *name)
{
    fprintf(stderr, "embed: %s %s\n", what, name);
    exit(1);
}

static size_t put_bytes(FILE *out, const char *path, int index)
{
    FILE *in = fopen(path, "rb");
    if (!in) die("cannot read", path);
    fprintf(out, "static const unsigned char file_%d[] = {", index);
    size_t len = 0;
    for (int c; (c = getc(in)) != EOF; len++) fprintf(out, "%s%d,", len % 24 ? "" : "\n", c);
    fprintf(out, "\n0};\n");
    fclose(in);
    return len;
}

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

int main(int argc, char **argv)
{
    if (argc < 3) die("usage:", "embed SYMBOL OUT FILE...");
    FILE *out = fopen(argv[2], "wb");
    if (!out) die("cannot write", argv[2]);
    fprintf(out,
            "#include \"kb/base/embed.h\"\nextern const struct embedded_file %s[];\nextern const size_t %s_count;\n",
            argv[1], argv[1]);
    size_t *lengths = calloc((size_t)argc, sizeof *lengths);
    if (!lengths) die("no memory for", argv[1]);
    for (int i = 3; i < argc; i++) lengths[i] = put_bytes(out, argv[i], i);
    fprintf(out, "const struct embedded_file %s[] = {\n", argv[1]);
    for (int i = 3; i < argc; i++) fprintf(out, "{\"%s\", file_%d, %zu},\n", base_name(argv[i]), i, lengths[i]);
    fprintf(out, "{0, 0, 0}};\nconst size_t %s_count = %d;\n", argv[1], argc - 3);
    free(lengths);
    if (fclose(out) != 0) die("cannot write", argv[2]);
    return 0;
}
