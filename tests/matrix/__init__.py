"""The rules and the services on every Python and PostgreSQL that this machine has."""
