/* SPDX-License-Identifier: Apache-2.0 */
/* rivals: the rules and cases that `limen bench` makes up, for what else one might evaluate them with.

       rivals FOLDER CASES

   Writes to FOLDER rules.limen, cases.ndjson and cases.csv; the rules as Lua, JavaScript, SQL and C, each by
   itself as somebody would write it; and cases.bin, for the C: a byte for each yes/no fact, then two for
   each number, times ten. Everything from one list of rules, so that all decide the same. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "case/synthetic.h"
#include "meaning/library.h"

#define RULES 300
#define YES_NO 300
#define NUMBERS 20
#define UNUSUAL 12
#define NUMBER_BITS 10
#define STEP 1000 /* cases written at a time */
#define PART 25   /* rules of a function: what compilers and LuaJIT's traces like */

static const struct synthetic synthetic = {
    .rules = RULES, .yes_no = YES_NO, .numbers = NUMBERS, .unusual = UNUSUAL};

static FILE *create(const char *folder, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    return file;
}

static void finish(FILE *file)
{
    if (ferror(file) || fclose(file) != 0) {
        perror("rivals");
        exit(EXIT_FAILURE);
    }
}

/* --------------------------------------------------------------------------------------------- rules */

/* How a language writes a rule's condition, of facts $a, $b and $c, or of $a, number $n and limit $l. */
struct language {
    const char *count, *number, *logic;
};

static void write_filled(FILE *file, const char *form, const struct synthetic_rule *rule)
{
    for (const char *c = form; *c; c++) {
        if (*c != '$') {
            fputc(*c, file);
            continue;
        }
        c++;
        fprintf(file, "%zu", *c == 'a'   ? rule->a
                             : *c == 'b' ? rule->b
                             : *c == 'c' ? rule->c
                             : *c == 'n' ? rule->number
                                         : rule->limit);
    }
}

static void write_condition(FILE *file, const struct language *language,
                            const struct synthetic_rule *rule)
{
    write_filled(file, rule->kind == SYNTHETIC_COUNT    ? language->count
                       : rule->kind == SYNTHETIC_NUMBER ? language->number
                                                        : language->logic,
                 rule);
}

static void write_lua(FILE *file)
{
    static const struct language lua = {
        "(f[$a] and 1 or 0) + (f[$b] and 1 or 0) + (f[$c] and 1 or 0) >= 2",
        "f[$a] and n[$n] < $l.5", "f[$a] and (f[$b] or not f[$c])"};
    fprintf(file, "local parts = {}\n");
    for (size_t i = 0; i < RULES; i++) {
        struct synthetic_rule rule = synthetic_rule(&synthetic, i);
        fprintf(file, i % PART == 0 ? "parts[#parts + 1] = function(f, n, r, level)\n" : "");
        fprintf(file, "  if ");
        write_condition(file, &lua, &rule);
        fprintf(file, " then r[%zu] = true if level < %u then level = %u end else r[%zu] = false end\n",
                i + 1, rule.level, rule.level, i + 1);
        fprintf(file, i % PART == PART - 1 || i + 1 == RULES ? "  return level\nend\n" : "");
    }
    fprintf(file, "return function(f, n, r)\n  local level = 1\n"
                  "  for i = 1, #parts do level = parts[i](f, n, r, level) end\n"
                  "  return level\nend\n");
}

static void write_javascript(FILE *file)
{
    static const struct language javascript = {"f[$a] + f[$b] + f[$c] >= 2",
                                               "f[$a] && n[$n] < $l.5",
                                               "f[$a] && (f[$b] || !f[$c])"};
    size_t parts = (RULES + PART - 1) / PART;
    for (size_t i = 0; i < RULES; i++) {
        struct synthetic_rule rule = synthetic_rule(&synthetic, i);
        if (i % PART == 0) {
            fprintf(file, "function part%zu(f, n, r, level) {\n", i / PART);
        }
        fprintf(file, "  if (");
        write_condition(file, &javascript, &rule);
        fprintf(file, ") { r[%zu] = 1; if (level < %u) level = %u; } else r[%zu] = 0;\n", i,
                rule.level, rule.level, i);
        fprintf(file, i % PART == PART - 1 || i + 1 == RULES ? "  return level;\n}\n" : "");
    }
    fprintf(file, "module.exports = function (f, n, r) {\n  let level = 1;\n");
    for (size_t i = 0; i < parts; i++) {
        fprintf(file, "  level = part%zu(f, n, r, level);\n", i);
    }
    fprintf(file, "  return level;\n};\n");
}

static void write_c(FILE *file)
{
    static const struct language c = {"f[$a] + f[$b] + f[$c] >= 2",
                                      "f[$a] && n[$n] < 10 * $l + 5",
                                      "f[$a] && (f[$b] || !f[$c])"};
    for (size_t i = 0; i < RULES; i++) {
        struct synthetic_rule rule = synthetic_rule(&synthetic, i);
        if (i % PART == 0) {
            fprintf(file, "static unsigned part%zu(const unsigned char *f, const short *n, "
                          "unsigned char *r, unsigned level)\n{\n", i / PART);
        }
        fprintf(file, "    r[%zu] = ", i);
        write_condition(file, &c, &rule);
        fprintf(file, ";\n    if (r[%zu] && level < %u)\n        level = %u;\n", i, rule.level,
                rule.level);
        fprintf(file, i % PART == PART - 1 || i + 1 == RULES ? "    return level;\n}\n" : "");
    }
    fprintf(file, "static unsigned decide(const unsigned char *f, const short *n, unsigned char *r)\n"
                  "{\n    unsigned level = 1;\n");
    for (size_t i = 0; i < RULES; i += PART) {
        fprintf(file, "    level = part%zu(f, n, r, level);\n", i / PART);
    }
    fprintf(file, "    return level;\n}\n");
}

/* number < limit, bit by bit, for its planes from BITS on, of which the lowest comes first. */
static void write_less(FILE *file, const struct synthetic_rule *rule, const char *bits)
{
    unsigned limit = 10 * rule->limit + 5;
    fprintf(file, "        t = none;\n");
    for (unsigned i = 0; i < NUMBER_BITS; i++) {
        fprintf(file, "        t = ~%s[%zu][k] %c t;\n", bits, rule->number * NUMBER_BITS + i,
                limit >> i & 1 ? '|' : '&');
    }
}

static void write_sliced_rule(FILE *file, const struct synthetic_rule *rule, size_t index)
{
    size_t a = rule->a, b = rule->b, c = rule->c;
    switch (rule->kind) {
    case SYNTHETIC_COUNT:
        for (const char *end = "cp"; *end; end++) {
            fprintf(file, "    r%c[%zu][k] = (f%c[%zu][k] & f%c[%zu][k]) | (f%c[%zu][k] & (f%c[%zu][k] | f%c[%zu][k]));\n",
                    *end, index, *end, a, *end, b, *end, c, *end, a, *end, b);
        }
        break;
    case SYNTHETIC_NUMBER:
        fprintf(file, "    {\n        v t;\n");
        write_less(file, rule, "high");
        fprintf(file, "        rc[%zu][k] = fc[%zu][k] & t;\n", index, a);
        write_less(file, rule, "low");
        fprintf(file, "        rp[%zu][k] = fp[%zu][k] & t;\n    }\n", index, a);
        break;
    case SYNTHETIC_LOGIC:
        fprintf(file, "    rc[%zu][k] = fc[%zu][k] & (fc[%zu][k] | ~fp[%zu][k]);\n", index, a, b, c);
        fprintf(file, "    rp[%zu][k] = fp[%zu][k] & (fp[%zu][k] | ~fc[%zu][k]);\n", index, a, b, c);
        break;
    }
    for (unsigned level = 2; level <= rule->level; level++) {
        fprintf(file, "    lc[%u][k] |= rc[%zu][k], lp[%u][k] |= rp[%zu][k];\n", level, index, level,
                index);
    }
}

/* A bit a case, what is certain and what is possible of each fact and rule, as many cases at once as a vector
   has bits. */
static void write_sliced(FILE *file)
{
    fprintf(file, "static const v none;\n");
    for (size_t i = 0; i < RULES; i++) {
        struct synthetic_rule rule = synthetic_rule(&synthetic, i);
        if (i % PART == 0) {
            fprintf(file, "static __attribute__((noinline)) void part%zu(size_t k)\n{\n", i / PART);
        }
        write_sliced_rule(file, &rule, i);
        fprintf(file, i % PART == PART - 1 || i + 1 == RULES ? "}\n" : "");
    }
    fprintf(file, "static void decide(size_t k)\n{\n"
                  "    for (int level = 2; level <= 4; level++)\n"
                  "        lc[level][k] = lp[level][k] = none;\n");
    for (size_t i = 0; i < RULES; i += PART) {
        fprintf(file, "    part%zu(k);\n", i / PART);
    }
    fprintf(file, "}\n");
}

static void write_sizes(FILE *file)
{
    fprintf(file, "#define RULES %d\n#define YES_NO %d\n#define NUMBERS %d\n#define NUMBER_BITS %d\n",
            RULES, YES_NO, NUMBERS, NUMBER_BITS);
}

/* One relation of the case's name and all rules. */
static void write_sql(FILE *file)
{
    static const struct language sql = {"sign_$a + sign_$b + sign_$c >= 2",
                                        "sign_$a = 1 AND score_$n < $l.5",
                                        "sign_$a = 1 AND (sign_$b = 1 OR sign_$c = 0)"};
    fprintf(file, "SELECT name");
    for (size_t i = 0; i < RULES; i++) {
        struct synthetic_rule rule = synthetic_rule(&synthetic, i);
        fprintf(file, ",\n  (");
        write_condition(file, &sql, &rule);
        fprintf(file, ") AS r%zu", i + 1);
    }
    fprintf(file, "\nFROM facts\n");
}

/* The level, then the rules that hold, as `limen eval --format tsv` names them. */
static void write_sql_answers(FILE *file)
{
    fprintf(file, "SELECT name, CASE");
    for (unsigned level = 4; level >= 2; level--) {
        const char *before = " WHEN ";
        for (size_t i = 0; i < RULES; i++) {
            if (synthetic_rule(&synthetic, i).level == level) {
                fprintf(file, "%sr%zu", before, i + 1);
                before = " OR ";
            }
        }
        fprintf(file, " THEN %u", level);
    }
    fprintf(file, " ELSE 1 END,\n  rtrim(''");
    for (size_t i = 1; i <= RULES; i++) {
        fprintf(file, "\n  || CASE WHEN r%zu THEN 'rule/%zu,' ELSE '' END", i, i);
    }
    fprintf(file, ", ',')\nFROM decided\n");
}

/* How many cases each rule holds of: all rules are decided, and little is written. */
static void write_sql_counts(FILE *file)
{
    fprintf(file, "SELECT ");
    for (size_t i = 1; i <= RULES; i++) {
        fprintf(file, "%scount(CASE WHEN r%zu THEN 1 END)", i > 1 ? ",\n  " : "", i);
    }
    fprintf(file, "\nFROM decided\n");
}

/* The cells of the table as numbers; what is empty is no. */
static void write_sql_facts(FILE *file, const struct program *program)
{
    fprintf(file, "SELECT \"case\" AS name");
    for (size_t i = 0; i < program->facts.count; i++) {
        const char *name = program->facts.items[i]->entity.name;
        fprintf(file, program->facts.items[i]->type->kind == TYPE_YES_NO
                          ? ",\n  CASE WHEN %s = 'yes' THEN 1 ELSE 0 END AS %s"
                          : ",\n  CAST(%s AS DOUBLE) AS %s", name, name);
    }
    fprintf(file, "\nFROM cells\n");
}

/* --------------------------------------------------------------------------------------------- cases */

static void write_cases(FILE *file, const struct synthetic_cases *cases, size_t count,
                        void (*write)(struct text *, const struct synthetic_cases *, size_t, size_t))
{
    for (size_t first = 0; first < count; first += STEP) {
        struct text text = {0};
        write(&text, cases, first, count - first < STEP ? count - first : STEP);
        fwrite(text.data, 1, text.length, file);
        text_clear(&text);
    }
}

static void write_binary(FILE *file, const struct synthetic_cases *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t fact = 0; fact < YES_NO; fact++) {
            fputc(synthetic_says_yes(cases, i, fact), file);
        }
        for (size_t fact = 0; fact < NUMBERS; fact++) {
            short value = (short)synthetic_value(cases, i, YES_NO + fact);
            fwrite(&value, sizeof value, 1, file);
        }
    }
}

static const struct program *load(struct compilation *compilation, const char *folder)
{
    struct text text = {0};
    synthetic_write_rules(&text, &synthetic);
    FILE *file = create(folder, "rules.limen");
    fwrite(text.data, 1, text.length, file);
    finish(file);
    const struct program *program =
        library_load_text(compilation, "rules.limen", text.data, text.length);
    if (compilation->diagnostics->errors > 0) {
        fprintf(stderr, "rivals: the rules have errors\n");
        exit(EXIT_FAILURE);
    }
    text_clear(&text);
    return program;
}

int main(int argc, char **argv)
{
    size_t count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
    if (count == 0) {
        fprintf(stderr, "usage: rivals FOLDER CASES\n");
        return 2;
    }
    struct compilation *compilation = compilation_create(NULL);
    const struct program *program = load(compilation, argv[1]);
    struct synthetic_cases cases = synthetic_cases(&synthetic, program);
    static const struct { const char *name; void (*write)(FILE *file); } texts[] = {
        {"rules.lua", write_lua},         {"rules.js", write_javascript},
        {"rules.h", write_c},             {"sliced.h", write_sliced},
        {"sizes.h", write_sizes},         {"decided.sql", write_sql},
        {"answers.sql", write_sql_answers}, {"counts.sql", write_sql_counts}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        FILE *file = create(argv[1], texts[i].name);
        texts[i].write(file);
        finish(file);
    }
    FILE *file = create(argv[1], "facts.sql");
    write_sql_facts(file, program);
    finish(file);
    file = create(argv[1], "cases.ndjson");
    write_cases(file, &cases, count, synthetic_write_json);
    finish(file);
    file = create(argv[1], "cases.csv");
    write_cases(file, &cases, count, synthetic_write_csv);
    finish(file);
    file = create(argv[1], "cases.bin");
    write_binary(file, &cases, count);
    finish(file);
    compilation_destroy(compilation);
    return EXIT_SUCCESS;
}
