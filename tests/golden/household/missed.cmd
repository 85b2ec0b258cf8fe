limen test missed.limen; limen test missed.limen --format json; limen test missed.limen --format tap
limen eval missed.limen --given "child ann (age 19 years), child tom (age 17 to 18 years, hurt), child b (age 3 years)" --otherwise no | head -12
