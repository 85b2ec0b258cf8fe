limen show ../../cli/small.limen --format json
