"""Every read of people and where they belong, for an actor."""
