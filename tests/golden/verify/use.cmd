limen verify; limen verify --time-limit 0 clean.limen; limen verify --time-limit 3s clean.limen; limen verify --format tap clean.limen; limen verify ../check/names.limen 2>&1 | tail -n 3
