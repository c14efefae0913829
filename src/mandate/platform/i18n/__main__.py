"""The translators' command: `python -m mandate.platform.i18n extract|update|compile|check`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from mandate.platform.i18n import catalogue, checks
from mandate.platform.i18n.extraction import ExtractionError, extract
from mandate.platform.i18n.languages import LOCALE_DIR
from mandate.platform.i18n.messages import Message

PACKAGE = Path(__file__).resolve().parents[2]


def main(argv: Sequence[str] | None = None) -> int:
    """Do one step; the exit code is 1 where something is wrong."""
    parser = argparse.ArgumentParser(prog="python -m mandate.platform.i18n", description=__doc__)
    steps = parser.add_subparsers(dest="step", required=True)
    steps.add_parser("extract", help="print every translatable string of the code and the templates")
    steps.add_parser("update", help="merge them into the catalogues of all languages")
    steps.add_parser("compile", help="write the compiled catalogues that the program reads")
    steps.add_parser("check", help="list what is missing or broken, and fail if anything is")
    step = parser.parse_args(argv).step
    try:
        return _STEPS[step]()
    except (ExtractionError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def package_messages() -> list[Message]:
    """Every translatable string of the package."""
    return extract(PACKAGE)


def _extract() -> int:
    for message in package_messages():
        context = f"[{message.context}] " if message.context else ""
        plural = f" | {message.plural!r}" if message.plural else ""
        sys.stdout.write(f"{message.files[0]}: {context}{message.text!r}{plural}\n")
    return 0


def _update() -> int:
    catalogue.update(package_messages(), LOCALE_DIR)
    return 0


def _compile() -> int:
    for path in catalogue.compile_catalogues(LOCALE_DIR, force=True):
        sys.stdout.write(f"{path}\n")
    return 0


def _check() -> int:
    problems = checks.check(package_messages(), LOCALE_DIR)
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    return 1 if problems else 0


_STEPS = {"extract": _extract, "update": _update, "compile": _compile, "check": _check}

if __name__ == "__main__":
    sys.exit(main())
