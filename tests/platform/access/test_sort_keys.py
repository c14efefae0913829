"""The keys by which people are sorted and found, made for those who were there before them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support.organisation import person, tree

from mandate.platform.access.actor import Role
from mandate.platform.access.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("field", "name", "none"), [("sort_keys", "0004_sort_keys", {}), ("search_key", "0006_search_key", "")]
)
def test_people_of_before_get_the_keys_of_their_names_a_batch_at_a_time(
    monkeypatch, field: str, name: str, none: object
) -> None:
    units = tree()
    for number in range(7):
        person(Role.REPORTER, units["A"], f"p{number}@example.org")
    kept = dict(User.objects.values_list("pk", field))
    User.objects.update(**{field: none})
    migration = import_module(f"mandate.platform.access.migrations.{name}")
    monkeypatch.setattr(migration, "BATCH", 3)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        migration.fill(apps, None)
    assert dict(User.objects.values_list("pk", field)) == kept and all(kept.values())
    assert sum(query["sql"].startswith("UPDATE") for query in asked) == -(-len(kept) // 3)
