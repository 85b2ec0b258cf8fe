limen show --help
