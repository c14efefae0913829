"""Every read of bodies, posts and who holds them, for an actor."""
