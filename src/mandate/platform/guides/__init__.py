"""The guides as pages of the site: shown, searched, and led to from each page."""
