"""Every read of targets, scoreboards and comparisons, for an actor."""
