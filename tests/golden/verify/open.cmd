limen verify open.limen; echo "exit status: $?"
