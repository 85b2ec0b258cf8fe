sed '1s/ \(amends .*\)/ "Attendance" \1/' lib/demo/2023-01.limen | limen check --library lib -
