"""``mandate demo``: the sample, served on this machine."""

import os
import shutil
from argparse import Namespace

from mandate.platform.console.output import CommandError, say
from mandate.platform.database import embedded
from mandate.platform.database.location import Location
from mandate.platform.database.lock import only_one
from mandate.site.cli.setup import location_of, ready, sample_marker
from mandate.site.serving.demo import run_demo


def run(arguments: Namespace) -> int:
    """Set up (or reset) the sample and serve it until Ctrl-C."""
    location = location_of(arguments)
    os.environ["MANDATE_DEMO"] = "1"
    with only_one(location.data_dir) as announce:
        if arguments.reset:
            _reset(location)
        with ready(location, fonts=True):
            from mandate.platform.sample import steps
            from mandate.site.sample.load import load_sample

            say("Setting up the sample: the city of Thanh Hóa with 34 wards and 311 streets and villages …")
            fresh = load_sample(say)
            sample_marker(location).touch()
            say("Done." if fresh else "The sample is there already; what was typed is kept.")
            for told in filter(None, (step.told for step in steps())):
                say("\n" + "\n".join(told))
            say("")
            if not arguments.no_serve:
                run_demo(location, port=arguments.port, announce=announce, say=say)
    return 0


def _reset(location: Location) -> None:
    if location.database_url is not None:
        raise CommandError(
            "--reset empties the embedded database only, but DATABASE_URL is set: empty that one yourself."
        )
    server = embedded.start(location.data_dir)
    server.stop()
    if server.answers():
        raise CommandError("Another command is using this data folder; let it end before --reset.")
    shutil.rmtree(location.data_dir / "postgres")
    # never what MANDATE_FILES names: it may be another site's too; the job that sweeps sees to that
    shutil.rmtree(location.data_dir / "files", ignore_errors=True)
