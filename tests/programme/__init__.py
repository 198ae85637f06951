"""The programme as a whole: its figures after the demonstration, computed another way."""
