limen explain --help
