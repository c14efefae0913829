"""Benchmarks that anyone can run again: ``mandate bench``."""
