"""Our form engine beside JavaRosa: many random expressions and much damage, and who says what."""
