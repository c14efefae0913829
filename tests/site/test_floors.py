"""What import-linter cannot see: the floors below the apps name no app in a text either."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mandate
from mandate.apps import installed

ROOT = Path(mandate.__file__).parent
APPS = "|".join(sorted({app.rpartition(".")[2] for app in installed()} | {"exchange", "spreadsheets"}))
#: An action, a model, an address by its name: "units.view", "units.Unit", "units:tree"; or the app's package.
NAMED = re.compile(rf"(?:{APPS})[.:]\w+|mandate\.apps\.\w+(?:\.\w+)*")
IN_TEMPLATE = re.compile(rf"['\"](?:{NAMED.pattern})['\"]")


def python_texts(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def named_in(floor: str) -> list[tuple[str, str]]:
    """What a floor, or one file, names of apps."""
    found = []
    for file in sorted((ROOT / floor).rglob("*")) if (ROOT / floor).is_dir() else [ROOT / floor]:
        if file.suffix == ".py":
            texts = [text for text in python_texts(file) if NAMED.fullmatch(text)]
        elif file.suffix in (".html", ".txt", ".js"):
            texts = IN_TEMPLATE.findall(file.read_text())
        else:
            continue
        found += [(str(file.relative_to(ROOT)), text) for text in texts]
    return found


@pytest.mark.parametrize("floor", ["core", "platform"])
def test_the_floors_below_name_no_app(floor: str) -> None:
    assert named_in(floor) == []


@pytest.mark.parametrize("file", ["shell.py", "urls.py", "settings.py"])
def test_the_frame_and_the_addresses_name_none(file: str) -> None:
    allowed = {"units.Unit"}  # the model that stands for a unit in every database
    assert [text for _file, text in named_in(f"site/{file}") if text not in allowed] == []


def test_the_test_would_find_one() -> None:
    assert ("apps/units/permissions.py", "units.view") in named_in("apps")
    assert any(file.endswith(".html") for file, _text in named_in("apps"))
