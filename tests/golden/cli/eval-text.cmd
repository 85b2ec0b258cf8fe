limen eval ../../cli/small.limen --on 2026-02-01 --given "age 7 years, often_late, poor_hygiene unknown"
