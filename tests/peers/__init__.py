"""Real clients of ODK against the running server."""
