"""``mandate review`` and ``mandate reopen``."""

from argparse import ArgumentParser
from pathlib import Path

from mandate.platform.console.command import Command
from mandate.platform.console.words import LANGUAGES, unit_and_period


def _review(review: ArgumentParser) -> None:
    unit_and_period(review)
    review.add_argument("--lang", choices=LANGUAGES, default="en", metavar="LL")
    review.add_argument("--out", type=Path, required=True, metavar="FILE.pdf|docx|xlsx|html")
    review.add_argument(
        "--below", choices=("children", "all"), help="with the units right below, or all: --out is a folder"
    )
    review.add_argument(
        "--format", choices=("pdf", "docx", "xlsx", "html"), default="pdf", help="of the files in a folder"
    )


def _reopen(reopen: ArgumentParser) -> None:
    unit_and_period(reopen)
    reopen.add_argument("--reason", default="", metavar="TEXT", help="why (default: what was asked for)")
    reopen.add_argument("--leave-closed", action="store_true", help="turn down the waiting request")


COMMANDS = (
    Command("review", "the review of a unit's period as a document", "review.run", _review, 120, fonts=True),
    Command("reopen", "open a closed review again, as an operator", "reopen.run", _reopen, 130),
)
