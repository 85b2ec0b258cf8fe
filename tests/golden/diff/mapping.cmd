limen diff older-facts.limen newer-facts.limen; echo "exit status: $?"
