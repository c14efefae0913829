"""The fields in which whoever decides remarks on single figures. What was typed for one decision goes out
with no other: a remark that came back with a refused return stays one for returning."""

from collections.abc import Mapping
from dataclasses import dataclass

from mandate.platform.ui.asked import number_of

#: What they are called, each with the number of its indicator.
REMARK = "remark-"
#: The decisions with which remarks go out.
ACCEPT, RETURN = "accept", "return"


@dataclass(frozen=True, slots=True)
class Remark:
    """A text, and with which decision it goes out ("": with either)."""

    text: str = ""
    deed: str = ""

    @property
    def prefix(self) -> str:
        """What its field is called, before the number."""
        return f"{REMARK}{self.deed}-" if self.deed else REMARK


def field_of(indicator_id: int) -> str:
    """The id of a field in the page."""
    return f"{REMARK}{indicator_id}"


def remarks_typed(sent: Mapping[str, str], deed: str) -> dict[int, Remark]:
    """What a form brought back, by indicator; what was bound to no decision is now bound to this one.

    >>> remarks_typed({"remark-7": "44?", "remark-accept-8": "Well.", "remark-9": " "}, RETURN)
    {7: Remark(text='44?', deed='return'), 8: Remark(text='Well.', deed='accept')}
    """
    found = {}
    for bound in ("", ACCEPT, RETURN):
        prefix = Remark(deed=bound).prefix
        for name in sent:
            pk = number_of(name.removeprefix(prefix)) if name.startswith(prefix) else None
            if pk is not None and sent[name].strip():
                found[pk] = Remark(sent[name], bound or deed)
    return found


def going_with(deed: str, remarks: Mapping[int, Remark]) -> dict[int, str]:
    """Those that go out with a decision.

    >>> going_with(RETURN, {7: Remark("44?", RETURN), 8: Remark("Well.", ACCEPT)})
    {7: '44?'}
    """
    return {pk: one.text for pk, one in remarks.items() if one.deed == deed}
