"""What the database refuses for a reason that lies in the request, not in the server.

Two people can do at once what only one may: the second hears so (409) and tries again, and nothing of the
two is lost. So does whoever comes to a row that was there a moment ago and that somebody else took away.
Services lock and name the field where they can; this is for what they could not foresee. What may be
confidential and is not there is not found (404), as what somebody may not know of. A text or a number that
the database cannot hold is the request's mistake (400).
"""

import logging
from collections.abc import Callable

from django.core.exceptions import BadRequest, ObjectDoesNotExist
from django.db import DataError, Error
from django.http import Http404, HttpRequest, HttpResponse
from psycopg import errors

from mandate.platform.circles.matters import is_missing_matter
from mandate.platform.ui.errors import error_page

logger = logging.getLogger(__name__)

_AT_ONCE = (
    errors.UniqueViolation,
    errors.ExclusionViolation,
    errors.ForeignKeyViolation,
    errors.DeadlockDetected,
    errors.SerializationFailure,
)


class RefusedByDatabaseMiddleware:
    """Turns such a refusal into a page with status 409 or 400, and one line in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Called by Django for an error in a view."""
        if isinstance(error, UnicodeEncodeError | DataError):
            raise BadRequest(f"it holds what cannot be kept: {_first_line(error)}") from error
        if is_missing_matter(error):
            raise Http404 from error
        at_once = isinstance(error, Error) and isinstance(error.__cause__, _AT_ONCE)
        if at_once or isinstance(error, ObjectDoesNotExist):
            logger.warning("Two at once: %s %s: %s", request.method, request.path, _first_line(error))
            return error_page(409)
        return None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
