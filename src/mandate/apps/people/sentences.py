"""What is wrong with a deed on a membership, in words."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.i18n.problems import Sentences

SENTENCES: Sentences = {
    "member_already": _("This person has been a member since %(day)s."),
    "member_later": _("This person was a member from %(day)s on; a new membership can only begin after it."),
    "no_member": _("This person is not a member on %(day)s."),
    "ended": _("This membership ended on %(day)s."),
    "died": _("This person died on %(day)s."),
    "too_early": _("The day must lie after %(day)s, the beginning of the membership as it is now."),
    "before_birth": _("That is before the day of birth, %(day)s."),
    "not_first": _("Nobody begins as “%(kind)s”."),
    "no_step": _("No step leads from “%(kind)s” to “%(other)s”."),
    "same_unit": _("The person belongs to this unit already."),
    "nothing": _("There is nothing to take back."),
}
