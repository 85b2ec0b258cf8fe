limen compare --given "age 16 years, neet, persistently_neet, serious_debts" --on 2024-06-01 older.limen newer.limen
limen compare --given "age 16 years, net" older.limen newer.limen
