"""The apps that are there: whatever lies in their folder, so that a new one is entered nowhere."""

from pkgutil import iter_modules

import mandate.apps


def apps() -> tuple[str, ...]:
    """Their dotted names."""
    found = iter_modules(mandate.apps.__path__, "mandate.apps.")
    return tuple(package.name for package in found if package.ispkg)
