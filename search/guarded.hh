/* guarded.hh - the door between C++ and C: what is thrown inside becomes an err_code, and nothing gets past. Each
 * extern "C" function of the xapian_*.cc files is one line into guarded(). Needs no header of the search library. */
#ifndef KB_SEARCH_GUARDED_HH
#define KB_SEARCH_GUARDED_HH

#include "kb/base/err.h"

namespace kb_search
{

/* Looks at the exception in flight, logs its cause into err and says which of our errors it is. */
err_code translate(kb_err *err) noexcept;

template <class Work> err_code guarded(kb_err *err, Work &&work) noexcept
{
    try {
        return work();
    } catch (...) {
        return translate(err);
    }
}

} // namespace kb_search

#endif
