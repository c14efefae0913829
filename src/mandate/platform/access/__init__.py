"""Who may do what, decided in one place. Import the questions from :mod:`mandate.platform.access.decide`."""
