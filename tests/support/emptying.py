"""After a test that commits, the tests' database is put back as the migrations left it.

Django would empty every table, also of the rows that migrations wrote (the first calendar …), so that what
runs later would depend on what ran before. Here only tables with rows are touched, and those rows come back.
"""

from django.db import connection
from django.test import TransactionTestCase

_KEEP = """
CREATE SCHEMA kept;
DO $$
DECLARE name text; filled boolean;
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
    IF filled THEN EXECUTE format('CREATE TABLE kept.%I AS TABLE public.%I', name, name); END IF;
  END LOOP;
END $$;

-- The journal refuses to lose rows, rightly; here its triggers rest meanwhile (they are tried by
-- tests/platform/journal). No table can be altered while checks of it are due, hence one loop after another.
CREATE FUNCTION kept.put_back() RETURNS void LANGUAGE plpgsql AS $$
DECLARE name text; filled boolean; touched text[] = '{}';
BEGIN
  FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
    IF filled OR to_regclass(format('kept.%I', name)) IS NOT NULL THEN touched = touched || name; END IF;
  END LOOP;
  FOREACH name IN ARRAY touched LOOP
    EXECUTE format('ALTER TABLE public.%I DISABLE TRIGGER USER', name);
  END LOOP;
  FOREACH name IN ARRAY touched LOOP EXECUTE format('DELETE FROM public.%I', name); END LOOP;
  FOREACH name IN ARRAY touched LOOP
    IF to_regclass(format('kept.%I', name)) IS NOT NULL THEN
      EXECUTE format('INSERT INTO public.%I OVERRIDING SYSTEM VALUE TABLE kept.%I', name, name);
    END IF;
  END LOOP;
  SET CONSTRAINTS ALL IMMEDIATE;
  FOREACH name IN ARRAY touched LOOP
    EXECUTE format('ALTER TABLE public.%I ENABLE TRIGGER USER', name);
  END LOOP;
END $$;
"""


def keep_what_migrations_wrote() -> None:
    """Remember the rows of the new database, and let Django's tests put it back to them."""
    with connection.cursor() as cursor:
        cursor.execute(_KEEP)
    TransactionTestCase._fixture_teardown = lambda _case: put_back()


def put_back() -> None:
    """The database again as it was then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept.put_back()")
