limen fmt family.limen && limen show family.limen | head -n 12
