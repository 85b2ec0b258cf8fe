/* SPDX-License-Identifier: Apache-2.0 */
/* The grammar of Limen. Actions build nodes and do nothing else; the words of an error are in message.c,
   the order of statements is checked in parse.c.

   A file is a flat run of parts: header lines, levels and statements. After a mistake, the token feed
   (parse.c) offers a mark before each place where reading could go on: NEXT_STATEMENT where a line
   starts with a statement's word, and others where a row of the statement at hand may start. A state
   that can use the mark takes it and says so with RECOVERED; any other state drops it silently. */
%require "3.8"
%define api.pure full
%define api.prefix {limen_parser_}
%define api.token.prefix {T_}
%define api.location.type {struct span}
%define api.value.type {struct node *}
%define parse.error custom
%define parse.lac full
%define lr.type lalr
%locations
%expect 0
%param {struct parser *parser}

%code requires {
#include "ast/node.h"
#include "source/source.h"

struct parser;
}

%code top {
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
}

%code {
#include <stdlib.h>

#include "grammar/build.h"
#include "grammar/message.h"
#include "grammar/parse.h"

/* Nesting is bounded by the token feed; what is left is far below this. */
#define YYMAXDEPTH 20000

/* The span of the symbols that are not empty; an empty rule stands at the end of what precedes it. */
#define YYLLOC_DEFAULT(Current, Rhs, N) ((Current) = join_symbols(&YYRHSLOC(Rhs, 0), (int)(N)))

static struct span join_symbols(const struct span *symbols, int count)
{
    int first = 1;
    struct span span = {symbols[0].file, symbols[0].end, symbols[0].end};
    while (first < count && symbols[first].begin == symbols[first].end) {
        first++;
    }
    if (count > 0) {
        span = (struct span){symbols[first].file, symbols[first].begin, symbols[count].end};
    }
    return span;
}

static int limen_parser_lex(struct node **value, struct span *location, struct parser *parser)
{
    (void)value;
    return parser_feed(parser, location);
}

static void limen_parser_error(struct span *location, struct parser *parser, const char *text);

#define NODE(kind) plain_node(parser, NODE_##kind, yyloc)
#define NAMED(kind, name) named_node(parser, NODE_##kind, yyloc, name)
#define CLAUSE(kind, child) clause_node(parser, NODE_##kind, yyloc, child)
#define TEXT(kind, token) text_node(parser, NODE_##kind, yyloc, token)
#define RECOVERED (yyerrok, recovered(parser))
#define ADD(parent, child) node_append((parent), (child))
#define ADOPT(parent, list) node_adopt((parent), (list))
}

%token END 0 FINISH "the end of the file"
%token START_FILE START_GIVEN START_EXPRESSION
%token NEXT_STATEMENT NEXT_SIGN NEXT_ROW NEXT_CONTACT NEXT_ITEM NEXT_FIELD
%token COMMENT MISTAKE
%token NAME "a name" STRING "a text in quotes" NUMBER "a number" LABEL "a label such as 2a"
%token DATE "a date" VERSION "a version" TIME "a time" ITEM_NUMBER "an item's number" CITE "a citation"
%token CODE "a code"
%token LE "<=" GE ">=" NE "!=" YES_NO "yes/no" IN_FORCE "in force"
%token ACCEPT "accept" AFTER "after" ALL "all" ALSO "also" ALWAYS "always" AMEND "amend" AMENDS "amends"
%token AND "and" ANY "any" APPLIES "applies" AS "as" ASK "ask" AT "at" BACKGROUND "background"
%token BECAUSE "because" BY "by" CALENDAR "calendar" CASE_DATE "case_date" CHANGE "change"
%token CHECKLIST "checklist" CHOOSE "choose" CLOSED "closed" CONCERN "concern" CONTACT "contact"
%token COUNT "count" DATE_WORD "date" DAY "day" DAYS "days" DECISION "decision" DEFINE "define"
%token DISTINCT "distinct" DUTY "duty" EACH "each" ELSE "else" EMAIL "email" EVENT "event" EVERY "every"
%token EXACTLY "exactly" EXAMPLE "example" EXCEPT "except" EXCEPTION "exception" EXPECT "expect"
%token FACT "fact" FIRST "first" FOR "for" FRI "fri" FROM "from" GIVEN "given" GROUP "group" HAS "has"
%token HIGHER "higher" HIGHEST "highest" HOLIDAY "holiday" HOLIDAYS "holidays" HOUR "hour" HOURS "hours"
%token IF "if" IMMEDIATELY "immediately" IMPOSSIBLE "impossible" IN "in" IS "is" ITEM "item"
%token JUDGED "judged" KNOWN "known" LADDER "ladder" LATEST "latest" LEAST "least" LEVEL "level"
%token LIST "list" LOWER "lower" LOWEST "lowest" MANDATORY "mandatory" MON "mon" MONTH "month"
%token MONTHS "months" MOST "most" NEVER "never" NO "no" NONE "none" NOT "not" NOTE "note"
%token NOTHING "nothing" OF "of" ON "on" ONE "one" ONLY "only" OPEN "open" OR "or"
%token OTHERWISE "otherwise" OUT "out" PARAMETER "parameter" PHONE "phone" REQUIRE "require" RULE "rule"
%token RULES "rules" RULESET "ruleset" SAME "same" SAT "sat" SCALE "scale" SCOPE "scope"
%token SECTION "section" SIGNS "signs" SINCE "since" SOURCE "source" STRENGTH "strength" SUM "sum"
%token SUN "sun" THAN "than" THEN "then" THU "thu" TO "to" TOPIC "topic" TOPICS "topics" TUE "tue"
%token TYPE "type" UNKNOWN "unknown" UNLESS "unless" UNLIKE "unlike" USUALLY "usually"
%token VOCABULARY "vocabulary" WAS "was" WEB "web" WED "wed" WEEK "week" WEEKS "weeks" WHEN "when"
%token WHERE "where" WITH "with" WITHDRAW "withdraw" WITHIN "within" WORKING "working" WORSE "worse"
%token WRITTEN "written" YEAR "year" YEARS "years" YES "yes"

/* A run of rows, lines or items ends only where none can follow: `level 3 if` is a row of the decision
   before it, a mistake is a mistake in a row, and `day` after a number is its unit. */
%precedence ENDS
%precedence LEVEL DAY YEAR MONTH WEEK HOUR error

%start input
%%

input
  : START_FILE parts FINISH
  | START_GIVEN givens FINISH     { ADOPT(parser->root, $2); }
  | START_EXPRESSION expr FINISH  { ADD(parser->root, $2); }
  ;

parts: %empty | parts part ;
part
  : head                          { add_part(parser, $1); }
  | header_line                   { add_part(parser, $1); }
  | level_declaration             { add_part(parser, $1); }
  | statement                     { add_part(parser, $1); }
  | error NEXT_STATEMENT          { add_part(parser, mistake_node(parser, @1)); RECOVERED; }
  ;

/* ---------- what a file is, and its header ---------- */

head
  : RULESET name version title    { $$ = ADD(ruleset_node(parser, @$, @2, @3), $4); }
  | RULESET name version amends title
                                  { $$ = ADD(ADD(ruleset_node(parser, @$, @2, @3), $4), $5); }
  | RULESET name version text amends
                                  { $$ = ADD(ADD(ruleset_node(parser, @$, @2, @3),
                                                 late_amends(parser, $5)), $4); }
  | VOCABULARY name title         { $$ = ADD(NAMED(VOCABULARY, @2), $3); }
  | CALENDAR name title           { $$ = ADD(NAMED(CALENDAR, @2), $3); }
  ;
amends
  : AMENDS version                { $$ = version_node(parser, NODE_AMENDS, @$, @2); }
  | AMENDS name '@' version       { $$ = version_node(parser, NODE_AMENDS, @$, @4);
                                    $$->name = symbol_at(parser, @2); $$->name_span = @2; }
  ;
version: VERSION | DATE ;

header_line
  : APPLIES TO names              { $$ = ADOPT(NODE(APPLIES_TO), $3); }
  | IN_FORCE FROM date            { $$ = CLAUSE(IN_FORCE, $3); }
  | IN_FORCE FROM date TO date    { $$ = ADD(CLAUSE(IN_FORCE, $3), $5); }
  | SOURCE STRING                 { $$ = TEXT(SOURCE, @2); }
  | EACH name                     { $$ = NAMED(EACH, @2); }
  | SCOPE IF expr cites           { $$ = ADOPT(CLAUSE(SCOPE, clause_node(parser, NODE_IF, @3, $3)), $4); }
  | HOLIDAY DATE title            { $$ = ADD(date_node(parser, NODE_HOLIDAY, @$, @2), $3); }
  ;

level_declaration
  : LEVEL level_number level_name title was_level cites
                                  { $$ = text_node(parser, NODE_LEVEL, @$, @2);
                                    if ($3) { $$->name = $3->name; $$->name_span = $3->span; }
                                    ADOPT(ADD(ADD($$, $4), $5), $6); }
  ;
level_name: %empty { $$ = NULL; } | name { $$ = NAMED(NAME, @1); } ;
was_level: %empty { $$ = NULL; } | WAS level_number { $$ = TEXT(WAS_LEVEL, @2); } ;
level_number: NUMBER | LABEL ;

/* ---------- parts of many statements ---------- */

names
  : name                          { $$ = list_start(parser, NAMED(NAME, @1)); }
  | names ',' name                { $$ = list_add($1, named_node(parser, NODE_NAME, @3, @3)); }
  ;
title: %empty { $$ = NULL; } | text ;
text: STRING { $$ = TEXT(TITLE, @1); } ;
cites: %empty { $$ = NULL; } | some_cites ;
some_cites
  : cite                          { $$ = list_start(parser, $1); }
  | some_cites cite               { $$ = list_add($1, $2); }
  ;
cite: CITE { $$ = TEXT(CITE, @1); } ;
because: %empty { $$ = NULL; } | BECAUSE STRING { $$ = TEXT(BECAUSE, @2); } ;
date: DATE { $$ = date_node(parser, NODE_DATE, @$, @1); } ;
level_ref
  : level_number                  { $$ = NAMED(LEVEL_REF, @1); }
  | name                          { $$ = NAMED(LEVEL_REF, @1); }
  ;
level_target
  : level_ref
  | level_ref OR level_ref AS JUDGED { $$ = ADD(CLAUSE(JUDGED, $1), $3); }
  ;
condition
  : if_clause                     { $$ = list_start(parser, $1); }
  | if_clause unless              { $$ = list_add(list_start(parser, $1), $2); }
  ;
if_clause: IF expr                { $$ = CLAUSE(IF, $2); } ;
unless: UNLESS expr               { $$ = CLAUSE(UNLESS, $2); } ;
then: THEN outcomes               { $$ = ADOPT(NODE(THEN), $2); } ;
outcomes
  : outcome                       { $$ = list_start(parser, $1); }
  | outcomes ',' outcome          { $$ = list_add($1, $3); }
  ;
outcome
  : LEVEL level_target            { $$ = CLAUSE(OUTCOME_LEVEL, $2); }
  | LEVEL level_target MANDATORY  { $$ = with_flag(CLAUSE(OUTCOME_LEVEL, $2), FLAG_MANDATORY); }
  | DUTY name                     { $$ = NAMED(OUTCOME_DUTY, @2); }
  | name '=' value                { $$ = ADD(NAMED(OUTCOME_VALUE, @1), $3); }
  ;

/* ---------- statements ---------- */

statement
  : SECTION name of_list title    { $$ = ADD(ADD(NAMED(SECTION, @2), $3), $4); }
  | TOPIC name title              { $$ = ADD(NAMED(TOPIC, @2), $3); }
  | BACKGROUND text cites         { $$ = ADOPT(CLAUSE(BACKGROUND, $2), $3); }
  | fact
  | list_declaration %prec ENDS
  | IMPOSSIBLE if_clause text cites { $$ = ADOPT(ADD(CLAUSE(IMPOSSIBLE, $2), $3), $4); }
  | REQUIRE if_clause text cites  { $$ = ADOPT(ADD(CLAUSE(REQUIRE, $2), $3), $4); }
  | PARAMETER name ':' type '=' parameter_value title because cites
                                  { $$ = ADD(ADD(ADD(ADD(NAMED(PARAMETER, @2), $4), $6), $7), $8);
                                    ADOPT($$, $9); }
  | DEFINE name is title cites    { $$ = ADOPT(ADD(ADD(NAMED(DEFINE, @2), $3), $4), $5); }
  | GROUP name title list cites   { $$ = ADOPT(ADD(ADD(NAMED(GROUP, @2), $3), $4), $5); }
  | rule
  | signs %prec ENDS
  | LADDER name rungs             { $$ = ADOPT(NAMED(LADDER, @2), $3); }
  | EXCEPTION to condition exception_then because cites
                                  { $$ = ADOPT(ADD(ADD(ADOPT(CLAUSE(EXCEPTION, $2), $3), $4), $5), $6); }
  | EXCEPTION name to condition exception_then because cites
                                  { $$ = ADD(NAMED(EXCEPTION, @2), $3);
                                    ADOPT(ADD(ADD(ADOPT($$, $4), $5), $6), $7); }
  | decision
  | contact
  | duty
  | checklist %prec ENDS
  | NOTE note_place text cites    { $$ = ADOPT(ADD(ADD(NODE(NOTE), $2), $3), $4); }
  | example
  | claim
  | ACCEPT CODE FOR name text     { $$ = ADD(text_node(parser, NODE_ACCEPT, @$, @2), $5);
                                    $$->name = symbol_at(parser, @4); $$->name_span = @4; }
  | ACCEPT CODE FOR cite text     { $$ = ADD(ADD(text_node(parser, NODE_ACCEPT, @$, @2), $4), $5); }
  | WITHDRAW withdrawn name because cites
                                  { $$ = with_op(NAMED(WITHDRAW, @3), $2->kind);
                                    ADOPT(ADD($$, $4), $5); }
  | WITHDRAW withdrawn cite because cites
                                  { $$ = with_op(CLAUSE(WITHDRAW, $3), $2->kind);
                                    ADOPT(ADD($$, $4), $5); }
  | WITHDRAW withdrawn text because cites
                                  { $$ = with_op(CLAUSE(WITHDRAW, $3), $2->kind);
                                    ADOPT(ADD($$, $4), $5); }
  | amendment
  ;
is: IS expr                       { $$ = CLAUSE(IS, $2); } ;
to: TO name                       { $$ = NAMED(TO, @2); } ;
parameter_value: value            { $$ = CLAUSE(VALUE, $1); } ;
exception_then: %empty { $$ = NULL; } | then ;

/* ---------- facts and types ---------- */

fact
  : CONCERN fact_name of_list from title fact_notes cites
                                  { $$ = ADD(ADD(ADD(CLAUSE(CONCERN, $2), $3), $4), $5);
                                    ADOPT(ADOPT($$, $6), $7); }
  | STRENGTH fact_name of_list from title fact_notes cites
                                  { $$ = ADD(ADD(ADD(CLAUSE(STRENGTH, $2), $3), $4), $5);
                                    ADOPT(ADOPT($$, $6), $7); }
  | FACT names of_list ':' type from title fact_notes cites
                                  { $$ = ADD(ADD(ADD(ADD(ADOPT(NODE(FACT), $2), $3), $5), $6), $7);
                                    ADOPT(ADOPT($$, $8), $9); }
  | SCALE names of_list ':' scale_type from title fact_notes cites
                                  { $$ = ADD(ADD(ADD(ADD(ADOPT(NODE(SCALE), $2), $3), $5), $6), $7);
                                    ADOPT(ADOPT($$, $8), $9); }
  | TYPE name ':' type title      { $$ = ADD(ADD(NAMED(TYPE_DECLARATION, @2), $4), $5); }
  ;
fact_name: name                   { $$ = NAMED(NAME, @1); } ;
/* Whose it is: each child's, say. */
of_list: %empty { $$ = NULL; } | OF name { $$ = NAMED(OF_LIST, @2); } ;

/* An event is a list whose items have a date. */
list_declaration
  : EVENT fact_name of_list title most_items fact_notes cites
                                  { $$ = ADD(ADD(ADD(CLAUSE(EVENT, $2), $3), $4), $5);
                                    ADOPT(ADOPT($$, $6), $7); }
  | LIST fact_name of_list title most_items fact_notes cites
                                  { $$ = ADD(ADD(ADD(CLAUSE(LIST, $2), $3), $4), $5);
                                    ADOPT(ADOPT($$, $6), $7); }
  | list_declaration field        { $$ = reaching(ADD($1, $2), @$); }
  ;
most_items
  : %empty                        { $$ = NULL; }
  | AT MOST NUMBER                { $$ = CLAUSE(BOUND, number_node(parser, @3, @3, false)); }
  ;
field
  : HAS field_names ':' type from title fact_notes
                                  { $$ = ADD(ADD(ADOPT(NODE(FIELD), $2), $4), $5);
                                    ADOPT(ADD($$, $6), $7); }
  | error NEXT_FIELD              { $$ = NODE(ERROR); RECOVERED; }
  | error NEXT_STATEMENT          { $$ = NODE(ERROR); RECOVERED; }
  ;
field_names
  : field_name                    { $$ = list_start(parser, NAMED(NAME, @1)); }
  | field_names ',' field_name    { $$ = list_add($1, named_node(parser, NODE_NAME, @3, @3)); }
  ;
/* The date of a list's items is called just that. */
field_name: name | DATE_WORD ;
from: %empty { $$ = NULL; } | FROM expr { $$ = CLAUSE(FROM, $2); } ;
fact_notes
  : %empty                        { $$ = NULL; }
  | fact_notes fact_note          { $$ = $1 ? list_add($1, $2) : list_start(parser, $2); }
  ;
fact_note
  : ASK STRING                    { $$ = TEXT(ASK, @2); }
  | ALSO STRING                   { $$ = TEXT(ALSO, @2); }
  | UNLIKE name title             { $$ = ADD(NAMED(UNLIKE, @2), $3); }
  | WAS expr                      { $$ = CLAUSE(WAS, $2); }
  | USUALLY value                 { $$ = CLAUSE(USUALLY, $2); }
  | LOWER IS WORSE                { $$ = NODE(LOWER_IS_WORSE); }
  | HIGHER IS WORSE               { $$ = NODE(HIGHER_IS_WORSE); }
  ;

type: base_type | base_type OR NONE { $$ = with_flag(reaching($1, @$), FLAG_OR_NONE); } ;
scale_type
  : ordered                       { $$ = with_flag(ADOPT(NODE(TYPE_CHOICE), $1), FLAG_ORDERED); }
  | name                          { $$ = NAMED(TYPE_NAME, @1); }
  ;
base_type
  : YES_NO                        { $$ = NODE(TYPE_YES_NO); }
  | literal TO literal            { $$ = ADD(CLAUSE(TYPE_NUMBER, $1), $3); }
  | ONE OF choice                 { $$ = CLAUSE(TYPE_CHOICE, $3); }
  | ONE OF unordered              { $$ = ADOPT(NODE(TYPE_CHOICE), $3); }
  | ONE OF ordered                { $$ = with_flag(ADOPT(NODE(TYPE_CHOICE), $3), FLAG_ORDERED); }
  | DATE_WORD                     { $$ = NODE(TYPE_DATE); }
  | LEVEL                         { $$ = NODE(TYPE_LEVEL); }
  | name                          { $$ = NAMED(TYPE_NAME, @1); }
  ;
choice
  : name                          { $$ = NAMED(CHOICE_VALUE, @1); }
  | name AS text                  { $$ = ADD(NAMED(CHOICE_VALUE, @1), $3); }
  ;
unordered
  : choice ',' choice             { $$ = list_add(list_start(parser, $1), $3); }
  | unordered ',' choice          { $$ = list_add($1, $3); }
  ;
ordered
  : choice '<' choice             { $$ = list_add(list_start(parser, $1), $3); }
  | ordered '<' choice            { $$ = list_add($1, $3); }
  ;

literal: plain_number | '-' plain_number { $$ = reaching($2, @$); $$->span.begin = @1.begin;
                                           $$->value.number.digits = -$$->value.number.digits; } ;
plain_number
  : NUMBER %prec ENDS             { $$ = number_node(parser, @$, @1, false); }
  | NUMBER unit                   { $$ = with_unit(number_node(parser, @$, @1, false), unit_at(parser, @2)); }
  ;
unit: duration | '%' ;
duration: YEARS | MONTHS | WEEKS | DAYS | HOURS | YEAR | MONTH | WEEK | DAY | HOUR ;

/* ---------- rules ---------- */

rule
  : condition then because cites  { $$ = ADD(ADD(ADOPT(NODE(RULE), $1), $2), $3); ADOPT($$, $4); }
  | RULE name title condition then because cites
                                  { $$ = ADOPT(ADD(NAMED(RULE, @2), $3), $4);
                                    ADOPT(ADD(ADD($$, $5), $6), $7); }
  ;

signs
  : SIGNS AT LEVEL level_target cites sign_row { $$ = ADD(ADOPT(CLAUSE(SIGNS, $4), $5), $6); }
  | signs sign_row                { $$ = reaching(ADD($1, $2), @$); }
  ;
sign_row
  : ITEM_NUMBER sign_condition because
                                  { $$ = ADD(ADOPT(sign_row_node(parser, @$, @1), $2), $3); }
  | error NEXT_SIGN               { $$ = NODE(ERROR); RECOVERED; }
  | error NEXT_STATEMENT          { $$ = NODE(ERROR); RECOVERED; }
  ;
sign_condition
  : expr                          { $$ = list_start(parser, CLAUSE(IF, $1)); }
  | expr unless                   { $$ = list_start(parser, clause_node(parser, NODE_IF, @1, $1));
                                    list_add($$, $2); }
  ;

rungs
  : rung                          { $$ = list_start(parser, $1); }
  | rungs ',' rung                { $$ = list_add($1, $3); }
  ;
rung: name LEVEL level_target cites { $$ = ADOPT(ADD(NAMED(RUNG, @1), $3), $4); } ;

/* ---------- decisions ---------- */

decision
  : DECISION name ':' type title is because cites
                                  { $$ = ADD(ADD(ADD(ADD(NAMED(DECISION, @2), $4), $5), $6), $7);
                                    ADOPT($$, $8); }
  | DECISION name ':' type title cites rows %prec ENDS
                                  { $$ = ADOPT(ADD(ADD(NAMED(DECISION, @2), $4), $5), $6);
                                    ADD($$, $7); }
  ;
rows
  : policy row                    { $$ = reaching(ADD($1, $2), @$); }
  | rows row                      { $$ = reaching(ADD($1, $2), @$); }
  ;
policy
  : FIRST OF                      { $$ = with_op(NODE(POLICY), POLICY_FIRST); }
  | HIGHEST OF                    { $$ = with_op(NODE(POLICY), POLICY_HIGHEST); }
  | LOWEST OF                     { $$ = with_op(NODE(POLICY), POLICY_LOWEST); }
  | SUM OF                        { $$ = with_op(NODE(POLICY), POLICY_SUM); }
  | ONLY ONE OF                   { $$ = with_op(NODE(POLICY), POLICY_ONLY_ONE); }
  | EVERY ONE OF                  { $$ = with_op(NODE(POLICY), POLICY_EVERY_ONE); }
  ;
row
  : row_value condition because row_end { $$ = ADD(ADOPT(CLAUSE(ROW, $1), $2), $3); ADOPT($$, $4); }
  | row_value otherwise because row_end { $$ = ADD(ADD(CLAUSE(ROW, $1), $2), $3); ADOPT($$, $4); }
  | error NEXT_ROW                { $$ = NODE(ERROR); RECOVERED; }
  | error NEXT_STATEMENT          { $$ = NODE(ERROR); RECOVERED; }
  ;
otherwise: OTHERWISE              { $$ = NODE(OTHERWISE); } ;
row_end: cites | ',' { $$ = NULL; } ;
row_value
  : use
  | plain_number
  | date
  | YES                           { $$ = NODE(YES); }
  | NO                            { $$ = NODE(NO); }
  | NOTHING                       { $$ = NODE(NOTHING); }
  | LEVEL level_number            { $$ = CLAUSE(LEVEL_VALUE, named_node(parser, NODE_LEVEL_REF, @2, @2)); }
  | '(' expr ')'                  { $$ = bracketed($2, @$); }
  ;

/* ---------- contacts, duties, checklists, notes ---------- */

contact
  : common_lines %prec ENDS
  | common_lines some_cites       { $$ = reaching(ADOPT($1, $2), @$); }
  | common_lines variants cites   { $$ = reaching(ADOPT(ADOPT($1, $2), $3), @$); }
  ;
common_lines
  : CONTACT name title            { $$ = ADD(NAMED(CONTACT, @2), $3); }
  | common_lines contact_line     { $$ = reaching(ADD($1, $2), @$); }
  ;
variants
  : variant %prec ENDS            { $$ = list_start(parser, $1); }
  | variants variant %prec ENDS   { $$ = list_add($1, $2); }
  ;
variant
  : FOR name                      { $$ = NAMED(VARIANT, @2); }
  | variant contact_line          { $$ = reaching(ADD($1, $2), @$); }
  ;
contact_line
  : PHONE STRING                  { $$ = TEXT(PHONE, @2); }
  | EMAIL STRING                  { $$ = TEXT(EMAIL, @2); }
  | WEB STRING                    { $$ = TEXT(WEB, @2); }
  | ASK FOR STRING                { $$ = TEXT(ASK_FOR, @3); }
  | OPEN ALWAYS                   { $$ = NODE(OPEN); }
  | OPEN hours                    { $$ = ADOPT(NODE(OPEN), $2); }
  | CLOSED HOLIDAYS               { $$ = NODE(CLOSED_HOLIDAYS); }
  | OTHERWISE name                { $$ = NAMED(FALLBACK, @2); }
  | error NEXT_CONTACT            { $$ = NODE(ERROR); RECOVERED; }
  | error NEXT_STATEMENT          { $$ = NODE(ERROR); RECOVERED; }
  ;
hours
  : open_span                     { $$ = list_start(parser, $1); }
  | hours ',' open_span           { $$ = list_add($1, $3); }
  ;
open_span: days time TO time      { $$ = reaching(ADD(ADD($1, $2), $4), @$); } ;
time: TIME                        { $$ = time_node(parser, @1); } ;
days
  : weekday                       { $$ = weekdays_node(parser, @$, @1, @1); }
  | weekday TO weekday            { $$ = weekdays_node(parser, @$, @1, @3); }
  ;
weekday: MON | TUE | WED | THU | FRI | SAT | SUN ;

duty: DUTY name title duty_lines when cites
                                  { $$ = ADD(ADOPT(ADD(NAMED(DUTY, @2), $3), $4), $5);
                                    ADOPT($$, $6); } ;
when
  : %empty                        { $$ = NULL; }
  | WHEN expr                     { $$ = CLAUSE(WHEN, $2); }
  | WHEN expr unless              { $$ = ADD(CLAUSE(WHEN, $2), $3); }
  ;
duty_lines
  : %empty                        { $$ = NULL; }
  | duty_lines duty_line          { $$ = $1 ? list_add($1, $2) : list_start(parser, $2); }
  ;
duty_line
  : to
  | IMMEDIATELY                   { $$ = NODE(IMMEDIATELY); }
  | deadline
  | WRITTEN deadline              { $$ = CLAUSE(WRITTEN, $2); }
  | SAME DAY                      { $$ = NODE(SAME_DAY); }
  | BY date_term                  { $$ = CLAUSE(BY, $2); }
  | AFTER AT LEAST amount deadline_unit of_date
                                  { $$ = ADD(CLAUSE(AFTER, $4), $6); with_unit($$, unit_at(parser, @5)); }
  ;
deadline: WITHIN amount deadline_unit of_date
                                  { $$ = ADD(CLAUSE(DEADLINE, $2), $4); with_unit($$, unit_at(parser, @3)); } ;
deadline_unit: duration | WORKING DAYS | WORKING DAY ;
of_date: %empty { $$ = NULL; } | OF date_operand { $$ = CLAUSE(OF, $2); } ;
date_term
  : use
  | CASE_DATE                     { $$ = NODE(CASE_DATE); }
  | date
  ;
date_operand: date_term | '(' expr ')' { $$ = bracketed($2, @$); } ;
amount
  : NUMBER                        { $$ = CLAUSE(AMOUNT, number_node(parser, @1, @1, false)); }
  | use                           { $$ = CLAUSE(AMOUNT, $1); }
  ;

checklist
  : CHECKLIST name title cites    { $$ = ADOPT(ADD(NAMED(CHECKLIST, @2), $3), $4); }
  | checklist item                { $$ = reaching(ADD($1, $2), @$); }
  ;
item
  : ITEM name text cites          { $$ = ADOPT(ADD(NAMED(ITEM, @2), $3), $4); }
  | ITEM name if_clause text cites { $$ = ADOPT(ADD(ADD(NAMED(ITEM, @2), $3), $4), $5); }
  | error NEXT_ITEM               { $$ = NODE(ERROR); RECOVERED; }
  | error NEXT_STATEMENT          { $$ = NODE(ERROR); RECOVERED; }
  ;

note_place
  : %empty                        { $$ = NULL; }
  | AT LEVEL level_ref            { $$ = CLAUSE(AT_LEVEL, $3); }
  | WHEN expr                     { $$ = CLAUSE(WHEN, $2); }
  | WITH name                     { $$ = NAMED(WITH, @2); }
  ;

/* ---------- examples and claims ---------- */

example
  : EXAMPLE name on for title cites given closing expect
                                  { $$ = ADD(ADD(ADD(NAMED(EXAMPLE, @2), $3), $4), $5);
                                    ADD(ADD(ADD(ADOPT($$, $6), $7), $8), $9); }
  ;
on: %empty { $$ = NULL; } | ON date { $$ = CLAUSE(ON, $2); } ;
for: %empty { $$ = NULL; } | FOR name { $$ = NAMED(FOR, @2); } ;
given: %empty { $$ = NULL; } | GIVEN givens { $$ = ADOPT(NODE(GIVEN), $2); } ;
givens
  : given_fact                    { $$ = list_start(parser, $1); }
  | givens ',' given_fact         { $$ = list_add($1, $3); }
  ;
given_fact
  : given_value
  | name item_given               { $$ = ADOPT(NAMED(GIVEN_ITEM, @1), $2); }
  | name AT LEAST item_given      { $$ = with_flag(ADOPT(NAMED(GIVEN_ITEM, @1), $4), FLAG_INCOMPLETE); }
  | field_name value named_given  { $$ = ADOPT(ADD(NAMED(GIVEN_ITEM, @1), item_name(parser, $2)), $3); }
  | name AT LEAST name named_given
                                  { $$ = ADD(NAMED(GIVEN_ITEM, @1), named_node(parser, NODE_NAME, @4, @4));
                                    $$ = with_flag(ADOPT($$, $5), FLAG_INCOMPLETE); }
  | name dates                    { $$ = ADOPT(NAMED(GIVEN_DATES, @1), $2); }
  | name AT LEAST dates           { $$ = with_flag(ADOPT(NAMED(GIVEN_DATES, @1), $4), FLAG_INCOMPLETE); }
  ;
given_value
  : field_name %prec ENDS         { $$ = NAMED(GIVEN_YES, @1); }
  | NOT field_name                { $$ = NAMED(GIVEN_NO, @2); }
  | field_name UNKNOWN            { $$ = NAMED(GIVEN_UNKNOWN, @1); }
  | field_name NOT KNOWN          { $$ = NAMED(GIVEN_UNKNOWN, @1); }
  | field_name values             { $$ = ADOPT(NAMED(GIVEN_VALUES, @1), $2); }
  | field_name value TO value     { $$ = ADD(ADD(NAMED(GIVEN_RANGE, @1), $2), $4); }
  ;
item_given: '(' givens ')'        { $$ = $2; } ;
named_given: item_given | '(' ')' { $$ = NULL; } ;
dates: '(' ')' { $$ = NULL; } | '(' some_dates ')' { $$ = $2; } ;
some_dates
  : date                          { $$ = list_start(parser, $1); }
  | some_dates ',' date           { $$ = list_add($1, $3); }
  ;
values
  : value                         { $$ = list_start(parser, $1); }
  | values OR value               { $$ = list_add($1, $3); }
  ;
closing
  : %empty                        { $$ = NULL; }
  | OTHERWISE NO                  { $$ = NODE(OTHERWISE_NO); }
  | OTHERWISE UNKNOWN             { $$ = NODE(OTHERWISE_UNKNOWN); }
  | NOTHING ELSE IN names         { $$ = ADOPT(NODE(NOTHING_ELSE_IN), $4); }
  ;
expect: %empty { $$ = NULL; } | EXPECT expectations { $$ = ADOPT(NODE(EXPECT), $2); } ;
expectations
  : expectation                   { $$ = list_start(parser, $1); }
  | expectations ',' expectation  { $$ = list_add($1, $3); }
  ;
expectation
  : expected
  | name name expected            { $$ = ADD(ADD(NAMED(EXPECT_OF, @1), named_node(parser, NODE_NAME, @2, @2)), $3); }
  ;
expected
  : LEVEL level_ref               { $$ = CLAUSE(EXPECT_LEVEL, $2); }
  | LEVEL level_ref TO level_ref  { $$ = ADD(CLAUSE(EXPECT_LEVEL, $2), $4); }
  | expected_event
  | NOT expected_event            { $$ = with_flag(reaching($2, @$), FLAG_NEGATED); $$->span.begin = @1.begin; }
  | name '=' values               { $$ = ADOPT(NAMED(EXPECT_VALUE, @1), $3); }
  | OUT OF SCOPE                  { $$ = NODE(EXPECT_OUT_OF_SCOPE); }
  ;
expected_event
  : DUTY name                     { $$ = NAMED(EXPECT_DUTY, @2); }
  | RULE name                     { $$ = NAMED(EXPECT_RULE, @2); }
  | RULE cite                     { $$ = CLAUSE(EXPECT_RULE, $2); }
  ;

claim
  : ALWAYS title if_clause then because cites
                                  { $$ = ADD(ADD(ADD(ADD(NODE(ALWAYS), $2), $3), $4), $5); ADOPT($$, $6); }
  | NEVER title if_clause then because cites
                                  { $$ = ADD(ADD(ADD(ADD(NODE(NEVER), $2), $3), $4), $5); ADOPT($$, $6); }
  | NEVER LOWER THAN version except because cites
                                  { $$ = version_node(parser, NODE_NEVER_LOWER, @$, @4);
                                    ADOPT(ADD(ADD($$, $5), $6), $7); }
  | CHANGE since if_clause text cites
                                  { $$ = change_node(parser, @$, $2);
                                    ADOPT(ADD(ADD($$, $3), $4), $5); }
  | CHANGE since changed text cites
                                  { $$ = change_node(parser, @$, $2);
                                    ADOPT(ADD(ADD($$, $3), $4), $5); }
  | CHANGE since changed if_clause text cites
                                  { $$ = change_node(parser, @$, $2);
                                    ADOPT(ADD(ADD(ADD($$, $3), $4), $5), $6); }
  ;
since
  : SINCE version                 { $$ = version_node(parser, NODE_AMENDS, @$, @2); }
  | SINCE name '@' version        { $$ = version_node(parser, NODE_AMENDS, @$, @4);
                                    $$->name = symbol_at(parser, @2); $$->name_span = @2; }
  ;
changed: OF subjects              { $$ = ADOPT(NODE(CHANGED), $2); } ;
subjects
  : subject                       { $$ = list_start(parser, NAMED(NAME, @1)); }
  | subjects ',' subject          { $$ = list_add($1, named_node(parser, NODE_NAME, @3, @3)); }
  ;
subject: name | LEVEL ;
except: %empty { $$ = NULL; } | EXCEPT if_clause { $$ = CLAUSE(EXCEPT, $2); } ;

withdrawn
  : amended
  | DECISION                      { $$ = NODE(DECISION); }
  | DUTY                          { $$ = NODE(DUTY); }
  | CONTACT                       { $$ = NODE(CONTACT); }
  | NOTE                          { $$ = NODE(NOTE); }
  | CHECKLIST                     { $$ = NODE(CHECKLIST); }
  | FACT                          { $$ = NODE(FACT); }
  | PARAMETER                     { $$ = NODE(PARAMETER); }
  | DEFINE                        { $$ = NODE(DEFINE); }
  | GROUP                         { $$ = NODE(GROUP); }
  | BACKGROUND                    { $$ = NODE(BACKGROUND); }
  | ALWAYS                        { $$ = NODE(ALWAYS); }
  | NEVER                         { $$ = NODE(NEVER); }
  ;
amended
  : RULE                          { $$ = NODE(RULE); }
  | EXCEPTION                     { $$ = NODE(EXCEPTION); }
  ;
amendment
  : AMEND amended name amended_clauses { $$ = with_op(ADOPT(NAMED(AMEND, @3), $4), $2->kind); }
  | AMEND PARAMETER name '=' parameter_value because cites
                                  { $$ = with_op(NAMED(AMEND, @3), NODE_PARAMETER);
                                    ADOPT(ADD(ADD($$, $5), $6), $7); }
  ;
/* At least one clause, in their usual order. */
amended_clauses
  : condition exception_then because cites
                                  { $$ = ADOPT(list_add(list_add($1, $2), $3), $4); }
  | unless exception_then because cites
                                  { $$ = list_add(list_add(list_start(parser, $1), $2), $3); ADOPT($$, $4); }
  | then because cites            { $$ = ADOPT(list_add(list_start(parser, $1), $2), $3); }
  | BECAUSE STRING cites          { $$ = ADOPT(list_start(parser, text_node(parser, NODE_BECAUSE,
                                                                    span_join(@1, @2), @2)), $3); }
  | some_cites
  ;

/* ---------- expressions ---------- */

expr: or_expr | CHOOSE arms ',' or_expr OTHERWISE
                                  { $$ = ADD(ADOPT(NODE(CHOOSE), $2), clause_node(parser, NODE_ARM, span_join(@4, @5), $4)); } ;
arms
  : arm                           { $$ = list_start(parser, $1); }
  | arms ',' arm                  { $$ = list_add($1, $3); }
  ;
arm: or_expr IF or_expr           { $$ = ADD(CLAUSE(ARM, $1), clause_node(parser, NODE_IF, span_join(@2, @3), $3)); } ;
or_expr: and_expr | or_expr OR and_expr { $$ = chain_node(parser, NODE_OR, @$, $1, $3); } ;
and_expr: not_expr | and_expr AND not_expr { $$ = chain_node(parser, NODE_AND, @$, $1, $3); } ;
not_expr: comparison | NOT not_expr { $$ = CLAUSE(NOT, $2); } ;
comparison
  : sum
  | sum comparator sum            { $$ = compare_node(parser, @$, @2, $1, $3); }
  | sum IN bound TO bound         { $$ = ADD(ADD(CLAUSE(IN_RANGE, $1), $3), $5); }
  | sum IN '(' value_list ')'     { $$ = ADOPT(CLAUSE(IN_LIST, $1), $4); }
  | use IS KNOWN                  { $$ = CLAUSE(IS_KNOWN, $1); }
  | use IS UNKNOWN                { $$ = with_flag(CLAUSE(IS_KNOWN, $1), FLAG_NEGATED); }
  | use IS NOT KNOWN              { $$ = with_flag(CLAUSE(IS_KNOWN, $1), FLAG_NEGATED); }
  | use IS NONE                   { $$ = CLAUSE(IS_NONE, $1); }
  | use IS NOT NONE               { $$ = with_flag(CLAUSE(IS_NONE, $1), FLAG_NEGATED); }
  | latest IS NONE                { $$ = CLAUSE(IS_NONE, $1); }
  | latest IS NOT NONE            { $$ = with_flag(CLAUSE(IS_NONE, $1), FLAG_NEGATED); }
  | use window                    { $$ = ADD(CLAUSE(EVENT_WITHIN, $1), $2); }
  ;
comparator: '=' | NE | '<' | LE | '>' | GE ;
bound
  : literal
  | LABEL                         { $$ = NAMED(LABEL, @1); }
  | use
  | date
  | CASE_DATE                     { $$ = NODE(CASE_DATE); }
  ;
value_list
  : value                         { $$ = list_start(parser, $1); }
  | value_list ',' value          { $$ = list_add($1, $3); }
  ;
value
  : literal
  | use
  | date
  | YES                           { $$ = NODE(YES); }
  | NO                            { $$ = NODE(NO); }
  | LEVEL level_number            { $$ = CLAUSE(LEVEL_VALUE, named_node(parser, NODE_LEVEL_REF, @2, @2)); }
  | LABEL                         { $$ = NAMED(LABEL, @1); }
  ;
window: WITHIN amount duration of_date
                                  { $$ = ADD(CLAUSE(WINDOW, $2), $4); with_unit($$, unit_at(parser, @3)); } ;
sum
  : product
  | sum '+' product               { $$ = chain_node(parser, NODE_ADD, @$, $1, $3); }
  | sum '-' product               { $$ = chain_node(parser, NODE_ADD, @$, $1,
                                          clause_node(parser, NODE_NEGATE, span_join(@2, @3), $3)); }
  ;
product: unary | product '*' unary { $$ = chain_node(parser, NODE_MULTIPLY, @$, $1, $3); } ;
unary: term | '-' term            { $$ = CLAUSE(NEGATE, $2); } ;
term
  : primary
  | NUMBER '%' OF primary         { $$ = with_unit(number_node(parser, span_join(@1, @2), @1, false), UNIT_PERCENT);
                                    $$ = ADD(CLAUSE(PERCENT_OF, $$), $4); }
  | use '%' OF primary            { $$ = ADD(CLAUSE(PERCENT_OF, $1), $4); }
  ;
use: field_name                   { $$ = NAMED(USE, @1); } ;
primary
  : plain_number
  | LABEL                         { $$ = NAMED(LABEL, @1); }
  | date
  | YES                           { $$ = NODE(YES); }
  | NO                            { $$ = NODE(NO); }
  | use
  | CASE_DATE                     { $$ = NODE(CASE_DATE); }
  | LEVEL                         { $$ = NODE(THE_LEVEL); }
  | latest
  | '(' expr ')'                  { $$ = bracketed($2, @$); }
  | ANY OF list                   { $$ = CLAUSE(ANY_OF, $3); }
  | ALL OF list                   { $$ = CLAUSE(ALL_OF, $3); }
  | NONE OF list                  { $$ = CLAUSE(NONE_OF, $3); }
  | AT LEAST amount OF list       { $$ = ADD(CLAUSE(AT_LEAST, $3), $5); }
  | AT MOST amount OF list        { $$ = ADD(CLAUSE(AT_MOST, $3), $5); }
  | EXACTLY amount OF list        { $$ = ADD(CLAUSE(EXACTLY, $2), $4); }
  | COUNT OF list                 { $$ = CLAUSE(COUNT_OF, $3); }
  | COUNT OF items                { $$ = ADOPT(NODE(COUNT_EVENT), $3); }
  | COUNT OF DISTINCT item_value OF items { $$ = over_items(NODE(DISTINCT_ITEMS), $4, $6); }
  | ANY items                     { $$ = ADOPT(NODE(ANY_ITEM), $2); }
  | ALL use where                 { $$ = ADD(CLAUSE(ALL_ITEMS, $2), $3); }
  | HIGHEST OF list               { $$ = CLAUSE(HIGHEST_OF, $3); }
  | LOWEST OF list                { $$ = CLAUSE(LOWEST_OF, $3); }
  | HIGHEST OF item_value OF items { $$ = over_items(NODE(HIGHEST_ITEM), $3, $5); }
  | LOWEST OF item_value OF items { $$ = over_items(NODE(LOWEST_ITEM), $3, $5); }
  | SUM OF item_value OF items    { $$ = over_items(NODE(SUM_ITEMS), $3, $5); }
  | between FROM date_operand TO date_operand
                                  { $$ = ADD(CLAUSE(BETWEEN_DATES, $3), $5); with_unit($$, unit_at(parser, @1)); }
  ;
latest: LATEST OF items           { $$ = ADOPT(NODE(LATEST_OF), $3); } ;
/* A list, which of its items, and how far back. */
items
  : use                           { $$ = list_start(parser, $1); }
  | use where                     { $$ = list_add(list_start(parser, $1), $2); }
  | use window                    { $$ = list_add(list_start(parser, $1), $2); }
  | use where window              { $$ = list_add(list_add(list_start(parser, $1), $2), $3); }
  ;
item_value
  : use                           { $$ = CLAUSE(IN_ITEM, $1); }
  | list                          { $$ = ADOPT(NODE(IN_ITEM), $1); }
  ;
where: WHERE '(' expr ')'         { $$ = CLAUSE(WHERE, $3); } ;
between: YEARS | MONTHS | WEEKS | DAYS ;
list: '(' elements ')'            { $$ = ADOPT(NODE(ELEMENTS), $2); } ;
elements
  : element                       { $$ = list_start(parser, $1); }
  | elements ',' element          { $$ = list_add($1, $3); }
  ;
element: expr | counted | counted IN name
                                  { $$ = reaching(ADD($1, named_node(parser, NODE_NAME, @3, @3)), @$); } ;
counted
  : RULES AT LEVEL level_ref      { $$ = CLAUSE(COUNTED, $4); }
  | TOPICS AT LEVEL level_ref     { $$ = with_flag(CLAUSE(COUNTED, $4), FLAG_TOPICS); }
  ;

/* Words that only mean something where no name can stand, and so may be names. */
name
  : NAME | SAME | DAY | YEAR | MONTH | WEEK | HOUR | AFTER | ELSE | LATEST | WEB | CLOSED | HOLIDAYS | JUDGED
  | WITH | HIGHER | WORSE | TOPICS | USUALLY | ALSO | FIRST | HIGHEST | LOWEST | SUM | ONLY | EVERY
  | PHONE | EMAIL | OPEN | MON | TUE | WED | THU | FRI | SAT | SUN | BY | IMMEDIATELY | WORKING | WRITTEN
  | ITEM | ON | OUT | LOWER | THAN | EXCEPT | SINCE | FOR | KNOWN | NONE | LEAST | MOST | COUNT | RULES
  | ONE | AMENDS | GIVEN
  ;

%%

static int yyreport_syntax_error(const yypcontext_t *context, struct parser *parser)
{
    yysymbol_kind_t kinds[MESSAGE_MAX_EXPECTED];
    const char *expected[MESSAGE_MAX_EXPECTED];
    int count = yypcontext_expected_tokens(context, kinds, MESSAGE_MAX_EXPECTED);
    size_t named = 0;
    for (int i = 0; i < count; i++) {
        expected[named++] = yysymbol_name(kinds[i]);
    }
    parser_mistake(parser, expected, named);
    return 0;
}

static void limen_parser_error(struct span *location, struct parser *parser, const char *text)
{
    (void)location;
    (void)text;
    report_too_deep(parser);
}
