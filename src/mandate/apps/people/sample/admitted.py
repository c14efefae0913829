"""Those who were admitted in 2022 and 2023, made up: as many in each street as the sample's reports say, so
that they add up to the published 67 and 169, of whom 16 and 41 were students."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from mandate.apps.people.sample.names import name_of
from mandate.apps.people.tables.importing import ImportMembers, import_members
from mandate.apps.people.tables.rows import MemberRow
from mandate.platform.access.actor import Actor

DATA = Path(__file__).parent / "data/admitted.csv"
FIRST_NAME = 400  # the numbers before are names of the members of one ward
STUDENTS = {2022: (16, 67), 2023: (41, 169)}  # so many of all
OTHERS = ("workers", "farmers", "public_service", "others")


def admit_of_the_years(actor: Actor) -> None:
    """Read them in as a table, each on probation for a year."""
    import_members(actor, ImportMembers(tuple(_rows())))


def _rows() -> Iterator[MemberRow]:
    line, seen = 1, dict.fromkeys(STUDENTS, 0)
    with DATA.open(encoding="utf-8", newline="") as file:
        for place in csv.DictReader(file):
            year = int(place["year"])
            for _one in range(int(place["number"])):
                number, seen[year] = seen[year], seen[year] + 1
                for row in _person(line, place["unit"], year, number, FIRST_NAME + sum(seen.values())):
                    line += 1
                    yield row


def _person(line: int, unit: str, year: int, number: int, name: int) -> Iterator[MemberRow]:
    """A row for the year on probation, and one for the full member that follows."""
    day = date(year, 1, 10) + timedelta(days=number * 2 % 350)
    told = (f"HR {name:04}", name_of(name), unit)
    yield MemberRow(line + 1, *told, "probationary", day.isoformat(), source=_source(year, number))
    yield MemberRow(line + 2, *told, "full", day.replace(year=year + 1).isoformat())


def _source(year: int, number: int) -> str:
    """Students at even distances, the other sources in turn."""
    students, everybody = STUDENTS[year]
    if (number + 1) * students // everybody > number * students // everybody:
        return "students"
    return OTHERS[number % len(OTHERS)]
