limen check --help
