"""A language is one's own."""

#: Addresses that are about whoever asks.
SHARED = ("/language/",)
