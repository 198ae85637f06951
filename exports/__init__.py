"""Records in, bytes out: the tables that coordinators download. Pure, like ``forms``."""
