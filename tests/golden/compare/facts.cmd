limen compare --facts older.limen newer.limen referrals.limen
