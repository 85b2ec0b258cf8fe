for f in clean accepted; do limen verify --format json $f.limen; echo "exit status: $?"; done
