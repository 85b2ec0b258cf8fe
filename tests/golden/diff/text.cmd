limen diff --text-only older.limen newer.limen; echo "exit status: $?"
