"""A demonstration: two provinces' programmes, invented, sent through the real ingest."""
