limen diff older-lists.limen newer-lists.limen; echo "exit status: $?"
say() { echo "== $1"; sed "$1" newer-lists.limen >"$TMP/other.limen"; limen diff older-lists.limen "$TMP/other.limen" 2>&1 | sed "s#$TMP/##" | sed -n '/^[a-z]*\[E[28]3*[0-9]*\]/,/= help/p' | grep -v E831 | grep -E "^[a-z]|-->|= |[|]  *[\^]"; }
say 's/was callout/was brother_or_sister/'
say 's/was brother_or_sister/was callout/'
say 's/was brother_or_sister/was any brother_or_sister where (in_care)/'
say 's/was brother_or_sister/was brother/'
say 's/ was brother_or_sister//'
say 's/was how_old/was old/'
say 's/ was callout//'
say 's/ was in_care//'
