limen diff older.limen slips.limen 2>&1 | sed -n "/^[a-z]*\[/,\$p"
