limen fmt --diff mistakes.limen loose.limen
