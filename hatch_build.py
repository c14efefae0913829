"""Puts the compiled catalogues and the guides into the wheel. In a checkout the catalogues are made at the
first start, and the guides lie in docs."""

import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling's own way of naming a hook
    """Compiles src/mandate/locale/*/LC_MESSAGES/django.po."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add one .mo for each .po to the files of the wheel, and the guides with their pictures."""
        if version == "editable":
            return
        source = Path(self.root) / "src"
        self._folder = tempfile.TemporaryDirectory()
        for number, po in enumerate(sorted(source.glob("mandate/locale/*/LC_MESSAGES/django.po"))):
            compiled = Path(self._folder.name) / f"{number}.mo"
            with po.open("rb") as read, compiled.open("wb") as written:
                write_mo(written, read_po(read, abort_invalid=True))
            build_data["force_include"][str(compiled)] = str(po.relative_to(source).with_suffix(".mo"))
        docs = Path(self.root) / "docs"
        for kind, folder in (("guides/*.md", "guides"), ("images/*.png", "guides/images")):
            for file in sorted(docs.glob(kind)):
                build_data["force_include"][str(file)] = f"mandate/{folder}/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        if version != "editable":
            self._folder.cleanup()
