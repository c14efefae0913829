"""The room of long texts: what somebody writes in Markdown, how it is shown (markdown.py) and told in
documents (blocks.py), its versions (versions.py) and what is not saved yet (drafts.py). docs/texts.md tells
how a part uses it."""
