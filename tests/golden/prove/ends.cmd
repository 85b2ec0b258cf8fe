limen verify ends.limen
for given in "mood low or bad, sleep good" "mood good, sleep poor or none" "mood good or low, sleep poor" "mood good or bad, sleep poor"; do limen eval ends.limen --on 2026-03-01 --given "$given" --format json | grep -o '"level":{[^}]*},"exact":[a-z]*'; done
