COLUMNS=60 limen compare cases.ndjson older.limen newer.limen referrals.limen
