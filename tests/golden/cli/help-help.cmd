limen help --help
