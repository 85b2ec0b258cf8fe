limen diff either-old.limen either-new.limen --format markdown
