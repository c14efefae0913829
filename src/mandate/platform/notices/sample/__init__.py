"""The sample's notices: of what is over by the time at which it is set up no mail tells any more."""

from mandate.platform.access.actor import Actor
from mandate.platform.notices.models import Mail, Notice
from mandate.platform.sample import SampleStep


def _no_late_mails(actor: Actor) -> None:
    late = Notice.objects.filter(mail=Mail.WAITING, mail_due__lt=actor.now)
    late.update(mail=Mail.NONE, mail_due=None)


STEPS = (SampleStep(85, _no_late_mails),)
