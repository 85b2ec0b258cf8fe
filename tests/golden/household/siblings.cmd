limen verify siblings.limen
