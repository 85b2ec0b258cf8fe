say() { sed "$1" older-lists.limen >"$TMP/other.limen"; limen diff older-lists.limen "$TMP/other.limen" 2>&1 | sed "s#$TMP/##"; }
say 's/2025-01/2026-01/; s/0 to 25 years/0 to 17 years/'
say 's/2025-01/2026-01/; s/0 to 25 years "Age"/0 to 17 years "Age" was lowest of (how_old, 17 years)/'
say 's/2025-01/2026-01/; s/at most 8/at most 3/'
say 's/2025-01/2026-01/; s/at most 8/at most 3 was brother_or_sister/'
say 's/2025-01/2026-01/; s/loose < close/loose < near < close/; s/tie = close/tie >= near/'
say 's/2025-01/2026-01/; s/where (tie = close) >= 2/where (tie = close) >= 3/'
