limen show ../../cli/small.limen
