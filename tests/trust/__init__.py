"""The promise that a 201 means stored, put to the test with a season of field work."""
