"""The commands of ``tincay``, a file each; ``server.cli`` gathers them."""
