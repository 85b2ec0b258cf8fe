limen compare --facts --on 2024-06-01 --differing older.limen newer.limen
