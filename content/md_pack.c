/* A packed document: a head, fixed records, then all bytes one after another in the order of the records.
 *
 *     u32 magic, version, pieces, headings, plain_len, bytes_len;  u64 checksum of all that follows
 *     piece:   u32 kind, block, html_len, key_len
 *     heading: u32 level, line, plain_at, id_len, title_len
 *     bytes:   html and key of each piece, id and title of each heading, plain
 *
 * All numbers little-endian. The lengths must add up to exactly bytes_len, so no text can reach outside. */
#include "content/markdown.h"

#include "kb/base/cleanup.h"

enum { MAGIC = 0x444D424B /* "KBMD" */, HEAD = 32, PIECE = 16, HEADING = 20 };

static void put_u32(struct buf *out, size_t value)
{
    char bytes[4];
    for (unsigned i = 0; i < 4; i++) bytes[i] = (char)(value >> (8 * i));
    buf_put(out, text_of(bytes, sizeof bytes));
}

static uint32_t get_u32(const char *at)
{
    uint32_t value = 0;
    for (unsigned i = 0; i < 4; i++) value |= (uint32_t)(unsigned char)at[i] << (8 * i);
    return value;
}

/* Shifts, sums and exclusive ors: what a processor does with several numbers at once. */
static uint64_t mix(uint64_t hash, const char *at)
{
    uint64_t word;
    memcpy(&word, at, sizeof word);
    hash ^= word;
    hash += hash << 13;
    return hash ^ hash >> 7;
}

/* Four lanes of eight bytes, so that no step waits for the one before: a page is unpacked for each request. It finds
 * accidents, it is no defence. */
static uint64_t checksum(text t)
{
    enum { LANES = 4, LANE = 8 };
    uint64_t lane[LANES] = {1, 2, 3, 4}, hash = 0xCBF29CE484222325u ^ t.len;
    size_t at = 0;
    for (; at + LANES * LANE <= t.len; at += LANES * LANE)
        for (size_t i = 0; i < LANES; i++) lane[i] = mix(lane[i], t.ptr + at + i * LANE);
    for (; at < t.len; at++) hash = (hash ^ (unsigned char)t.ptr[at]) * 0x100000001B3u;
    for (size_t i = 0; i < LANES; i++) hash = mix(hash * 0x9E3779B97F4A7C15u, (const char *)&lane[i]);
    return hash ^ hash >> 32;
}

static void put_records(const struct md_document *doc, struct buf *out)
{
    for (size_t i = 0; i < doc->n_pieces; i++) {
        const struct md_piece *p = &doc->pieces[i];
        put_u32(out, p->kind);
        put_u32(out, p->block);
        put_u32(out, p->html.raw.len);
        put_u32(out, p->key.len);
    }
    for (size_t i = 0; i < doc->n_headings; i++) {
        const struct md_heading *h = &doc->headings[i];
        put_u32(out, h->level);
        put_u32(out, h->line);
        put_u32(out, h->plain_at);
        put_u32(out, h->id.len);
        put_u32(out, h->title.len);
    }
}

static void put_bytes(const struct md_document *doc, struct buf *out)
{
    for (size_t i = 0; i < doc->n_pieces; i++) {
        buf_put(out, doc->pieces[i].html.raw);
        buf_put(out, doc->pieces[i].key);
    }
    for (size_t i = 0; i < doc->n_headings; i++) {
        buf_put(out, doc->headings[i].id);
        buf_put(out, doc->headings[i].title);
    }
    buf_put(out, doc->plain);
}

err_code md_pack(const struct md_document *doc, struct buf *out, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf records = buf_new(out->max), bytes = buf_new(out->max), all = buf_new(out->max);
    put_records(doc, &records);
    put_bytes(doc, &bytes);
    buf_put(&all, buf_text(&records));
    buf_put(&all, buf_text(&bytes));
    if (records.failed || bytes.failed || all.failed) return err_set(err, ERR_TOO_LARGE, "md_pack");
    uint64_t sum = checksum(buf_text(&all));
    const size_t head[] = {MAGIC,          MD_RENDERER_VERSION, doc->n_pieces,    doc->n_headings,
                           doc->plain.len, bytes.len,           sum & 0xFFFFFFFF, sum >> 32};
    for (size_t i = 0; i < COUNT_OF(head); i++) put_u32(out, head[i]);
    buf_put(out, buf_text(&all));
    return out->failed ? err_set(err, ERR_TOO_LARGE, "md_pack") : OK;
}

struct head {
    size_t pieces, headings, plain_len, bytes_len;
};

static bool read_head(text packed, struct head *head)
{
    if (packed.len < HEAD || get_u32(packed.ptr) != MAGIC || get_u32(packed.ptr + 4) != MD_RENDERER_VERSION)
        return false;
    *head = (struct head){
        .pieces = get_u32(packed.ptr + 8),
        .headings = get_u32(packed.ptr + 12),
        .plain_len = get_u32(packed.ptr + 16),
        .bytes_len = get_u32(packed.ptr + 20),
    };
    uint64_t sum = get_u32(packed.ptr + 24) | (uint64_t)get_u32(packed.ptr + 28) << 32;
    return packed.len == HEAD + head->pieces * PIECE + head->headings * HEADING + head->bytes_len &&
           sum == checksum(text_slice(packed, HEAD, SIZE_MAX));
}

/* What is left to hand out; `bad` once more was asked than there is. */
struct supply {
    text bytes;
    bool bad;
};

static text take(struct supply *from, size_t len)
{
    text taken = text_slice(from->bytes, 0, len);
    from->bad |= taken.len != len;
    from->bytes = text_slice(from->bytes, len, SIZE_MAX);
    return taken;
}

static void read_pieces(const char *record, struct md_document *doc, struct md_piece *pieces, struct supply *from)
{
    for (size_t i = 0; i < doc->n_pieces; i++, record += PIECE) {
        from->bad |= get_u32(record) >= MD_PIECE__COUNT;
        pieces[i].kind = (enum md_piece_kind)get_u32(record);
        pieces[i].block = get_u32(record + 4) != 0;
        pieces[i].html = html__safe(take(from, get_u32(record + 8)));
        pieces[i].key = take(from, get_u32(record + 12));
    }
    doc->pieces = pieces;
}

static void read_headings(const char *record, struct md_document *doc, struct md_heading *headings, struct supply *from)
{
    for (size_t i = 0; i < doc->n_headings; i++, record += HEADING) {
        headings[i] =
            (struct md_heading){.level = get_u32(record), .line = get_u32(record + 4), .plain_at = get_u32(record + 8)};
        headings[i].id = take(from, get_u32(record + 12));
        headings[i].title = take(from, get_u32(record + 16));
    }
    doc->headings = headings;
}

err_code md_unpack(text packed, arena *a, const struct md_document **result, kb_err *err)
{
    struct head head;
    if (!read_head(packed, &head)) return err_set(err, ERR_CORRUPT, "md_unpack: head");
    struct md_document *doc = ARENA_NEW(a, struct md_document);
    struct md_piece *pieces = ARENA_ARRAY(a, struct md_piece, head.pieces);
    struct md_heading *headings = ARENA_ARRAY(a, struct md_heading, head.headings);
    if (!doc || !pieces || !headings) return err_set(err, ERR_NOMEM, "md_unpack");
    doc->n_pieces = head.pieces;
    doc->n_headings = head.headings;
    struct supply from = {.bytes = text_slice(packed, packed.len - head.bytes_len, SIZE_MAX)};
    read_pieces(packed.ptr + HEAD, doc, pieces, &from);
    read_headings(packed.ptr + HEAD + head.pieces * PIECE, doc, headings, &from);
    doc->plain = take(&from, head.plain_len);
    if (from.bad || from.bytes.len) return err_set(err, ERR_CORRUPT, "md_unpack: lengths");
    *result = doc;
    return OK;
}
