limen --dump-man fmt
