limen compare --facts --search "education employment" --section school --format json older.limen newer.limen
