limen verify --time-limit 1 halves.limen >"$TMP/said" 2>&1; echo "exit status: $?"; grep "rule .several." "$TMP/said"
