"""Who is it, what may they do, in which area."""
