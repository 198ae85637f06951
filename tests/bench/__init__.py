"""How fast it is, as a ratio to what the same machine's database does in the same run."""
