"""The server: receives, stores, hands out; alone it touches network, disk and clock."""
