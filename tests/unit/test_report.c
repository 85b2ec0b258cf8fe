/* SPDX-License-Identifier: Apache-2.0 */
/* Report: findings as SARIF, as GitHub's commands and as JUnit's XML, whatever characters they hold. */
#include "unit.h"

#include <string.h>

#include "source/report.h"

static struct arena *arena;
static struct source_set *sources;
static struct diagnostics *found;
static struct report report;
static struct text text;

static int start(void **state)
{
    (void)state;
    arena = arena_create();
    sources = source_set_create(arena);
    found = diagnostics_create(arena, sources);
    report = (struct report){.text = &text, .command = "verify", .folder = "/home/child"};
    return 0;
}

static int stop(void **state)
{
    (void)state;
    text_clear(&text);
    arena_destroy(arena);
    return 0;
}

/* A finding at the first `bad` of two lines, with all that a finding may have. */
static void find_awkward(const char *path)
{
    static const char bytes[] = "rule bad\nrule other\n";
    uint32_t file = source_add(sources, path, bytes, strlen(bytes));
    struct diagnostic *said = diagnostic_report(found, E801_ALWAYS_BROKEN, (struct span){file, 5, 8},
                                                "100%% <b> & \"c\"\x01, ]]> \xFF");
    diagnostic_label(found, said, (struct span){file, 14, 19}, "the other: %s", "x");
    diagnostic_label(found, said, SPAN_NOWHERE, "nowhere");
    diagnostic_note(found, said, "one\n::error::two");
    diagnostic_help(found, said, "mend it");
    said->example = "example e\n  given a\n";
}

static void write_as(enum report_format format, const char *const *undecided, size_t count)
{
    report.format = format;
    report_start(&report);
    report_add(&report, &(struct report_part){"town@1", found, undecided, count});
    report_end(&report);
}

#define WORDS_GITHUB                                                                               \
    "Note: nowhere%0ANote: one%0A::error::two%0AThis case shows it:%0Aexample e%0A  given a%0A" \
    "Help: mend it\n"

static void github(void **state)
{
    (void)state;
    find_awkward("/home/child/rules, new:1.limen");
    write_as(REPORT_GITHUB, (const char *const[]){"rule `r`"}, 1);
    assert_text(&text,
                "::error file=rules%2C new%3A1.limen,line=1,col=6,endColumn=8,"
                "title=E801%3A an always that some case breaks::"
                "100%25 <b> & \"c\"<U+0001>, ]]> <FF>%0A" WORDS_GITHUB
                "::warning title=undecided::town@1: rule `r` was not decided within the time limit\n");
}

static void github_lines_and_no_place(void **state)
{
    (void)state;
    uint32_t file = source_add(sources, "a", "one\ntwo\n", 8);
    diagnostic_report(found, W805_NEVER_HOLDS, (struct span){file, 1, 6}, "long");
    diagnostic_report(found, W805_NEVER_HOLDS, (struct span){file, 2, 2}, "empty");
    diagnostic_report(found, W805_NEVER_HOLDS, SPAN_NOWHERE, "nowhere");
    write_as(REPORT_GITHUB, NULL, 0);
    assert_text(&text, "::warning file=a,line=1,endLine=2,title=W805%3A a rule that can never hold::long\n"
                       "::warning file=a,line=1,col=3,endColumn=3,title=W805%3A a rule that can never hold"
                       "::empty\n"
                       "::warning title=W805%3A a rule that can never hold::nowhere\n");
}

static void junit(void **state)
{
    (void)state;
    find_awkward("/home/childish/a&b.limen");
    source_add(sources, "clean.limen", "", 0);
    diagnostic_report(found, W806_NEVER_MATTERS, SPAN_NOWHERE, "only a warning");
    report.warnings_pass = true;
    write_as(REPORT_JUNIT, (const char *const[]){"rule `<r>`"}, 1);
    assert_text(
        &text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"limen verify\">\n"
        "  <testsuite name=\"town@1\" tests=\"4\" failures=\"1\" errors=\"1\">\n"
        "    <testcase classname=\"/home/childish/a&amp;b.limen\" name=\"E801 at 1:6: 100% &lt;b&gt; &amp; "
        "&quot;c&quot;\xEF\xBF\xBD, ]]&gt; \xEF\xBF\xBD\"><failure type=\"E801\" message=\"100% &lt;b&gt; "
        "&amp; &quot;c&quot;\xEF\xBF\xBD, ]]&gt; \xEF\xBF\xBD\">100% &lt;b&gt; &amp; "
        "&quot;c&quot;\xEF\xBF\xBD, ]]&gt; \xEF\xBF\xBD\nNote: nowhere\nNote: one\n::error::two\n"
        "This case shows it:\nexample e\n  given a\nHelp: mend it</failure></testcase>\n"
        "    <testcase classname=\"town@1\" name=\"W806: only a warning\"><system-out>only a warning"
        "</system-out></testcase>\n"
        "    <testcase classname=\"town@1\" name=\"rule `&lt;r&gt;`\"><error type=\"undecided\" "
        "message=\"town@1: rule `&lt;r&gt;` was not decided within the time limit\"/></testcase>\n"
        "    <testcase classname=\"clean.limen\" name=\"no findings\"/>\n"
        "  </testsuite>\n</testsuites>\n");
}

static const char *page(enum diagnostic_code code)
{
    return code == E801_ALWAYS_BROKEN ? "# Broken\n" : NULL;
}

static void sarif(void **state)
{
    (void)state;
    find_awkward("/home/child/h\xC3\xA9 a.limen");
    diagnostic_report(found, W806_NEVER_MATTERS, SPAN_NOWHERE, "no place");
    report.page = page;
    write_as(REPORT_SARIF, (const char *const[]){"rule `r`", "rule `s`"}, 2);
    const char *runs = strstr(text_string(&text), "\"results\"");
    assert_non_null(runs);
    assert_string_equal(
        runs,
        "\"results\":[\n"
        "{\"ruleId\":\"E801\",\"ruleIndex\":0,\"level\":\"error\",\"message\":{\"text\":\"100% <b> & "
        "\\\"c\\\"\\u0001, ]]> \xEF\xBF\xBD\\nNote: nowhere\\nNote: one\\n::error::two\\nThis case shows it:"
        "\\nexample e\\n  given a\\nHelp: mend it\"},"
        "\"locations\":[{\"physicalLocation\":{\"artifactLocation\":{\"uri\":\"h%C3%A9%20a.limen\"},"
        "\"region\":{\"startLine\":1,\"startColumn\":6,\"endLine\":1,\"endColumn\":9}}}],"
        "\"relatedLocations\":[{\"id\":1,\"physicalLocation\":{\"artifactLocation\":{\"uri\":"
        "\"h%C3%A9%20a.limen\"},\"region\":{\"startLine\":2,\"startColumn\":6,\"endLine\":2,\"endColumn\":11}},"
        "\"message\":{\"text\":\"the other: x\"}}]},\n"
        "{\"ruleId\":\"W806\",\"ruleIndex\":1,\"level\":\"warning\",\"message\":{\"text\":\"no place\"}}],\n"
        "\"invocations\":[{\"executionSuccessful\":true,\"toolExecutionNotifications\":[\n"
        "{\"level\":\"warning\",\"descriptor\":{\"id\":\"undecided\"},\"message\":{\"text\":"
        "\"town@1: rule `r` was not decided within the time limit\"}},\n"
        "{\"level\":\"warning\",\"descriptor\":{\"id\":\"undecided\"},\"message\":{\"text\":"
        "\"town@1: rule `s` was not decided within the time limit\"}}]}],\n"
        "\"tool\":{\"driver\":{\"name\":\"Limen\",\"version\":\"" PACKAGE_VERSION "\",\"rules\":[\n"
        "{\"id\":\"E801\",\"shortDescription\":{\"text\":\"an always that some case breaks\"},"
        "\"fullDescription\":{\"text\":\"an always that some case breaks\"},"
        "\"defaultConfiguration\":{\"level\":\"error\"},\"help\":{\"text\":\"# Broken\\n\",\"markdown\":"
        "\"# Broken\\n\"}},\n"
        "{\"id\":\"W806\",\"shortDescription\":{\"text\":\"a rule that never changes the level\"},"
        "\"fullDescription\":{\"text\":\"a rule that never changes the level\"},"
        "\"defaultConfiguration\":{\"level\":\"warning\"}}]}}\n}]}\n");
}

/* A path that is not below the folder is a URI of its own. */
static void sarif_far_path(void **state)
{
    (void)state;
    find_awkward("/home/childish/a.limen");
    write_as(REPORT_SARIF, NULL, 0);
    assert_non_null(strstr(text_string(&text), "\"uri\":\"file:///home/childish/a.limen\""));
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, start, stop)
    const struct CMUnitTest tests[] = {
        test(github), test(github_lines_and_no_place), test(junit), test(sarif), test(sarif_far_path),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
