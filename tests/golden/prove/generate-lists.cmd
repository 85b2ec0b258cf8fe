limen test --generate lists.limen; echo "exit status: $?"
