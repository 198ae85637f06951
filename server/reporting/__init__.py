"""Indicators of a project: defined by a workbook, computed from its facts, told in reports."""
