"""The database itself refuses to change, delete or empty versions of texts."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from tests.support.organisation import console

from mandate.platform.text.models import Version
from mandate.platform.text.versions import add_version, versions_of

pytestmark = pytest.mark.django_db
REFUSED = ["UPDATE text_version SET number = 9", "DELETE FROM text_version", "TRUNCATE text_version"]


def test_a_version_stays_as_it_was_written() -> None:
    add_version(console(), ("thing", 1), {"text": "a"}, "en")
    add_version(console(), ("other", 1), {"text": "b"}, "en")
    add_version(console(), ("thing", 1), {"text": "c"}, "vi", back_to=1)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in REFUSED:
        with (
            pytest.raises(ProgrammingError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert [(one.number, one.parts, one.back_to) for one in versions_of(("thing", 1))] == [
        (2, {"text": "c"}, 1),
        (1, {"text": "a"}, None),
    ]
    assert Version.objects.count() == 3
