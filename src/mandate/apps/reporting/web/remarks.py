"""The fields in which whoever decides remarks on single figures."""

from collections.abc import Mapping

from mandate.platform.ui.asked import number_of

#: What they are called, each with the number of its indicator.
REMARK = "remark-"


def remarks_typed(sent: Mapping[str, str]) -> dict[int, str]:
    """What a form brought back, by indicator.

    >>> remarks_typed({"remark-7": "44? Last year 25.", "remark-8": " ", "reason": "Count again."})
    {7: '44? Last year 25.'}
    """
    typed = ((number_of(name.removeprefix(REMARK)), sent[name]) for name in sent if name.startswith(REMARK))
    return {pk: text for pk, text in typed if pk is not None and text.strip()}
