"""What only one person may know: here a notice that came to them, and the secret in their mails by which
they are stopped, of which one stands here that was guessed."""

from tests.support.hidden import City

from mandate.platform.notices.models import Notice


def put(city: City) -> dict[str, str]:
    """What B's writer was told, which the tests of reporting saw to: that B's report came back."""
    notice = Notice.objects.get(user=city.writer, kind="reporting.returned")
    return {"notice_id": str(notice.pk), "mails_secret": "WzEsMF0:1w:guessed"}
