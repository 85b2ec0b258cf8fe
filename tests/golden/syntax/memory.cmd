limen check memory.limen
