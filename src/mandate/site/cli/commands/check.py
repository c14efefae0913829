"""``mandate check``: looks for damage in what is stored, and for what a reader of totals should know."""

from argparse import Namespace

from mandate.platform.console.output import say
from mandate.site.integrity import CHECKS
from mandate.site.integrity.finding import Finding


def run(arguments: Namespace) -> int:
    """Print every finding on a line; 1 if there is damage, 0 if there are only warnings or nothing."""
    findings: list[Finding] = []
    for name, check in CHECKS:
        found = check()
        findings += found
        say(f"{name}: {'fine' if not found else f'{_count(found)} found'}")
        for finding in found:
            say(f"  {finding.severity}: {finding.text}")
    damage = _count([finding for finding in findings if finding.severity == "damage"])
    warnings = _count(findings) - damage
    say(f"\n{damage} damaged, {warnings} warned of." if findings else "\nEverything is fine.")
    return 1 if damage else 0


def _count(findings: list[Finding]) -> int:
    return sum(finding.count for finding in findings)
