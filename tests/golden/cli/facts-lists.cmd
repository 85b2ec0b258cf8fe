limen facts lists.limen; limen facts lists.limen --search "looked after" --format json; limen facts lists.limen --template
