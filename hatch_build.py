"""Put the Word models and the Loire example into the wheel, so that `avenant init` has them.

An editable install leaves them out: the package then finds them in the checkout.
"""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PRIVATE = {"evidence", "a-classer", "secret"}
"""Folders of `data/` that hold people's papers and never leave the machine."""


class StarterHook(BuildHookInterface):  # type: ignore[type-arg]
    """Add the files that live outside `src/`."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Hatchling's entry: `version` is « standard » or « editable »."""
        if version == "editable":
            return
        root = Path(self.root)
        for path in sorted((root / "templates").rglob("*")):
            self._add(path, f"templates/{path.relative_to(root / 'templates').as_posix()}")
        self._add(root / "signatories.csv", "loire/signatories.csv")
        for path in sorted((root / "data").rglob("*")):
            inside = path.relative_to(root / "data")
            if inside.parts[0] not in PRIVATE:
                self._add(path, f"loire/data/{inside.as_posix()}")

    def _add(self, path: Path, name: str) -> None:
        if path.is_file():
            self.build_config.force_include[str(path)] = f"avenant_builder/starter/{name}"
