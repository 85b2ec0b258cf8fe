limen check --warnings-as-errors warnings.limen
