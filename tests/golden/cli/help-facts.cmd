limen facts --help
