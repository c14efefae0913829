"""`make fuzz ARGS="--seed 7 --count 20000"`: on a PostgreSQL of its own, or on the database of DATABASE_URL,
which must be empty. Every request that ends in a 500, a traceback or takes out of proportion is printed."""

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any


def main() -> int:
    """Send the requests; the status says whether all was well."""
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--slow", type=float, default=2, help="seconds from which an answer is told; 0: none")
    parser.add_argument("--sample", action="store_true", help="on the sample's city, which is larger")
    said = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        return _fuzz(said)
    from mandate.platform.database.location import Location
    from mandate.platform.database.opening import opened

    with (
        tempfile.TemporaryDirectory(prefix="mandate-fuzz-") as folder,
        opened(Location(Path(folder), None), durable=False) as url,
    ):
        os.environ["DATABASE_URL"] = url
        return _fuzz(said)


def _fuzz(said: Any) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mandate.site.settings")
    os.environ.setdefault("MANDATE_MAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
    import django

    django.setup()
    from django.contrib.auth.hashers import Argon2PasswordHasher
    from django.core.management import call_command

    Argon2PasswordHasher.time_cost, Argon2PasswordHasher.memory_cost = 1, 8
    Argon2PasswordHasher.parallelism = 1
    call_command("migrate", verbosity=0)
    from tests.fuzz.addresses import GOOD
    from tests.fuzz.drive import Fuzzer
    from tests.fuzz.kept import dirty_texts
    from tests.fuzz.organisation import IN_THE_SAMPLE, small_city, visitors
    from tests.fuzz.watch import watching

    if said.sample:
        from mandate.site.sample.load import load_sample

        load_sample(lambda _line: None)
        units = IN_THE_SAMPLE
        GOOD["code"] = (*GOOD["code"], *units.values())
    else:
        small_city()
        units = {}
    with watching() as watch:
        fuzzer = Fuzzer(said.seed, visitors(units), watch, said.slow)
        troubles = fuzzer.run(said.count, lambda trouble: print(trouble, flush=True))  # noqa: T201
    for dirty in dirty_texts():
        troubles += 1
        print(dirty)  # noqa: T201
    statuses = ", ".join(f"{number} × {status}" for status, number in sorted(fuzzer.statuses.items()))
    print(f"{said.count} requests from seed {said.seed}: {statuses}; {troubles} in trouble.")  # noqa: T201
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
