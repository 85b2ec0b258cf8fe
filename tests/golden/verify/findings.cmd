for f in claims clean accepted rows; do limen verify $f.limen; echo "exit status: $?"; done
