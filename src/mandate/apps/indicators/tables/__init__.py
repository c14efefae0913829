"""Indicators as tables, and what every table with their numbers shares."""
