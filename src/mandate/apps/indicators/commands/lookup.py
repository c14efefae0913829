"""The indicators that a command names, found in the database or refused in one line."""

from collections.abc import Sequence

from mandate.apps.indicators.models import Indicator
from mandate.core.codes import Looks
from mandate.platform.console.output import CommandError
from mandate.platform.i18n.problems import with_letter


def indicators_called(codes: Sequence[str] | None) -> list[Indicator]:
    """The indicators of these codes, or all of them, in their order."""
    everything = list(Indicator.objects.all())
    if not codes:
        return everything
    known = {indicator.code: indicator for indicator in everything}
    looks = Looks(known)
    found: dict[str, Indicator] = {}
    for text in codes:
        code = looks.find(text)
        if code is None:
            what = f"There is no indicator with the code {text}."
            raise CommandError(with_letter(what, looks.hint(text)))
        found[code] = known[code]
    return list(found.values())
