#include "kb/domain/placing.h"

static const double HOLDS_HERE = 1.05, EACH_YEAR = 0.01, YEARS_MAX = 5, DAYS_OF_YEAR = 365.25;

static double of_stage(const struct placing *p)
{
    if (stage_is_ended(p->stage)) return 0.6;
    if (p->stage == STAGE_EXPIRED) return 0.85;
    if (stage_is_adopted(p->stage)) return 1;
    return stage_dot(p->stage, p->line, p->numbered) == DOT_RECOMMENDATION ? 0.95 : 0.9;
}

static double years_of(kb_time age)
{
    double years = age > 0 ? (double)age / (double)MS_DAY / DAYS_OF_YEAR : 0;
    return years < YEARS_MAX ? years : YEARS_MAX;
}

double placing_factor(const struct placing *p)
{
    return of_stage(p) * (p->holds_here ? HOLDS_HERE : 1) * (1 - EACH_YEAR * years_of(p->age));
}
