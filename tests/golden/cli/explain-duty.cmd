limen explain ../../cli/small.limen --at 2026-02-06T10:00 --given "age 7 years, missed_visit (2026-01-10, 2026-02-01)" --otherwise no
