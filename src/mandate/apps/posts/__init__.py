"""Bodies of units, their terms, posts, and who holds them."""
