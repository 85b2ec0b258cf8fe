limen verify open-events.limen 2>&1 | grep -v W805
for given in "callout unknown, absent" "visit unknown, absent" "fall unknown"; do limen eval open-events.limen --on 2025-03-01 --exact --format json --given "$given" --otherwise no 2>&1 | grep -o '"level":{[^}]*},"exact":[a-z]*'; done
