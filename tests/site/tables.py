"""Tables that the commands read in the tests."""

import csv
import json
from pathlib import Path

import mandate.apps

INDICATOR_COLUMNS = (
    "code",
    "name",
    "unit_of_measure",
    "decimals",
    "kind",
    "over_units",
    "over_time",
    "formula",
    "better",
)


def indicators_csv(path: Path) -> Path:
    """The sample's indicators in the columns that `mandate import indicators` reads."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(INDICATOR_COLUMNS)
        for item in json.loads(sample_file("indicators.json").read_text(encoding="utf-8")):
            summed = item["kind"] == "number"
            writer.writerow(
                [
                    item["code"],
                    item["names"]["en"],
                    item["measures"].get("en", ""),
                    item.get("decimals", 0),
                    item["kind"],
                    "sum" if summed else "",
                    item.get("over_time", "sum") if summed else "",
                    item.get("formula", ""),
                    "higher",
                ]
            )
    return path


def sample_file(name: str) -> Path:
    """A file of the sample, wherever its app keeps it."""
    [found] = Path(mandate.apps.__path__[0]).glob(f"*/sample/data/{name}")
    return found


def sample_rows(name: str) -> list[dict[str, str]]:
    with sample_file(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FIGURES = "unit,indicator,period,value"
