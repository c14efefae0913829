"""``mandate check``: looks for damage in what is stored, and for what a reader of totals should know."""

from argparse import Namespace

from mandate.core.tree import StructureError
from mandate.platform.console.output import say
from mandate.platform.integrity import Check, Finding, headed


def run(arguments: Namespace) -> int:
    """Print every finding on a line; 1 if there is damage, 0 if there are only warnings or nothing."""
    findings: list[Finding] = []
    for name, checks in headed():
        found = [one for check in checks for one in _looked(check)]
        findings += found
        say(f"{name}: {'fine' if not found else f'{_count(found)} found'}")
        for finding in found:
            say(f"  {finding.severity}: {finding.text}")
    damage = _count([finding for finding in findings if finding.severity == "damage"])
    warnings = _count(findings) - damage
    say(f"\n{damage} damaged, {warnings} warned of." if findings else "\nEverything is fine.")
    return 1 if damage else 0


def _looked(check: Check) -> list[Finding]:
    """What a check finds. Those that walk the tree cannot where it is a ring, which is told by then."""
    try:
        return check.look()
    except StructureError:
        return [Finding("warning", "not looked at, for the tree is damaged: mend that first")]


def _count(findings: list[Finding]) -> int:
    return sum(finding.count for finding in findings)
