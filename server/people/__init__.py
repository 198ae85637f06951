"""Accounts, roles, app users and what a phone scans: the steps behind the people's routes."""
