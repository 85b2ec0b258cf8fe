/* SPDX-License-Identifier: Apache-2.0 */
/* Opening hours, fallbacks and variants. */
#include "answer/contact.h"

#include "base/date.h"

static const char *either(const char *own, const char *common)
{
    return own ? own : common;
}

static struct contact_lines merge(const struct contact_lines *own,
                                  const struct contact_lines *common)
{
    struct contact_lines lines = own->has_hours || own->always_open ? *own : *common;
    lines.phone = either(own->phone, common->phone);
    lines.email = either(own->email, common->email);
    lines.web = either(own->web, common->web);
    lines.ask_for = either(own->ask_for, common->ask_for);
    lines.closed_holidays = own->closed_holidays || common->closed_holidays;
    lines.fallback = own->fallback ? own->fallback : common->fallback;
    return lines;
}

struct contact_lines contact_lines_for(const struct contact *contact, symbol authority)
{
    for (size_t i = 0; authority && i < contact->variants.count; i++) {
        if (contact->variants.items[i].authority == authority) {
            return merge(&contact->variants.items[i].lines, &contact->lines);
        }
    }
    return contact->lines;
}

static bool has_day(const struct open_span *span, int day)
{
    return span->from_day <= span->to_day ? day >= span->from_day && day <= span->to_day
                                          : day >= span->from_day || day <= span->to_day;
}

/* Whether the day itself keeps one open that has hours then. */
static enum contact_state day_state(const struct program *program,
                                    const struct contact_lines *lines, int32_t date)
{
    if (!lines->closed_holidays) {
        return CONTACT_OPEN;
    }
    for (size_t i = 0; i < program->holidays.count; i++) {
        if (program->holidays.items[i] == date) {
            return CONTACT_CLOSED;
        }
    }
    bool covered = program->holidays.count > 0 && date >= program->calendar_begin && date <= program->calendar_end;
    return covered ? CONTACT_OPEN : CONTACT_UNCERTAIN;
}

/* Open at MINUTE, counted from 00:00 of DATE: past 24:00 for the night that follows. */
static bool span_is_open(const struct open_span *span, int32_t date, int minute)
{
    int end = span->to_minute > span->from_minute ? span->to_minute : span->to_minute + 24 * 60;
    return has_day(span, date_weekday(date)) && minute >= span->from_minute && minute < end;
}

static enum contact_state state_of_day(const struct program *program,
                                       const struct contact_lines *lines, int32_t date, int minute)
{
    bool open = lines->always_open && minute < 24 * 60;
    for (size_t i = 0; !open && i < lines->open.count; i++) {
        open = span_is_open(&lines->open.items[i], date, minute);
    }
    return open ? day_state(program, lines, date) : CONTACT_CLOSED;
}

enum contact_state contact_state_at(const struct program *program,
                                    const struct contact_lines *lines, int32_t date, int minute)
{
    if (!lines->has_hours && !lines->always_open) {
        return day_state(program, lines, date);
    }
    enum contact_state today = state_of_day(program, lines, date, minute);
    enum contact_state before = state_of_day(program, lines, date - 1, minute + 24 * 60);
    return today == CONTACT_OPEN || before == CONTACT_CLOSED ? today : before;
}

const struct contact *contact_at(const struct program *program, const struct contact *contact,
                                 symbol authority, int32_t date, int minute,
                                 enum contact_state *ret_state)
{
    const struct contact *tried = contact;
    /* No chain without a circle is longer than the contacts there are. */
    for (size_t i = 0; tried && i < program->contacts.count; i++) {
        struct contact_lines lines = contact_lines_for(tried, authority);
        *ret_state = contact_state_at(program, &lines, date, minute);
        if (*ret_state != CONTACT_CLOSED) {
            return tried;
        }
        tried = lines.fallback;
    }
    *ret_state = CONTACT_CLOSED;
    return contact;
}
