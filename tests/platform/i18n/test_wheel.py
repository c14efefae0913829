"""The wheel carries compiled catalogues, so that an installed Mandate needs to write nothing."""

import gettext
import importlib.util
from pathlib import Path
from typing import Any

import pytest

from mandate.platform.guides.shelf import shelf

ROOT = Path(__file__).resolve().parents[3]


def build_hook(root: Path) -> Any:
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.CustomBuildHook(str(root), {}, None, None, str(root), "wheel")


def test_the_wheel_gets_every_catalogue_compiled() -> None:
    hook = build_hook(ROOT)
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", data)
    compiled = {
        target: Path(source) for source, target in data["force_include"].items() if target.endswith(".mo")
    }
    assert len(compiled) == 7
    with compiled["mandate/locale/de/LC_MESSAGES/django.mo"].open("rb") as file:
        assert gettext.GNUTranslations(file).pgettext("due", "tomorrow") == "morgen"
    hook.finalize("standard", data, "")
    assert not any(path.exists() for path in compiled.values())


def test_the_wheel_gets_every_guide_and_its_pictures() -> None:
    hook = build_hook(ROOT)
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", data)
    hook.finalize("standard", data, "")
    carried = set(data["force_include"].values())
    assert {f"mandate/guides/{name}.md" for name in shelf().guides} <= carried
    assert {f"mandate/guides/images/{name}" for name in shelf().pictures} <= carried


def test_an_editable_install_gets_none(tmp_path: Path) -> None:
    data: dict[str, Any] = {"force_include": {}}
    build_hook(tmp_path).initialize("editable", data)
    assert data["force_include"] == {}


@pytest.mark.parametrize("text", ["no catalogue at all", 'msgid "word\nmsgstr "Wort"\n'])
def test_a_broken_catalogue_stops_the_build(tmp_path: Path, text: str) -> None:
    """Also where Babel would read on, and lose a letter."""
    po = tmp_path / "src/mandate/locale/de/LC_MESSAGES/django.po"
    po.parent.mkdir(parents=True)
    po.write_text(text)
    with pytest.raises(OSError, match=r"django\.po:1: not a line of a catalogue"):
        build_hook(tmp_path).initialize("standard", {"force_include": {}})
