"""Addresses, views and forms."""
