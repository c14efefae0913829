"""``mandate serve``: a production site."""

from argparse import Namespace

from mandate.site.cli.setup import location_of, ready
from mandate.site.serving.production import run_production


def run(arguments: Namespace) -> int:
    """Make the database ready, then serve until told to stop."""
    location = location_of(arguments)
    with ready(location, fonts=True):
        run_production(
            location,
            host=arguments.host,
            port=arguments.port,
            workers=arguments.workers,
            jobs=arguments.jobs,
        )
    return 0
