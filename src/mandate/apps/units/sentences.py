"""The problems of a table of units that this part finds, in words of the reader's language."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Mapping[str, Promise] = {
    "unit_code_malformed": _(
        "“%(code)s” cannot be a code. Use letters, digits, points, colons, hyphens and underscores, "
        "%(length)s at most."
    ),
    "unit_kind_too_long": _("The kind is longer than %(length)s characters."),
    "unit_name_too_long": _("The name is longer than %(length)s characters."),
    "unit_parent_not_open": _("The unit %(parent)s is not open on the day from which this holds."),
    "unit_opened_later": _(
        "The unit %(code)s has not been here since always, so say from which day this holds."
    ),
    "unit_cycle_later": _("On %(day)s, by a move planned already, the unit %(code)s would lie below itself."),
    "unit_parent_closes": _("On %(day)s, the unit above %(code)s is not open."),
}
