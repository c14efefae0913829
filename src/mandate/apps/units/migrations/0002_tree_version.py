"""The numbers of tree versions come from a sequence, so that none is ever used twice, even after a rollback."""

from django.db import migrations

FORWARD = """
CREATE SEQUENCE units_tree_version;
INSERT INTO units_treeversion (id, number) VALUES (1, nextval('units_tree_version'));
"""
BACKWARD = """
DELETE FROM units_treeversion;
DROP SEQUENCE units_tree_version;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("units", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
