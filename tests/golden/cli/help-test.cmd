limen test --help
