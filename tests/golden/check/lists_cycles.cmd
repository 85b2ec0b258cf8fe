limen check lists_cycles.limen
