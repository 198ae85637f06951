"""What the figures of a report are made of."""
