"""Odd requests to every address by everybody, to find what ends in a page of trouble (`make fuzz`)."""
