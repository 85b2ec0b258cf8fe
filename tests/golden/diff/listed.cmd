cat >"$TMP/cases.ndjson" <<END
{"case":"listed","on":"2026-03-01","otherwise":"no","lists":{"parent":[{},{"offending":true}]}}
{"case":"told","on":"2026-03-01","otherwise":"no","facts":{"crime":true}}
{"case":"both","on":"2026-03-01","otherwise":"no","facts":{"crime":true},"lists":{"parent":[{}]}}
{"case":"none","on":"2026-03-01","otherwise":"no","lists":{"parent":[{"offending":false}]}}
END
limen diff listed-2026-01.limen listed-2026-02.limen --cases "$TMP/cases.ndjson"
