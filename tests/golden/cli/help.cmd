limen --help
