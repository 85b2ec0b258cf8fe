limen diff older.limen newer.limen; echo "exit status: $?"; limen diff older.limen newer.limen >"$TMP/again" 2>&1; limen diff older.limen newer.limen 2>&1 | cmp - "$TMP/again" && echo the same again
