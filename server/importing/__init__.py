"""Bringing in what exists: each row of a table becomes a submission, through the real ingest."""
