"""The calendar: what has a date for a person, as a page, a file and an address for calendar programs."""
