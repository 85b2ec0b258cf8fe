for given in \
  'child amy (age 3 years, needs_tell), child bo (age 2 years)' \
  'child amy (age 3 years, needs_tell unknown), child bo (age 2 years)' \
  'parent (several_needs), child amy (age 3 years, needs_tell), child bo (age 2 years)' \
  'child amy (age 3 years), child bo (age 2 years)'
do
  echo "==== $given"
  limen eval summed.limen --format tsv --otherwise no --given "$given"
done
