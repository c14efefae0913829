"""The room of a person's own data: parts say what they keep of somebody (kinds.py), and that person reads it
as tables (telling.py), on a page or as a document (document.py)."""
