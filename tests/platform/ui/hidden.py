"""The look is one's own."""

#: Addresses that are about whoever asks.
SHARED = ("/look/",)
