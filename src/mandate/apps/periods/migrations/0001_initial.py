"""The organisation's calendar; the numbers of its versions come from a sequence, so that none is used twice."""

from django.db import migrations, models

FORWARD = """
CREATE SEQUENCE periods_calendar_version;
INSERT INTO periods_calendarversion (id, number) VALUES (1, nextval('periods_calendar_version'));
"""
BACKWARD = """
DELETE FROM periods_calendarversion;
DROP SEQUENCE periods_calendar_version;
"""


class Migration(migrations.Migration):
    """See the module."""

    initial = True
    operations = [
        migrations.CreateModel(
            name="CalendarVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="NamedPeriod",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, unique=True)),
                ("first", models.DateField()),
                ("last", models.DateField()),
                ("names", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "ordering": ["-first", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("last__gt", models.F("first"))), name="named_period_forward"
                    ),
                    models.UniqueConstraint(fields=("first", "last"), name="named_period_span_once"),
                ],
            },
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
