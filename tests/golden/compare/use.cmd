limen compare
limen compare --facts --given neet older.limen
limen compare --given neet --differing older.limen
limen compare --facts --section schol older.limen
limen compare --facts referrals.limen
limen compare --given neet --authority nowhere older.limen newer.limen
limen compare --given neet --nothing-else-in scool older.limen newer.limen
cd "$TMP"
limen compare --facts --library .
