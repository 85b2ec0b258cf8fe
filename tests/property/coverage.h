/* SPDX-License-Identifier: Apache-2.0 */
/* Coverage: which constructs of the language the rulesets that were tried contained. */
#ifndef LIMEN_TESTS_PROPERTY_COVERAGE_H
#define LIMEN_TESTS_PROPERTY_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>

/* X(words that stand in a ruleset's text exactly where the construct does) */
#define CONSTRUCTS(X) \
    /* header, levels, types, facts */ \
    X("scope if") X("level 2a") X("level 4 worst") X("type score :") X(" : score") X("fact m0, m1 :") \
    X(": yes/no \"") X("yes/no from") X("grade from highest of") X(" or none \"") X(" as \"text\"") \
    X(": lo < mid") X("one of lo < mid") \
    X("one of x, y") X("scale o0, o1 :") X("concern a") X("strength s") X("concern c0 from") \
    X("is worse") X("usually none") X("usually 2") X("usually 100 %") X("usually lo") \
    X(" years \"") X(" months \"") X(" weeks \"") X(" days \"") X(" hours \"") X(" % \"") \
    X("impossible if") X("require if") X("parameter q") X("define define") X("group g") \
    X("section one") X("topic t0") \
    /* conditions */ \
    X(" and ") X(" or (") X("not (") X(" = ") X(" != ") X(" < ") X(" <= ") X(" > ") X(" >= ") \
    X("in 2 to 4") X("in (1, 2, 5)") X("in (x, z)") X("in lo to mid") X("in 2018-01-01 to") \
    X("in (2018-01-01,") X("is known") X("is unknown") X("is not known") X("is none") \
    X("is not none") X("authority =") X("case_date") X("(level >= ") X("(level < ") X("(level = ") \
    X("(level in 1 to ") X("level > prior") X("(level != ") \
    /* counting */ \
    X("any of (") X("all of (") X("none of (") X("at least 2 of (") X("at least q0 of (") \
    X("at most 1 of (") X("exactly 1 of (") X("count of (") X("rules at level") \
    X("topics at level") X(" in one") X("go >= mid") X("go in (lo, hi)") X("gn in 2 to 4") X("gg") \
    /* numbers */ \
    X(" + ") X(" - ") X("n0 * n1") X("* -1") X("% of n") X("q2 % of") X("highest of (") \
    X("lowest of (") X("(gn)") X("choose ") X("(choose a0 if") X("amount0") X("define0") \
    /* dates and events */ \
    X("count of e0") X("count of e1 within 2 months") X("within 6 months") X("within 2 weeks of d0") \
    X("within 30 days") X("within q0 weeks") X("within 1 years") X("within 10 days of (") \
    X("latest of e0") X("of d1") X("years from") X("months from") X("weeks from") X("days from") \
    X("+ 3 months") X("- 10 days") X("+ 2 weeks") X("- 1 years") X("d0 + u0") X("of d1 >=") \
    /* lists */ \
    X("any l0") X("any l1") X("any i0") X("all l0 where (") X("all i0 where (y1)") X("l1 within 6") \
    X("count of l0") X("count of l1") X("count of i0") X("sum of n0 of l0") X("sum of (v0 + v1) of l1") \
    X("(z0)") X("(z1 > 2)") X("sum of z1 of l0") X("yes/no from n0 in 2 to 4") X("(z0 is known") \
    X("sum of (n0) of i0") X("count of distinct k0 of") X("count of distinct z1") \
    X("highest of n0 of l0") X("lowest of v0 of l1") X("highest of u0 of i0") X("latest of l1") \
    X("latest of i0 where (") X("of l0 where ((") X("any l1 where ((") X("any i0 where (e1 within") \
    X("any l1 within") X("of i0 within 1 years") X("within q0 weeks of d1") X("l0 is known") \
    X("any l0 where (y0 and any l1") X("(n0 is known and") X("impossible if any l0") X("require if all l0") \
    X("from any l0") X("from sum of n0 of l0") X("count of distinct date of i0") X("(highest of t0") \
    /* rules */ \
    X("rule rule") X("\nif ") X("signs at level 2\n") X("signs at level 2 or 3 as judged") \
    X("ladder o1 mid level 2,") X("ladder o0 mid level 2 or 3 as judged") X(" unless ") \
    X("as judged\n") X("mandatory") X(", duty act") X(", grounds = ") X(", worst = ") \
    X("exception x0_0 to rule0") X(" to x") X("exception to rule") X("then duty act\n") \
    X("then grounds = ") \
    /* decisions */ \
    X("  first of\n") X("  highest of\n") X("  lowest of\n") X("  sum of\n") X("  only one of\n") \
    X("  every one of\n") X("nothing otherwise") X("nothing if") X("  is (") X(" otherwise\n") \
    X(": level \"") X(": date or none \"D") X("(d0 + 1 months)") X("decision length : 0 to ") \
    /* duties, checklists, notes */ \
    X("immediately") X("same day") X("within 3 working days of") X("by d0") \
    X("written within") X("after at least 12 weeks of") X("  when (") X("checklist papers") \
    X("  item i1 if") X("note at level") X("note when") X("note with") X("note \"") \
    X("for south")

#define X(words) +1
enum { CONSTRUCT_COUNT = 0 CONSTRUCTS(X) };
#undef X

struct coverage {
    size_t kept[CONSTRUCT_COUNT]; /* rulesets that have it */
};

/* Counts the constructs in a ruleset that passed the check. */
void coverage_add(struct coverage *coverage, const char *text);

/* False: prints, as TAP comments, which construct was never there. */
bool coverage_complete(const struct coverage *coverage);

#endif
