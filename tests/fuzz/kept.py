"""What the requests left in the database: no character that XML forbids, in any text of any table."""

from django.db import connection

_TEXTS = """
SELECT table_name, column_name, data_type FROM information_schema.columns
WHERE table_schema = 'public' AND column_name <> 'sort_keys'
AND data_type IN ('text', 'character varying', 'jsonb')
AND table_name NOT LIKE 'django\\_%' AND table_name NOT LIKE 'procrastinate\\_%' ORDER BY 1, 2
"""
_RAW = "[\x01-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_IN_JSON = r"\\u00(0[1-8bcef]|1)|\\u[dD][89a-fA-F]|[\ufffe\uffff]"


def dirty_texts() -> list[str]:
    """Each column that holds such a character, with one of its texts."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS)
        for table, column, kind in cursor.fetchall():
            pattern = _IN_JSON if kind == "jsonb" else _RAW
            sql = f'SELECT "{column}"::text FROM "{table}" WHERE "{column}"::text ~ %s LIMIT 1'
            cursor.execute(sql, [pattern])
            found += [f"kept in {table}.{column}: {text[:200]!r}" for (text,) in cursor.fetchall()]
    return found
