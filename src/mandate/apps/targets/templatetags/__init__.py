"""Template tags of targets."""
