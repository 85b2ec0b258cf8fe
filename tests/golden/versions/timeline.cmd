limen versions --library lines; limen versions --library lines west --format json; limen versions --library lib demo; limen versions --library lib nrthshire
