limen compare - older.limen newer.limen <cases.ndjson --authority south --nothing-else-in school
