limen check errors_lost_counts.limen
