limen check graded.limen
