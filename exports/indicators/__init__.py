"""Figures for reports: what is counted, when, where, and what may be told of it. Pure."""
