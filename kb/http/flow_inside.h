/* flow_inside.h - what flow_head.c and flow.c share. */
#ifndef KB_HTTP_FLOW_INSIDE_H
#define KB_HTTP_FLOW_INSIDE_H

#include "kb/http/flow.h"

extern const struct route flow__not_found;

int64_t flow__now_us(void);

#endif
