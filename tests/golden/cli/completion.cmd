limen --dump-completion | grep -v LIMEN_LIBRARY
