"""What JavaRosa has answered once: cases that are kept, and those that lie outside."""
