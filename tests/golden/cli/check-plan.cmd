limen check --dump plan counts.limen
