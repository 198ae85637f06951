"""Records in, bytes out: what coordinators download, compared whole."""
