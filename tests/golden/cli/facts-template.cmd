limen facts ../../cli/small.limen --section education --template
