"""Why a file is not taken, in words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from mandate.platform.files.kinds import NAMED
from mandate.platform.files.looking.refused import FileRefusedError

SENTENCES = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than %(limit)s MB."),
    "foreign": _("Files of this kind are not taken; send one of these: %(kinds)s."),
    "encoding": _("The text is not written in UTF-8; save it as UTF-8, or send it as PDF."),
    "runs": _(
        "The file can run something on its reader's computer (a program, a web page, macros); send PDF."
    ),
    "locked": _("The file is an old Office file or has a password; save it in today's format without one."),
    "damaged": _("The file is damaged and cannot be read to its end."),
    "mixed": _("The file contains another one that its readers do not see; save it again."),
    "unpacked": _("The file unpacks to far more than it should; send it as PDF."),
    "pixels": _("The picture has more than %(limit)s million points; make it smaller."),
    "moving": _("Animated pictures are not accepted; send a single picture."),
    "stopped": _("Checking the file takes too long or too much memory; send a smaller one."),
    "no_room": _(
        "The file cannot be kept at this moment; please try again later, or tell who runs this site."
    ),
    "many": _("There can be no more than %(limit)s files here."),
    "day": _("Nobody can send more than %(limit)s MB within a day; continue tomorrow."),
}


def sentence(error: FileRefusedError) -> str:
    """What is told to whoever sent the file."""
    return str(SENTENCES[error.code]) % {"kinds": NAMED, **error.params}


def refusal(error: FileRefusedError) -> ValidationError:
    """The same as services say it, at the field ``file``."""
    return ValidationError({"file": [ValidationError(sentence(error), code=error.code)]})
