/* SPDX-License-Identifier: Apache-2.0 */
/* What the closing of a case takes as no or as usual, on a page: by name where it is little or where a
   rule shown reads it, else counted by section. */
#include "answer/page.h"

#include "answer/wording.h"
#include "meaning/type.h"

#define MOST_NAMED 12 /* assumed facts of which all are named; also those that one rule lets name */

/* Those taken as no, or else those that take their usual value. */
struct assumed {
    struct page *page;
    bool as_no;
    size_t count;
};

static bool is_taken_as_no(const struct fact *fact, const struct case_fact *entry)
{
    return type_is_many(fact->type) ||
           (fact->type->kind == TYPE_YES_NO && value_is_single(entry->set) &&
            !value_is_yes(entry->set));
}

static const struct case_fact *entry_of(const struct page *page, const struct fact *fact)
{
    return &page->answer->evaluation->limen_case->facts[fact->entity.index];
}

static bool belongs(const struct assumed *assumed, const struct fact *fact)
{
    return is_taken_as_no(fact, entry_of(assumed->page, fact)) == assumed->as_no;
}

/* --- what the rules shown read ----------------------------------------------------------------- */

static bool *assumed_facts(struct page *page)
{
    const struct answer *answer = page->answer;
    bool *assumed = arena_alloc(page->arena, page->program->facts.count + 1);
    for (size_t i = 0; i < answer->assumed.count; i++) {
        assumed[answer->assumed.items[i]->entity.index] = true;
    }
    return assumed;
}

static bool reads_fact(const struct plan *plan, node_id node)
{
    enum op op = plan_at(plan, node)->op;
    return op == OP_INPUT || op == OP_KNOWN || op == OP_EVENT_COUNT || op == OP_LATEST ||
           op_is_of_items(op);
}

/* The assumed facts that CONDITION reads; its operands stand before it in the plan. */
static void list_read(struct page *page, node_id condition, struct page_facts *ret_facts)
{
    const struct plan *plan = page->answer->evaluation->plan;
    bool *reached = arena_alloc(page->arena, (size_t)condition + 1);
    bool *waiting = assumed_facts(page);
    reached[condition] = true;
    for (size_t next = (size_t)condition + 1; next-- > 0;) {
        const struct plan_node *node = plan_at(plan, (node_id)next);
        if (!reached[next]) {
            continue;
        }
        for (size_t i = 0; i < node->operand_count; i++) {
            reached[plan_operand(plan, (node_id)next, i)] = true;
        }
        if (reads_fact(plan, (node_id)next) && waiting[node->index]) {
            waiting[node->index] = false;
            vector_push(page->arena, ret_facts, page->program->facts.items[node->index]);
        }
    }
}

void page_note_read(struct page *page, const struct plan_rule *rule)
{
    struct page_facts read = {0};
    if (page->answer->assumed.count <= MOST_NAMED) {
        return;
    }
    list_read(page, rule->condition, &read);
    for (size_t i = 0; i < read.count && read.count <= MOST_NAMED; i++) {
        page->read[read.items[i]->entity.index] = true;
    }
}

/* --- writing ----------------------------------------------------------------------------------- */

static void add_fact(struct text *words, const struct assumed *assumed, const struct fact *fact)
{
    text_format(words, "%s%s", words->length > 0 ? ", " : "", fact->entity.name);
    if (!assumed->as_no) {
        text_add_char(words, ' ');
        value_set_write(words, fact->type, entry_of(assumed->page, fact)->set);
    }
}

/* All of them, or those that a rule shown reads. */
static void write_names(const struct assumed *assumed, bool all)
{
    const struct answer *answer = assumed->page->answer;
    struct text words = {0};
    for (size_t i = 0; i < answer->assumed.count; i++) {
        const struct fact *fact = answer->assumed.items[i];
        if (belongs(assumed, fact) && (all || assumed->page->read[fact->entity.index])) {
            add_fact(&words, assumed, fact);
        }
    }
    if (words.length > 0) {
        struct text line = {0};
        text_format(&line, "%s%s", all ? "" : "read by a rule above: ", text_string(&words));
        page_paragraph(assumed->page, "", PAGE_INDENT, &line);
    }
    text_clear(&words);
}

/* SECTION is NULL for the facts that stand before the first one. */
static size_t count_in(const struct assumed *assumed, const struct section *section)
{
    const struct answer *answer = assumed->page->answer;
    size_t count = 0;
    for (size_t i = 0; i < answer->assumed.count; i++) {
        const struct fact *fact = answer->assumed.items[i];
        count += fact->entity.section == section && belongs(assumed, fact);
    }
    return count;
}

static void add_count(struct text *words, const char *name, size_t count)
{
    if (count > 0) {
        text_format(words, "%s%s %zu", words->length > 0 ? "; " : "", name, count);
    }
}

static void write_sections(const struct assumed *assumed)
{
    const struct program *program = assumed->page->program;
    struct text words = {0};
    for (size_t i = 0; i < program->sections.count; i++) {
        const struct section *section = program->sections.items[i];
        const char *title = section->entity.title;
        add_count(&words, title ? title : section->entity.name, count_in(assumed, section));
    }
    add_count(&words, "in no section", count_in(assumed, NULL));
    struct text line = {0};
    text_format(&line, "%zu facts: %s", assumed->count, text_string(&words));
    page_paragraph(assumed->page, "", PAGE_INDENT, &line);
    text_clear(&words);
}

static void write_assumed(struct page *page, bool as_no)
{
    struct assumed assumed = {.page = page, .as_no = as_no};
    for (size_t i = 0; i < page->answer->assumed.count; i++) {
        assumed.count += belongs(&assumed, page->answer->assumed.items[i]);
    }
    if (assumed.count == 0) {
        return;
    }
    page_heading(page, as_no ? "Taken as no, because the case says nothing else is so"
                             : "Taken as usual, because the case says nothing else is so");
    if (assumed.count <= MOST_NAMED) {
        write_names(&assumed, true);
        return;
    }
    write_names(&assumed, false);
    write_sections(&assumed);
    page->counted = true;
}

/* "the 2nd sibling (age 8 years): looked_after, in_conflict"; yields how many fields of that item there are. */
static size_t write_assumed_item(struct page *page, const struct open_field *assumed, size_t count)
{
    struct text words = {0};
    size_t fields = 0;
    wording_item(&words, page->answer->evaluation, assumed->field->list, assumed->item);
    for (; fields < count && assumed[fields].item == assumed->item
           && assumed[fields].field->list == assumed->field->list; fields++) {
        if (fields < MOST_NAMED) {
            text_format(&words, "%s%s", fields ? ", " : ": ", assumed[fields].field->entity.name);
        }
    }
    if (fields > MOST_NAMED) {
        text_format(&words, " and %zu more", fields - MOST_NAMED);
        page->counted = true;
    }
    page_item(page, &words);
    return fields;
}

static void write_assumed_fields(struct page *page)
{
    const struct answer *answer = page->answer;
    const struct open_field *assumed = answer->assumed_fields.items;
    size_t count = answer->assumed_fields.count, items = 0;
    if (count == 0) {
        return;
    }
    page_heading(page, "Taken as no or as usual of single items, because the case says nothing else is so");
    for (size_t at = 0; at < count && items < MOST_NAMED; items++) {
        at += write_assumed_item(page, assumed + at, count - at);
        if (items + 1 == MOST_NAMED) {
            page_rest(page, count - at);
        }
    }
}

void page_write_assumed(struct page *page)
{
    write_assumed(page, true);
    write_assumed(page, false);
    write_assumed_fields(page);
    if (page->counted) {
        page_sentence(page, PAGE_INDENT, "--format json lists them all by name.");
    }
}
