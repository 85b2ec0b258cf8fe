cp siblings.limen $TMP/siblings.limen && limen test $TMP/siblings.limen --generate >>$TMP/siblings.limen 2>/dev/null; limen test $TMP/siblings.limen && sed "1,/^never/d" $TMP/siblings.limen
