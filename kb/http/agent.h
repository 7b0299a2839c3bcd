/* agent.h - what a User-Agent header tells a person about their own session, and nothing more. */
#ifndef KB_HTTP_AGENT_H
#define KB_HTTP_AGENT_H

#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The names people know: browser and system; "" for what is not known. Static. */
struct agent {
    const char *browser, *system;
};

struct agent agent_read(text user_agent);

#ifdef __cplusplus
}
#endif
#endif
