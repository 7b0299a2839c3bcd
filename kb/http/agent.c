#include "kb/http/agent.h"

#include "kb/base/cleanup.h"

struct mark {
    const char *mark, *name;
};

/* The first that stands in it: browsers name those they descend from as well. */
static const struct mark browsers[] = {
    {"Edg", "Edge"},       {"OPR/", "Opera"},       {"SamsungBrowser/", "Samsung Internet"},
    {"FxiOS/", "Firefox"}, {"Firefox/", "Firefox"}, {"CriOS/", "Chrome"},
    {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
};
static const struct mark systems[] = {
    {"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"},   {"Windows", "Windows"},
    {"Mac OS X", "Mac"},    {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
};

static const char *first_of(const struct mark *marks, size_t n, text in)
{
    for (size_t i = 0; i < n; i++)
        if (text_find(in, text_str(marks[i].mark), 0) != SIZE_MAX) return marks[i].name;
    return "";
}

struct agent agent_read(text user_agent)
{
    return (struct agent){first_of(browsers, COUNT_OF(browsers), user_agent),
                          first_of(systems, COUNT_OF(systems), user_agent)};
}
