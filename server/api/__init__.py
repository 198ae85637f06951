"""HTTP at the edge: OpenRosa for phones, ODK Central's /v1 for programs.

A view is: guard, parse, call one thing, answer.
"""
