limen diff older.limen declared.limen; echo "exit status: $?"; limen diff older.limen older.limen; echo "exit status: $?"
