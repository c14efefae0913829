"""The one room of every list: search, filters, sort, count, pages, many at once, files, saved views."""
