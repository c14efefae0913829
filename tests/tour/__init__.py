"""Pictures of every page, for whoever looks at how the whole looks."""
