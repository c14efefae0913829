"""What was chosen and not told before there were notices goes on as notices."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.support.organisation import NOW

from mandate.platform.notices.models import Notice, Preference

BEFORE = [("access", "0004_sort_keys"), ("notices", "0001_initial"), ("jobs", "0002_trouble_count")]


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_who_had_switched_reminders_off_gets_none_and_what_ended_untold_is_told() -> None:
    executor = MigrationExecutor(connection)
    latest = executor.loader.graph.leaf_nodes()
    executor.migrate(BEFORE)
    try:
        before = executor.loader.project_state(BEFORE).apps
        user, job = before.get_model("access", "User"), before.get_model("jobs", "Job")
        off = user.objects.create(email="off@example.org", name="Off", mail_reminders=False)
        on = user.objects.create(email="on@example.org", name="On")
        _, untold, _ = (
            job.objects.create(kind="reports.accept", user=on, asked_at=NOW, ended_at=ended, told=said)
            for ended, said in ((NOW, True), (NOW, False), (None, False))
        )
    finally:
        executor = MigrationExecutor(connection)
        executor.migrate(latest)
    assert list(Preference.objects.values_list("user_id", "group", "choice")) == [
        (off.pk, "reminders", "never")
    ]
    assert list(Notice.objects.values_list("user_id", "kind", "subject", "mail")) == [
        (on.pk, "jobs.ended", untold.pk, "none")
    ]
