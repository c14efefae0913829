"""Puts the compiled catalogues and the guides into the wheel. In a checkout the catalogues are made at the
first start, and the guides lie in docs."""

import runpy
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg] # hatchling's own way of naming a hook
    """Compiles src/mandate/locale/*/LC_MESSAGES/django.po."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add one .mo for each .po to the files of the wheel, and the guides with their pictures."""
        if version == "editable":
            return
        source = Path(self.root) / "src"
        # As strictly as the check of the catalogues; by its file, for nothing of ours is installed yet.
        read = runpy.run_path(str(Path(__file__).parent / "src/mandate/platform/i18n/pofile.py"))["read"]
        self._folder = tempfile.TemporaryDirectory()
        for number, po in enumerate(sorted(source.glob("mandate/locale/*/LC_MESSAGES/django.po"))):
            compiled = Path(self._folder.name) / f"{number}.mo"
            with compiled.open("wb") as written:
                write_mo(written, read(po))
            build_data["force_include"][str(compiled)] = str(po.relative_to(source).with_suffix(".mo"))
        docs = Path(self.root) / "docs"
        for file in sorted(docs.glob("guides/**/*.md")):
            build_data["force_include"][str(file)] = f"mandate/{file.relative_to(docs)}"
        for file in sorted(docs.glob("images/*.png")):
            build_data["force_include"][str(file)] = f"mandate/guides/images/{file.name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what was only needed for the build."""
        if version != "editable":
            self._folder.cleanup()
