limen test --generate --afresh --format json bands.limen; echo "exit status: $?"; limen test --generate bands.limen; limen test --coverage --format json bands.limen
