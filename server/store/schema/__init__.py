"""The tables, a file for each thing that they speak of; ``server.store.tables`` gathers them."""
