limen versions --help
