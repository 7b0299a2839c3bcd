/* card.hh - what an answer needs of a document, as the index keeps it: one piece of data, since a thousand are read for
 * each question and the library looks for every value by itself. An index stays on its machine, so numbers are in the
 * machine's own order. A change here means raising TERMS_VERSION. Private to search/. */
#ifndef KB_SEARCH_CARD_HH
#define KB_SEARCH_CARD_HH

#include "search/terms.h"

#include <cstring>
#include <string>

namespace kb_search
{

struct card {
    std::string id; /* empty: none */
    kb_time date = 0;
    struct search_sketch sketch = {};
    enum law_part of_law = LAW_PART;
};

enum { CARD_HEAD = sizeof(kb_time) + sizeof(struct search_sketch) + 1 };

inline std::string card_pack(const card &c)
{
    std::string out((const char *)&c.date, sizeof c.date);
    out.append((const char *)&c.sketch, sizeof c.sketch);
    out.push_back((char)c.of_law);
    return out.append(c.id);
}

inline card card_unpack(const std::string &data)
{
    card c;
    if (data.size() <= CARD_HEAD) return c;
    memcpy(&c.date, data.data(), sizeof c.date);
    memcpy(&c.sketch, data.data() + sizeof c.date, sizeof c.sketch);
    const unsigned char part = (unsigned char)data[CARD_HEAD - 1];
    c.of_law = part < LAW_PART__COUNT ? (enum law_part)part : LAW_PART;
    c.id.assign(data, CARD_HEAD, std::string::npos);
    return c;
}

} // namespace kb_search

#endif
