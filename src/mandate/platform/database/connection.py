"""Connections of the web processes: a pool that gives up soon on a database that is away, and recovers."""

from typing import Any, cast

from psycopg.conninfo import make_conninfo
from psycopg_pool import ConnectionPool

POOL_SIZE = 20
POOL = {
    "min_size": 1,
    "timeout": 5,  # seconds a page waits for a connection before it says that the database is away
    "reconnect_timeout": 2,  # then the pool gives up, and the next page that asks makes it try again at once
    "max_idle": 300,
}


def pooled(database: dict[str, Any], size: int = POOL_SIZE) -> dict[str, Any]:
    """A DATABASES entry with a pool of up to `size` connections, each checked before it is handed out."""
    return {
        **database,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**database["OPTIONS"], "pool": {**POOL, "max_size": size}},
    }


def address() -> str:
    """How to reach the database outside the pool, whose connections are for short work."""
    from django.db import connection

    known = connection.get_connection_params()
    names = ("host", "port", "user", "password", "dbname", "sslmode")
    return make_conninfo(**{name: known[name] for name in names if known.get(name)})


def pool_is_used_up() -> bool:
    """Whether all connections that this process may have are at work."""
    from django.db import connection

    pool = cast("ConnectionPool | None", getattr(connection, "pool", None))
    if pool is None:
        return False
    stats = pool.get_stats()
    return stats["pool_size"] >= stats["pool_max"] and stats["pool_available"] == 0
