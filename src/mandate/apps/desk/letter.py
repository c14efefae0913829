"""The text of a reminder, in the language in force."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from mandate.platform.parts import Passage
from mandate.platform.ui.addresses import whole_address


def letter(name: str, passages: Sequence[Passage]) -> tuple[str, str]:
    """Subject and body; the first passage gives the subject."""
    paragraphs = [
        _("Hello %(name)s,") % {"name": name},
        *(paragraph for passage in passages for paragraph in passage.paragraphs),
        _("Your desk: %(address)s") % {"address": whole_address("desk:desk")},
        _("You can switch these reminders off in your account: %(address)s")
        % {"address": whole_address("people:me")},
        f"-- \n{settings.ORGANISATION}",
    ]
    return passages[0].subject, "\n\n".join(paragraphs) + "\n"
