"""JavaRosa, the form engine inside ODK Collect, without a phone: Fill.java and who calls it."""
