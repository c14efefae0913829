"""The parts of the cycle, one folder each. Whatever lies here is there, so that a new one is entered
nowhere."""

from pkgutil import iter_modules


def installed() -> tuple[str, ...]:
    """The dotted names of the apps."""
    return tuple(package.name for package in iter_modules(__path__, f"{__name__}.") if package.ispkg)
