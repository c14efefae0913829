"""Every read of the desk, for an actor."""
