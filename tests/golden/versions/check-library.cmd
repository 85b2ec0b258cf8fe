limen check lib; limen check --library lines; limen check lines/ --format json
