limen test lists.limen; limen check lists.limen; limen fmt --check lists.limen; limen show lists.limen | tail -n 20
