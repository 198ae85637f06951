"""The entries of the one catalogue of errors, by what they are about."""
