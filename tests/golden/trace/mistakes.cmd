cd "$TMP"
trace() { printf "$1" | limen trace - nowhere.limen; }
trace ''
trace 'item,kind,level,text\n'
trace 'item,kind,level,domain,text\n'
trace 'item,kind,level,domain,text\nx/1,a,1,b\n'
trace 'item,kind,level,domain,text\nx/1,a,1,b,"c\n'
trace 'item,kind,level,domain,text\nx/1,a,1,b,c "d"\n'
trace 'item,kind,level,domain,text\nx/1,a,1,b,c\nx/1,a,1,b,c\n'
trace 'item,kind,level,domain,text\nx,a,1,b,c\n'
limen trace no-inventory.csv nowhere.limen
limen trace . nowhere.limen
limen trace no-inventory.csv
