limen check types.limen
