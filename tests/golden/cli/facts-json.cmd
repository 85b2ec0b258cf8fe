limen facts ../../cli/small.limen --search late --format json
