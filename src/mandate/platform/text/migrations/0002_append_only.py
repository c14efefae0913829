"""The database itself refuses to change, delete or empty versions."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION text_version_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'versions of texts are append-only' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER text_version_append_only BEFORE UPDATE OR DELETE ON text_version
    FOR EACH ROW EXECUTE FUNCTION text_version_refuse();
CREATE TRIGGER text_version_never_emptied BEFORE TRUNCATE ON text_version
    FOR EACH STATEMENT EXECUTE FUNCTION text_version_refuse();
"""
BACKWARD = """
DROP TRIGGER text_version_never_emptied ON text_version;
DROP TRIGGER text_version_append_only ON text_version;
DROP FUNCTION text_version_refuse();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("text", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
