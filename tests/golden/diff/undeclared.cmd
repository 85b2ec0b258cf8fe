for most in 1 2 0; do echo "at most $most"; limen diff --undeclared $most older.limen newer.limen 2>&1 | sed -n '/^error/,$p'; done
limen diff --undeclared 1 --format json older.limen newer.limen | grep -o '"code":"E831"' | grep -c .
limen diff --undeclared 1 older.limen newer.limen >"$TMP/said" 2>&1; echo "exit status: $?"
