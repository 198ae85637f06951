"""The web pages, as those who use them see them."""
