"""A person's own data: to read, and to take away as a file."""

from json import dumps

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mandate.apps.accounts.queries import my_page
from mandate.platform.access.request import ActorRequest
from mandate.platform.access.web import signed_in
from mandate.platform.documents import FORMATS, write_document
from mandate.platform.mydata.document import my_document
from mandate.platform.mydata.telling import all_personal, for_programs
from mandate.platform.ui.downloads import attachment
from mandate.platform.ui.pages import render_page

JSON = "json"


@require_safe
@signed_in
def data(request: ActorRequest) -> HttpResponse:
    """What parts tell of whoever asks; ``?format=`` json or one of the documents gives it as a file."""
    actor, format = request.actor, request.GET.get("format", "")
    told = all_personal(actor.user_id or 0, actor.today)
    if not format:
        return render_page(request, "accounts/data.html", told, section="me")
    if format == JSON:
        kind = "application/json"
        content = dumps(for_programs(told, actor.now), ensure_ascii=False, indent=2).encode()
    elif format in FORMATS:
        document = my_document(my_page(actor).name, told, actor.today, actor.language)
        content, kind = write_document(document, format), FORMATS[format].media_type
    else:
        raise Http404(_("There is no such document."))
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = attachment(f"mandate-{actor.today.isoformat()}.{format}")
    return answer
