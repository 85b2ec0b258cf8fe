head -n 1 lists.ndjson | limen explain lists.limen -; head -n 2 lists.ndjson | tail -n 1 | limen explain lists.limen -
