for given in \
  'parent (offending some), parent (offending repeated, in_prison unknown)' \
  'parent (in_prison), parent (in_prison), sibling (hurt, age 3 years), sibling (hurt), sibling (age unknown)' \
  'parent at least (offending some or repeated), sibling (age 4 years, hurt)' \
  'parent_offending repeated, several_hurt, small_one'
do
  echo "==== $given"
  limen explain summed.limen --otherwise no --given "$given"
done
