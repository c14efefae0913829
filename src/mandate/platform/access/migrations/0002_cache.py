"""The table of Django's cache, where failed sign-ins are counted for all processes together."""

from django.db import migrations

FORWARD = """
CREATE TABLE site_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX site_cache_expires ON site_cache (expires);
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, "DROP TABLE site_cache")]
