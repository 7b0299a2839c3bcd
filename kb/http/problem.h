/* problem.h - inside kb/http: one place turns an error into an answer.
 *
 * A person gets the error page of content/, a program (an address below /api/, or Accept that prefers JSON) gets
 * application/problem+json (RFC 9457) with every wrong field named. The cause goes to the log and never into an answer.
 * Two errors with the same code and fields give the same bytes, whatever lies behind them (design section 3 rule 2).
 */
#ifndef KB_HTTP_PROBLEM_H
#define KB_HTTP_PROBLEM_H

#include "kb/http/request.h"
#include "kb/http/response.h"

/* Replaces whatever stands in res. status 0: that of the error. */
void problem_fill(const kb_req *req, kb_res *res, const kb_err *err, int status);

#endif
