"""The Loire frozen and its PDF to sign, made once a session; who signs is invented."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from avenant_builder.digital import Packet, digital_packet
from avenant_builder.freeze import freeze
from built import copy_loire
from shared import once

FROZEN_AT = datetime(2019, 1, 10, 9, 0, tzinfo=UTC)
SENT_AT = datetime(2019, 1, 11, 9, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sent:
    """A workspace whose PDF has gone out."""

    root: Path
    packet: Packet

    @property
    def pdf(self) -> bytes:
        return self.packet.path.read_bytes()

    def copy(self, to: Path) -> Path:
        """The same workspace elsewhere, for who changes it."""
        shutil.copytree(self.root, to)
        return to


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    def make(folder: Path) -> Sent:
        root = copy_loire(folder / "espace")
        (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
        freeze(root, 2019, now=FROZEN_AT, progress=lambda _: None)
        return Sent(root, digital_packet(root, 2019, now=SENT_AT, by="Ada"))

    return once(tmp_path_factory, "numerique", make)
