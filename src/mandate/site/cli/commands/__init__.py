"""One module a command: reads the arguments, calls the services and queries that the pages share, prints."""
