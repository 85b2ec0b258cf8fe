limen check --dump tokens warnings.limen
