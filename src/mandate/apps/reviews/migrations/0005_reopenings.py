"""Requests to open a review again become rows of their own, kept with what came of them."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def keep_what_waits(apps: Any, schema_editor: Any) -> None:
    """Requests that wait go on waiting."""
    review, reopening = apps.get_model("reviews", "Review"), apps.get_model("reviews", "Reopening")
    reopening.objects.bulk_create(
        reopening(review_id=pk, asked_by_id=by, asked_at=at, reason=reason)
        for pk, by, at, reason in review.objects.filter(
            asked_at__isnull=False, asked_by__isnull=False
        ).values_list("pk", "asked_by_id", "asked_at", "asked_reason")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0004_two_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reopening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=1000)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("opened", "Opened"), ("refused", "Refused"), ("withdrawn", "Withdrawn")],
                        max_length=9,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("answer_reason", models.CharField(blank=True, max_length=1000)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reopenings",
                        to="reviews.review",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "")), fields=("review",), name="reopening_waits_once"
                    )
                ],
            },
        ),
        migrations.RunPython(keep_what_waits, migrations.RunPython.noop),
        migrations.RemoveField(model_name="review", name="asked_at"),
        migrations.RemoveField(model_name="review", name="asked_by"),
        migrations.RemoveField(model_name="review", name="asked_reason"),
    ]
