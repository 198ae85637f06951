"""The promise that a 201 means stored, put to the test by force: `make trust`, CONTRIBUTING.md."""
