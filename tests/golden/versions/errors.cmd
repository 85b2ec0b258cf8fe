for r in care@2021-01 ring@2022-01 kept@2021-01; do limen check --library faulty $r; done
