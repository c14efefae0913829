"""The pictures of the guides, taken from the demonstration by a command."""
