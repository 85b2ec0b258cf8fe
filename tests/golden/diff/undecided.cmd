time_limit() { limen diff --time-limit 1 whole.limen halves.limen; echo "exit status: $?"; }; time_limit 2>&1 | grep -v "^      "
