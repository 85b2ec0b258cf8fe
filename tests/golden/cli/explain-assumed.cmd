limen explain assumed.limen --on 2026-02-01 --given "late" --otherwise no
