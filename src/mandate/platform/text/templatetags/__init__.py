"""Template tags of long texts."""
