limen verify --library narrower
