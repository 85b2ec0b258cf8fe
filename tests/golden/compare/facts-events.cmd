limen compare --facts --on 2024-06-01 --search visit older.limen newer.limen
