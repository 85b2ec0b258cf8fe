limen fmt --help
