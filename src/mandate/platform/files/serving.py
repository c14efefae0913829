"""Handing a file out, to somebody who was found to have the right: never as a page of this site.

Browsers are told what it is by what it was found to be, that they must not guess, and that nothing in it may
run or fetch; most kinds are only downloaded.
"""

import logging
import re
from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from mandate.platform.access.request import ActorRequest
from mandate.platform.circles.members import may_know_of
from mandate.platform.files.kinds import KINDS
from mandate.platform.files.models import Attachment
from mandate.platform.files.services import store
from mandate.platform.ui.downloads import attachment as as_attachment
from mandate.platform.ui.errors import error_page

log = logging.getLogger(__name__)

_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def answer(request: HttpRequest, attachment: Attachment, *, show: bool = False) -> HttpResponse:
    """The file, or the asked-for part of it; with ``show`` pictures are looked at in the browser. Raises
    Http404 where it is attached to something confidential, and the reader is not in its circle."""
    if not may_know_of(cast(ActorRequest, request).actor, attachment.subject_kind, attachment.subject_id):
        raise Http404
    content = attachment.content
    kind = KINDS[content.kind]
    try:
        with store().open(content.sha256) as file:
            size = file.seek(0, 2)
            if size != content.size:
                raise FileNotFoundError(content.sha256)
            first, last = _asked(request, size)
            file.seek(first)
            data = b"" if request.method == "HEAD" or first > last else file.read(last + 1 - first)
    except OSError:
        log.error("The file %s is missing or damaged; see `mandate check`.", content.sha256)
        return error_page(
            404, _("This file is listed, but it is missing on the server. Please tell who runs it.")
        )
    response = HttpResponse(data, content_type=kind.media)
    if first > last:
        response.status_code, response["Content-Range"] = 416, f"bytes */{size}"
    elif last + 1 - first < size:
        response.status_code, response["Content-Range"] = 206, f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(max(last + 1 - first, 0))
    disposition = as_attachment(attachment.name)
    if show and kind.shows:
        disposition = disposition.replace("attachment", "inline", 1)
    response["Content-Disposition"] = disposition
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Accept-Ranges"] = "bytes"
    return response


def _asked(request: HttpRequest, size: int) -> tuple[int, int]:
    """The first and the last byte that are asked for; the first behind the last where there is none such.
    Several parts at once, and what is no such wish, are answered with the whole."""
    whole = (0, size - 1)
    wish = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if wish is None or request.method != "GET" or wish.group() == "bytes=-":
        return whole
    first, last = wish.groups()
    if not first:
        return max(size - int(last), 0), size - 1
    if last and int(last) < int(first):
        return whole
    return int(first), min(int(last), size - 1) if last else size - 1
