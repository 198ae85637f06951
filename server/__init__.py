"""The server: receives, stores and hands out; the only package that touches network, disk and clock."""
