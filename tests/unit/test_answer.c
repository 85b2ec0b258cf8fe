/* SPDX-License-Identifier: Apache-2.0 */
/* Answers from small rulesets: what the record holds, and how it is written. */
#include "ruleset.h"

#include "answer/household.h"

struct asked {
    struct compilation *compilation;
    const struct answer *answer;
    struct case_result result; /* refused: why */
    char *json;
};

/* The answer to the case INPUT under RULESET; `answer` NULL: refused. */
static void ask(struct asked *asked, const char *ruleset, const char *input)
{
    char *bytes = padded(input, strlen(input));
    struct text text = {0};
    struct case_result result;
    const char *why = NULL;
    memset(asked, 0, sizeof *asked);
    asked->compilation = compilation_create(NULL);
    struct arena *arena = asked->compilation->arena;
    const struct program *program = ruleset_load(asked->compilation, ruleset);
    const struct plan *plan = plan_create(arena, program);
    assert_true(plan_verify(plan, &why));
    struct case_reader *reader = case_reader_create(arena, program, bytes, strlen(input));
    assert_true(case_reader_next(reader, arena, &result));
    if (!result.limen_case) {
        fail_msg("%s", result.errors.items[0].message);
    }
    const struct evaluation *evaluation = interpreter_evaluate(arena, plan, result.limen_case);
    if (evaluation->refused) {
        answer_refuse(arena, evaluation, &result);
        asked->result = result;
    } else {
        asked->answer = answer_create(arena, evaluation);
        answer_write_json(&text, asked->answer);
        asked->json = arena_copy(arena, text_string(&text), text.length);
    }
    text_clear(&text);
    case_reader_destroy(reader);
    free(bytes);
}

static void done(struct asked *asked)
{
    compilation_destroy(asked->compilation);
}

static void expect_json(const struct asked *asked, const char *part)
{
    if (!strstr(asked->json, part)) {
        fail_msg("%s\nis not in\n%s", part, asked->json);
    }
}

static void expect_no_json(const struct asked *asked, const char *part)
{
    if (strstr(asked->json, part)) {
        fail_msg("%s\nis in\n%s", part, asked->json);
    }
}

/* One case, one part of its JSON. */
static void expect(const char *ruleset, const char *input, const char *part)
{
    struct asked asked;
    ask(&asked, ruleset, input);
    assert_non_null(asked.answer);
    expect_json(&asked, part);
    done(&asked);
}

static void expect_page(const char *ruleset, const char *input, size_t width,
                        const char *const *lines)
{
    struct asked asked;
    struct text text = {0};
    ask(&asked, ruleset, input);
    answer_write_text(&text, asked.answer, width, false);
    for (; *lines; lines++) {
        if (!strstr(text_string(&text), *lines)) {
            fail_msg("%s\nis not in\n%s", *lines, text_string(&text));
        }
    }
    text_clear(&text);
    done(&asked);
}

#define HEADER                                   \
    "ruleset test 2018-12 \"Test guidance\"\n"   \
    "  in force from 2018-01-01 to 2019-12-31\n" \
    "  source \"guidance-2018\"\n"               \
    "  source \"briefing\"\n"                    \
    "level 1 universal \"Universal need\"\n"     \
    "level 2 additional \"Additional need\"\n"   \
    "level 3 complex \"Complex need\"\n"

/* --- level ------------------------------------------------------------------------------------- */

static const char support[] =
    HEADER "concern persistent_absence \"Persistently absent\"\n"
           "fact support_level : 0 to 4 \"Support so far\" usually 0\n"
           "  ask \"What support has been tried?\"\n"
           "if persistent_absence and support_level >= 2 then level 3 [L3/education/01]\n";

static void test_known_and_unknown(void **state)
{
    (void)state;
    expect(support, "{\"facts\":{\"persistent_absence\":true,\"support_level\":2}}",
           "\"level\":{\"at_least\":3,\"at_most\":3},\"exact\":true,\"rules\":[{\"name\":"
           "\"L3/education/01\",\"level\":3,\"holds\":\"yes\",\"cite\":[\"L3/education/01\"]}]");
    expect(support, "{\"facts\":{\"persistent_absence\":true,\"support_level\":null}}",
           "\"level\":{\"at_least\":1,\"at_most\":3},\"exact\":true");
    expect(support, "{\"facts\":{\"persistent_absence\":true,\"support_level\":null}}",
           "\"not_known\":[\"support_level\"],\"not_asked\":[]");
    expect(support, "{\"facts\":{\"persistent_absence\":true}}",
           "\"not_known\":[],\"not_asked\":[\"support_level\"]");
    expect(support,
           "{\"facts\":{\"persistent_absence\":true,\"support_level\":{\"from\":1,\"to\":3}}}",
           "\"not_known\":[\"support_level\"]");
    expect(support, "{\"facts\":{\"persistent_absence\":false}}",
           "\"level\":{\"at_least\":1,\"at_most\":1},\"exact\":true,\"rules\":[]");
    expect(support, "{\"facts\":{\"persistent_absence\":true},\"otherwise\":\"no\"}",
           "\"assumed\":[\"support_level\"]");
}

static void test_head(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, support, "{\"case\":\"c\\\"1\",\"on\":\"2018-12-20\",\"at\":\"2018-12-20T16:50\"}");
    expect_json(&asked, "{\"case\":\"c\\\"1\",\"on\":\"2018-12-20\",\"at\":\"2018-12-20T16:50\","
                        "\"ruleset\":\"test\",\"version\":\"2018-12\",\"hash\":\"sha256:");
    expect_json(&asked, "\"limen\":\"" PACKAGE_VERSION "\",\"scope\":\"in\"");
    expect_no_json(&asked, "in_force");
    done(&asked);
    expect(support, "{\"on\":\"2020-01-01\"}", "\"in_force\":false");
}

static void test_scope(void **state)
{
    static const char scoped[] = "ruleset test 2018-12 \"T\"\n"
                                 "  scope if age < 18 years\n"
                                 "level 1 \"U\"\nlevel 2 \"A\"\n"
                                 "fact age : 0 to 25 years \"Age\"\n"
                                 "if age < 5 years then level 2\n";
    struct asked asked;
    (void)state;
    ask(&asked, scoped, "{\"facts\":{\"age\":20}}");
    expect_json(&asked, "\"scope\":\"out\",\"rules\"");
    assert_false(asked.answer->has_level);
    done(&asked);
    expect(scoped, "{\"facts\":{\"age\":{\"from\":16,\"to\":20}}}", "\"scope\":\"perhaps\"");
    expect_page(scoped, "{\"facts\":{\"age\":20}}", 80, (const char *[]){"Out of scope", NULL});
}

static void test_no_levels(void **state)
{
    static const char decisions[] = "ruleset test 2018-12 \"T\"\n"
                                    "fact points : 0 to 9 \"Points\"\n"
                                    "decision band : one of low, high \"Band\"\n"
                                    "  first of\n    high if points >= 5\n    low otherwise\n";
    struct asked asked;
    (void)state;
    ask(&asked, decisions, "{\"facts\":{\"points\":7}}");
    expect_json(&asked, "\"decisions\":{\"band\":{\"value\":\"high\"}}");
    expect_no_json(&asked, "\"level\"");
    done(&asked);
}

/* --- unless, judged, judgement ----------------------------------------------------------------- */

static const char strengths[] = HEADER "concern worried \"Worried\"\n"
                                       "concern minor \"Minor\"\n"
                                       "strength engaged \"The family engages\"\n"
                                       "strength safe \"Home is safe\"\n"
                                       "if worried unless engaged then level 3\n"
                                       "if minor unless safe then level 2\n";

static void test_unless(void **state)
{
    struct asked asked;
    (void)state;
    expect(strengths, "{\"facts\":{\"worried\":true,\"minor\":false}}",
           "\"unless\":{\"level\":3,\"facts\":[\"engaged\"]}");
    expect(strengths, "{\"facts\":{\"worried\":true,\"minor\":true}}",
           "\"unless\":{\"level\":3,\"facts\":[\"engaged\"]}");
    ask(&asked, strengths, "{\"facts\":{\"worried\":true,\"minor\":false,\"engaged\":null}}");
    assert_false(asked.answer->has_unless);
    done(&asked);
    ask(&asked, strengths, "{\"facts\":{\"worried\":false,\"minor\":false}}");
    assert_false(asked.answer->has_unless);
    done(&asked);
    expect_page(strengths, "{\"facts\":{\"worried\":true,\"minor\":false}}", 80,
                (const char *[]){"Level 3 (Complex need), unless you know that this is so:\n"
                                 "  - The family engages (engaged)\n",
                                 NULL});
}

static const char judged[] = HEADER "concern poor \"Poor attendance\"\n"
                                    "concern grave \"Grave harm\"\n"
                                    "if poor then level 2 or 3 as judged\n"
                                    "rule statute if grave then level 3 mandatory\n";

static void test_judged(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, judged, "{\"facts\":{\"poor\":true,\"grave\":false}}");
    expect_json(&asked, "\"level\":{\"at_least\":2,\"at_most\":3}");
    expect_json(&asked, "\"level\":2,\"or_level\":3,\"holds\":\"yes\"");
    assert_int_equal(asked.answer->judgement_needed.count, 1);
    done(&asked);
    ask(&asked, judged, "{\"facts\":{\"poor\":true,\"grave\":true}}");
    expect_json(&asked, "\"mandatory\":true");
    assert_int_equal(asked.answer->judgement_needed.count, 0);
    done(&asked);
}

static void expect_judgement(const char *facts, const char *level, enum judgement_answer wanted)
{
    struct asked asked;
    struct text text = {0};
    text_format(&text, "{\"facts\":{%s},\"judgement\":{\"level\":%s,\"by\":\"A\"}}", facts, level);
    ask(&asked, judged, text_string(&text));
    assert_int_equal(asked.answer->judgement, wanted);
    text_clear(&text);
    done(&asked);
}

static void test_judgement(void **state)
{
    (void)state;
    expect_judgement("\"poor\":true,\"grave\":false", "1", JUDGEMENT_BELOW);
    expect_judgement("\"poor\":true,\"grave\":false", "2", JUDGEMENT_WITHIN);
    expect_judgement("\"poor\":false,\"grave\":false", "3", JUDGEMENT_ABOVE);
    expect_judgement("\"grave\":true", "2", JUDGEMENT_NOT_PERMITTED);
    expect_judgement("\"poor\":true", "2", JUDGEMENT_PERHAPS_NOT_PERMITTED);
    expect_judgement("\"grave\":true", "\"complex\"", JUDGEMENT_WITHIN);
    expect(judged,
           "{\"facts\":{\"grave\":true},\"judgement\":{\"level\":2,\"by\":\"A\",\"why\":\"w\"}}",
           "\"judgement\":{\"level\":2,\"by\":\"A\",\"why\":\"w\",\"compared\":\"not_permitted\"}");
}

/* --- decisions ---------------------------------------------------------------------------------- */

static const char deciding[] =
    "ruleset test 2018-12 \"T\"\n"
    "level 1 \"U\"\nlevel 2a \"A\"\n"
    "concern a \"Sign A\"\n"
    "concern b \"Sign B\"\n"
    "fact weight : 0.0 to 99.9 \"Weight\"\n"
    "fact stay : 0 to 30 weeks \"Stay\"\n"
    "fact seen : date or none \"Seen\"\n"
    "if a then level 2a\n"
    "decision kinds : one of x as \"The X\", y, z \"Kinds\"\n"
    "  every one of\n    x if a\n    y if b\n"
    "decision total : 0.0 to 200.0 \"Total\"\n  is weight + 10\n"
    "decision maybe : one of p, q \"Maybe\"\n  first of\n    p if a and b\n"
    "decision day : date or none \"Day\"\n  is seen\n"
    "decision clash : one of m, n \"Clash\"\n  only one of\n    m if a\n    n if b\n"
    "decision flag : yes/no \"Flag\"\n  is a or b\n"
    "decision which : level \"Which\"\n  first of\n    level 2a if a\n    level 1 otherwise\n"
    "decision wait : 0 to 30 weeks \"Wait\"\n  is stay\n";

static void test_decisions(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, deciding,
        "{\"facts\":{\"a\":true,\"b\":true,\"weight\":1.5,\"seen\":\"2018-01-02\","
        "\"stay\":2}}");
    expect_json(&asked, "\"kinds\":{\"holds\":[\"x\",\"y\"],\"may\":[]}");
    expect_json(&asked, "\"total\":{\"value\":11.5}");
    expect_json(&asked, "\"maybe\":{\"value\":\"p\"}");
    expect_json(&asked, "\"day\":{\"value\":\"2018-01-02\"}");
    expect_json(&asked, "\"clash\":{\"possible\":[\"m\",\"n\"],\"conflict\":true}");
    expect_json(&asked, "\"flag\":{\"value\":true}");
    expect_json(&asked, "\"which\":{\"value\":\"2a\"}");
    expect_json(&asked, "\"wait\":{\"value\":2,\"unit\":\"weeks\"}");
    done(&asked);
    ask(&asked, deciding,
        "{\"facts\":{\"a\":true,\"weight\":{\"from\":1,\"to\":2},\"seen\":"
        "{\"from\":\"2018-01-01\",\"to\":\"2018-01-31\",\"or_none\":true}}}");
    expect_json(&asked, "\"kinds\":{\"holds\":[\"x\"],\"may\":[\"y\"]}");
    expect_json(&asked, "\"total\":{\"at_least\":11.0,\"at_most\":12.0}");
    expect_json(&asked, "\"maybe\":{\"possible\":[\"p\",null]}");
    expect_json(&asked, "\"day\":{\"at_least\":\"2018-01-01\",\"at_most\":\"2018-01-31\","
                        "\"or_none\":true}");
    done(&asked);
    ask(&asked, deciding, "{\"facts\":{\"a\":false,\"b\":null,\"seen\":\"none\"}}");
    expect_json(&asked, "\"maybe\":{\"value\":null}");
    expect_json(&asked, "\"day\":{\"value\":null}");
    expect_json(&asked, "\"flag\":{\"possible\":[false,true]}");
    expect_json(&asked, "\"which\":{\"value\":1}");
    done(&asked);
}

/* --- duties, notes, checklists ------------------------------------------------------------------ */

static const char duties[] =
    HEADER "concern urgent \"Urgent\"\n"
           "fact decided : date or none \"Decision\"\n"
           "if urgent then level 3, duty refer [L3/refer/01]\n"
           "contact team \"Referral team\"\n"
           "  phone \"01782 235100\" ask for \"the duty worker\" open mon to fri 09:00 to 17:00\n"
           "  otherwise night\n"
           "contact night \"Night team\"\n"
           "  phone \"999\" open always\n"
           "duty refer \"Refer to social care\"\n"
           "  to team within 1 working days\n"
           "  written within 3 hours\n"
           "  after at least 2 weeks of decided\n"
           "checklist referral \"Referral form\"\n"
           "  item consent \"Consent of the parent\" [L3/refer/02]\n"
           "  item history if urgent \"What was tried\"\n"
           "note \"Always\"\n"
           "note at level 3 \"Speak with the parent\" [briefing/L0/01]\n"
           "note when urgent \"Be quick\"\n"
           "note with refer \"Write it down\"\n"
           "note with team \"They answer at once\"\n"
           "note with referral \"Fill in all of it\"\n";

static void test_duties(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, duties,
        "{\"at\":\"2018-12-20T16:50\",\"facts\":{\"urgent\":true,"
        "\"decided\":\"2018-12-01\"}}");
    expect_json(&asked,
                "\"duties\":[{\"name\":\"refer\",\"title\":\"Refer to social care\","
                "\"holds\":\"yes\",\"to\":\"team\",\"contact\":{\"title\":\"Referral team\","
                "\"phone\":\"01782 235100\",\"ask_for\":\"the duty worker\"},"
                "\"due\":\"2018-12-21\",\"written_due\":\"2018-12-20T19:50\","
                "\"not_before\":\"2018-12-15\",\"deadlines\":[");
    expect_json(&asked, "{\"text\":\"Speak with the parent\",\"holds\":\"yes\","
                        "\"cite\":[\"briefing/L0/01\"]}");
    assert_int_equal(asked.answer->notes.count, 6);
    done(&asked);
    expect(duties, "{\"at\":\"2018-12-20T17:00\",\"facts\":{\"urgent\":true}}", "\"to\":\"night\"");
    ask(&asked, duties, "{\"facts\":{}}");
    expect_json(&asked,
                "\"name\":\"refer\",\"title\":\"Refer to social care\",\"holds\":\"unknown\"");
    expect_no_json(&asked, "\"due\"");
    expect_json(&asked, "{\"text\":\"Speak with the parent\",\"holds\":\"unknown\"");
    done(&asked);
    ask(&asked, duties, "{\"facts\":{\"urgent\":false}}");
    expect_json(&asked, "\"duties\":[]");
    expect_no_json(&asked, "Speak with");
    expect_no_json(&asked, "Write it down");
    done(&asked);
}

static void test_checklists(void **state)
{
    (void)state;
    expect(duties, "{\"facts\":{\"urgent\":true},\"checklists\":{\"referral\":[\"consent\"]}}",
           "\"checklists\":{\"referral\":{\"present\":[\"consent\"],\"missing\":[\"history\"]}}");
    expect(duties, "{\"facts\":{},\"checklists\":{\"referral\":[]}}",
           "\"checklists\":{\"referral\":{\"missing\":[\"consent\"],\"perhaps_missing\":["
           "\"history\"]}}");
    expect(duties, "{\"facts\":{}}",
           "\"checklists\":{\"referral\":{\"needed\":[\"consent\"],\"perhaps_needed\":[\"history\"]"
           "}}");
}

/* --- facts --------------------------------------------------------------------------------------- */

static const char facts[] =
    HEADER "concern neet \"Not in work\"\n"
           "concern long_neet \"Not in work for long\"\n"
           "fact age : 0 to 25 years \"Age\"\n"
           "fact school_age : yes/no from age in 5 to 16 years \"School age\"\n"
           "fact idle : yes/no \"Idle\"\n"
           "event missed \"Missed\"\n"
           "impossible if long_neet and not neet \"long is a kind of\"\n"
           "require if age is known \"the guidance goes by age\"\n"
           "if long_neet then level 3\n"
           "if neet and school_age then level 2\n"
           "if count of missed within 6 months of case_date >= 2 then level 2\n";

static void expect_refused(const char *input, enum diagnostic_code code, const char *message)
{
    struct asked asked;
    ask(&asked, facts, input);
    assert_null(asked.answer);
    assert_int_equal(asked.result.errors.count, 1);
    assert_int_equal(asked.result.errors.items[0].code, code);
    assert_string_equal(asked.result.errors.items[0].message, message);
    assert_int_equal(asked.result.errors.items[0].line, 1);
    done(&asked);
}

static void test_refusals(void **state)
{
    (void)state;
    expect_refused("{\"facts\":{\"age\":9,\"long_neet\":true,\"neet\":false}}",
                   E619_CASE_IMPOSSIBLE, "the ruleset says that no case is so: long is a kind of");
    expect_refused("{\"facts\":{}}", E620_CASE_REQUIRE,
                   "the ruleset needs more of a case: the guidance goes by age");
    expect_refused("{\"facts\":{\"age\":3,\"school_age\":true}}", E621_CASE_CONTRADICTION,
                   "\"school_age\" is given as yes, but the other facts make it no");
}

static void test_refusal_names_what_was_assumed(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, facts, "{\"facts\":{\"age\":9,\"long_neet\":true},\"otherwise\":\"no\"}");
    assert_int_equal(asked.result.errors.count, 1);
    assert_string_equal(asked.result.errors.items[0].help,
                        "\"neet\" was taken as no, because nothing else is so: give it too (\"neet\": "
                        "true), or say that it is not known (\"neet\": null)");
    done(&asked);
    ask(&asked, facts, "{\"facts\":{\"age\":9,\"long_neet\":true,\"neet\":false}}");
    assert_null(asked.result.errors.items[0].help);
    done(&asked);
}

static void test_all_refusals_are_told(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, facts, "{\"facts\":{\"school_age\":true,\"long_neet\":true,\"neet\":false}}");
    assert_null(asked.answer);
    assert_int_equal(asked.result.errors.count, 2);
    assert_int_equal(asked.result.errors.items[0].code, E619_CASE_IMPOSSIBLE);
    assert_int_equal(asked.result.errors.items[1].code, E620_CASE_REQUIRE);
    done(&asked);
}

static void test_settled_and_unread(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, facts, "{\"facts\":{\"age\":9,\"long_neet\":true,\"idle\":true}}");
    expect_json(&asked, "\"settled\":[\"neet\"]");
    expect_json(&asked, "\"unread\":[\"idle\"]");
    done(&asked);
    expect_page(facts, "{\"facts\":{\"age\":9,\"long_neet\":true}}", 80,
                (const char *[]){"Not in work (neet): yes, because: long is a kind of\n", NULL});
}

/* --- authorities --------------------------------------------------------------------------------- */

static const char authorities[] = "ruleset test 2018-12 \"T\"\n"
                                  "  applies to a_town, b_town, c_town\n"
                                  "level 1\nlevel 2\n"
                                  "concern x \"Sign X\"\n"
                                  "if x then level 2\n"
                                  "contact team \"Team\"\n  phone \"1\"\n  for b_town phone \"2\"\n"
                                  "contact police \"Police\" phone \"999\"\n"
                                  "duty call \"Call the team\" to team when x\n"
                                  "duty tell \"Tell the police\" to police when x\n"
                                  "decision who : one of p, q \"Who\"\n"
                                  "  first of\n    p if authority = a_town\n    q otherwise\n";

static void test_authority_not_known(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, authorities, "{\"facts\":{\"x\":true}}");
    expect_json(&asked, "\"to\":\"team\",\"contacts\":[{\"authorities\":[\"a_town\",\"c_town\"],"
                        "\"to\":\"team\",\"title\":\"Team\",\"phone\":\"1\"},"
                        "{\"authorities\":[\"b_town\"],\"to\":\"team\",\"title\":\"Team\","
                        "\"phone\":\"2\"}]");
    expect_json(&asked, "\"to\":\"police\",\"contact\":{");
    expect_json(&asked, "\"authority_not_known\":true");
    expect_json(&asked, "\"not_asked\":[\"authority\"]");
    done(&asked);
    expect_page(authorities, "{\"facts\":{\"x\":true}}", 80,
                (const char *[]){"Which authority the case belongs to is not said, and it matters.",
                                 "      - for a town and c town: Team, phone 1\n",
                                 "      - for b town: Team, phone 2\n", NULL});
    ask(&asked, authorities, "{\"authority\":\"b_town\",\"facts\":{\"x\":true}}");
    expect_json(&asked, "\"contact\":{\"title\":\"Team\",\"phone\":\"2\"}");
    expect_no_json(&asked, "authority_not_known");
    expect_json(&asked, "\"not_asked\":[]");
    done(&asked);
    ask(&asked, authorities, "{\"facts\":{\"x\":false}}");
    expect_json(&asked, "\"who\":{\"possible\":[\"p\",\"q\"]}");
    expect_json(&asked, "\"not_asked\":[\"authority\"]");
    done(&asked);
}

/* --- exceptions ---------------------------------------------------------------------------------- */

static const char excepting[] =
    HEADER "concern a \"Sign A\"\nconcern b \"Sign B\"\nconcern c \"Sign C\"\n"
           "rule main if a then level 3 [L3/1]\n"
           "exception mild to main if b then level 2 because \"It is mild\" [L2/1]\n"
           "exception grave to mild if c because \"It is grave\" [L3/2]\n";

static void test_exceptions(void **state)
{
    struct asked asked;
    (void)state;
    ask(&asked, excepting, "{\"facts\":{\"a\":true,\"b\":true,\"c\":false}}");
    expect_json(&asked, "\"excepted\":[{\"name\":\"main\",\"level\":3,\"holds\":\"no\",\"cite\":["
                        "\"L3/1\"],\"excepted_by\":[{\"name\":\"mild\",\"holds\":\"yes\","
                        "\"because\":\"It is mild\",\"cite\":[\"L2/1\"]}]}]");
    done(&asked);
    ask(&asked, excepting, "{\"facts\":{\"a\":true,\"c\":false}}");
    expect_json(&asked, "{\"name\":\"main\",\"level\":3,\"holds\":\"unknown\",\"cite\":[\"L3/1\"],"
                        "\"excepted_by\":[{\"name\":\"mild\",\"holds\":\"unknown\"");
    expect_no_json(&asked, "\"excepted\":");
    done(&asked);
    ask(&asked, excepting, "{\"facts\":{\"a\":true,\"b\":false}}");
    expect_no_json(&asked, "excepted");
    done(&asked);
    expect_page(excepting, "{\"facts\":{\"a\":true,\"b\":true,\"c\":false}}", 80,
                (const char *[]){"What an exception takes back\n"
                                 "  - level 3: Sign A (main) [L3/1]\n"
                                 "    taken back by the exception: level 2: Sign B (mild) [L2/1]\n"
                                 "      because: It is mild\n",
                                 NULL});
    expect_page(
        excepting, "{\"facts\":{\"a\":true,\"c\":false}}", 80,
        (const char *[]){"    perhaps taken back by the exception: level 2: Sign B (mild)", NULL});
}

static void test_date_not_known(void **state)
{
    (void)state;
    expect(facts, "{\"facts\":{\"age\":9},\"events\":{\"missed\":[\"2018-10-01\",\"2018-10-02\"]}}",
           "\"date_not_known\":true");
}

static void test_most_telling_first(void **state)
{
    static const char telling[] =
        HEADER "concern a \"A\"\nconcern b \"B\"\nconcern c \"C\"\nconcern d \"D\"\n"
               "if a and b then level 2\n"
               "if c then level 3\n"
               "decision other : yes/no \"Other\"\n  is d\n";
    (void)state;
    expect(telling, "{}", "\"not_asked\":[\"c\",\"a\",\"b\",\"d\"]");
}

/* --- the page -------------------------------------------------------------------------------------- */

static void test_page(void **state)
{
    (void)state;
    expect_page(
        support,
        "{\"case\":\"c-1\",\"facts\":{\"persistent_absence\":true,\"support_level\":null}}", 80,
        (const char *[]){"At least level 1 (Universal need), at most level 3 (Complex need)\n",
                         "What support has been tried? (support_level)",
                         "level 3: Persistently absent, and support so far: at least 2",
                         "case c-1, ruleset test version 2018-12 (Test guidance)", NULL});
    expect_page(support, "{\"facts\":{\"persistent_absence\":true},\"otherwise\":\"no\"}", 80,
                (const char *[]){"Level 1: Universal need\n", "support_level 0", NULL});
    expect_page(duties, "{\"at\":\"2018-12-20T16:50\",\"facts\":{\"urgent\":true}}", 80,
                (const char *[]){"Level 3: Complex need\n", "phone: 01782 235100",
                                 "in writing within 3 hours: by 2018-12-20 19:50",
                                 "since Decision, a date that is not known yet",
                                 "Referral form: 2 items (referral)", NULL});
}

static void test_page_is_wrapped(void **state)
{
    struct asked asked;
    struct text text = {0};
    size_t column = 0;
    (void)state;
    ask(&asked, duties, "{\"facts\":{}}");
    answer_write_text(&text, asked.answer, 40, false);
    for (size_t i = 0; i < text.length; i++) {
        column = text.data[i] == '\n' ? 0 : column + 1;
        assert_true(column <= 40);
    }
    text_clear(&text);
    done(&asked);
}

static void test_refusal_json(void **state)
{
    struct text text = {0};
    struct case_error errors[] = {
        {E604_CASE_NAME, "there is no fact \"x\"", "did you mean y?", 2, 40},
        {E609_CASE_DAY, "no date", NULL, 3, 1},
    };
    struct case_result result = {.id = "c-18"};
    (void)state;
    refusal_write_json(&text, "c-18", "E604", "no", "line 2, column 40");
    assert_text(&text, "{\"case\":\"c-18\",\"error\":{\"code\":\"E604\",\"message\":\"no\","
                       "\"at\":\"line 2, column 40\"}}");
    result.errors.items = errors;
    result.errors.count = 1;
    refusal_write_errors_json(&text, &result);
    assert_text(&text, "{\"case\":\"c-18\",\"error\":{\"code\":\"E604\",\"message\":"
                       "\"there is no fact \\\"x\\\"\",\"help\":\"did you mean y?\","
                       "\"at\":\"line 2, column 40\"}}");
    result.errors.count = 2;
    refusal_write_errors_json(&text, &result);
    assert_non_null(strstr(text_string(&text), "\"errors\":[{\"code\":\"E604\""));
    text_clear(&text);
}

/* What the answer for a household of COUNT takes beside the reading of the case. */
static size_t memory_of_household(const char *ruleset, size_t count)
{
    struct compilation *compilation = compilation_create(NULL);
    const struct program *program = ruleset_load(compilation, ruleset);
    const struct plan *plan = plan_create(compilation->arena, program);
    struct arena *arena = arena_create();
    struct limen_case *shared = case_create(arena, program);
    household_start(shared, program, arena, true);
    for (size_t i = 0; i < count; i++) {
        household_add(shared, program, arena, NULL);
    }
    case_close(shared, program, arena);
    size_t before = arena_used(arena);
    const struct family *family = interpreter_evaluate_household(arena, plan, shared);
    const struct household_answer *household = household_answer_create(arena, shared, family, NULL);
    assert_int_equal(household->members.count, count);
    assert_int_equal(household->level.at_most, 1);
    size_t used = arena_used(arena) - before;
    arena_destroy(arena);
    compilation_destroy(compilation);
    return used;
}

/* Where no rule takes the members together, twice as many take twice the memory. */
static void test_household_is_linear(void **state)
{
    static const char ruleset[] = "ruleset test 2018-12 \"Test\"\n"
                                  "  each child\n"
                                  "level 1\nlevel 2\n"
                                  "list child \"Children\" at most 10000\n"
                                  "concern absent of child \"Absent\"\n"
                                  "concern debts \"Debts\"\n"
                                  "if absent and debts then level 2\n";
    size_t once = memory_of_household(ruleset, 1000), twice = memory_of_household(ruleset, 2000);
    (void)state;
    if (twice > once * 5 / 2) {
        fail_msg("1000 members take %zu bytes, 2000 take %zu", once, twice);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_and_unknown),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_scope),
        cmocka_unit_test(test_no_levels),
        cmocka_unit_test(test_unless),
        cmocka_unit_test(test_judged),
        cmocka_unit_test(test_judgement),
        cmocka_unit_test(test_decisions),
        cmocka_unit_test(test_duties),
        cmocka_unit_test(test_checklists),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_refusal_names_what_was_assumed),
        cmocka_unit_test(test_all_refusals_are_told),
        cmocka_unit_test(test_settled_and_unread),
        cmocka_unit_test(test_authority_not_known),
        cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_date_not_known),
        cmocka_unit_test(test_most_telling_first),
        cmocka_unit_test(test_page),
        cmocka_unit_test(test_page_is_wrapped),
        cmocka_unit_test(test_refusal_json),
        cmocka_unit_test(test_household_is_linear),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
