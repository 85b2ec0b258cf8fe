limen check misspelt.limen
