limen help E201
