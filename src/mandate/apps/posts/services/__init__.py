"""Every write to bodies, terms, posts and holdings."""
