limen explain ../../cli/small.limen --on 2026-02-01 --given "age 20 years"
