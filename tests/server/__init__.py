"""The server, told in stories."""
