"""The sample's admissions: as many in each street as its reports say, so that both add up to what is
published."""

import csv
from collections import Counter
from pathlib import Path

from mandate.apps.people.sample.admitted import DATA, _rows

FIGURES = Path(DATA).parents[3] / "reporting/sample/data/figures.csv"


def test_as_many_are_admitted_in_each_street_as_the_reports_of_the_sample_say() -> None:
    told = {
        (row["unit"], row["period"]): int(row["value"])
        for row in csv.DictReader(FIGURES.open(encoding="utf-8"))
        if row["indicator"] == "members_admitted" and row["value"] != "0"
    }
    begun = Counter((row.unit, row.starts[:4]) for row in _rows() if row.kind == "probationary")
    assert begun == told
    sources = Counter((row.starts[:4], row.source) for row in _rows() if row.source)
    by_year = {
        year: sum(number for key, number in sources.items() if key[0] == year) for year in ("2022", "2023")
    }
    assert by_year == {"2022": 67, "2023": 169}
    assert (sources["2023", "students"], sources["2022", "students"]) == (41, 16)
