"""The web pages: templates and thin views, no business rules."""
