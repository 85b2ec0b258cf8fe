for v in 2020-01 2021-01; do limen verify --library amended town@$v; limen show --library amended town@$v | grep accept; done
