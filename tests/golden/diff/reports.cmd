for f in sarif github junit; do limen diff older.limen slips.limen --format $f; echo "exit status: $?"; done 2>&1 | sed "s/\"version\":\"[0-9.]*\"/\"version\":\"VERSION\"/g"
