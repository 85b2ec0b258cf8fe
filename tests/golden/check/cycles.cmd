limen check cycles.limen
