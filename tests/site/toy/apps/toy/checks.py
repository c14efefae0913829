"""What ``mandate check`` looks at in toys."""

from mandate.platform.integrity import Check, Finding


def check_toys() -> list[Finding]:
    """One is broken."""
    return [Finding("warning", "the ball has no air")]


CHECKS = (Check("The toys", 55, check_toys),)
