limen explain ../../cli/small.limen --on 2026-02-01 --given "age 7 years, often_late, attendance 85 to 92 %, support_level 2"
