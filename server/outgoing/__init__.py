"""How tables go out: what was asked for, read in one snapshot, written by ``exports``."""
