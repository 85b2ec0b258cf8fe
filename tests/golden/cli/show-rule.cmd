limen show ../../cli/small.limen --rule late
