#include "kb/store/statements.h"

const struct store_statement store_statements[STMT__COUNT] = {
#define X(use, name, sql) [STMT_##name] = {#name, sql, STORE_##use},
    STORE_STATEMENTS(X)
#undef X
};
