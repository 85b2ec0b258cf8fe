# Contacts at a moment: open, closed, and open unless the day is a holiday, where the calendar has ended.
LIMEN_LIBRARY=../../../rulesets COLUMNS=110 limen compare --at 2031-12-25T10:00 --given neet contacts.limen older.limen
LIMEN_LIBRARY=../../../rulesets COLUMNS=110 limen compare --at 2026-03-02T10:00 --given neet contacts.limen older.limen
LIMEN_LIBRARY=../../../rulesets COLUMNS=40 limen compare --at 2026-03-03T18:00 --given neet contacts.limen older.limen
