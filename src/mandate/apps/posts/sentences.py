"""What is wrong with days of bodies, posts and holdings, in words."""

from django.utils.translation import gettext_lazy as _

from mandate.platform.i18n.problems import Sentences

SENTENCES: Sentences = {
    "backwards": _("The end must come after the beginning."),
    "before_body": _("The body begins on %(day)s."),
    "after_body": _("The body ends on %(day)s."),
    "before_post": _("The post begins on %(day)s."),
    "after_post": _("The post ends on %(day)s."),
    "no_term": _("The body has no term on %(day)s. Add it first, or choose a day within one."),
    "after_term": _("The term ends on %(day)s."),
    "full": _("On %(day)s all places (%(places)s) are held already. End a holding first, or add a place."),
}
