"""Sign-in: what the sign-in library asks of us, who is slowed down, and what the journal hears of it."""
