limen eval --help
