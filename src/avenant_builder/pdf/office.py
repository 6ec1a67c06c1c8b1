"""Turn .docx into .pdf by launches of LibreOffice.

Its exit code is 0 even when it could not load a file, so only results are believed.
"""

import errno
import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from avenant_builder.disk import output_fault
from avenant_builder.errors import ConversionFailed
from avenant_builder.machine import uninterrupted
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.launch import Running, all_stopped, conversion, launch

ROOM = 2**20
"""Bytes without which no document can be counted on to be written."""


def convert(
    documents: Sequence[Path],
    *,
    engine: Engine,
    target: Path,
    work: Path,
    processes: int = 2,
    timeout: float = 120,
) -> tuple[Path, ...]:
    """Make the PDF of each Word document, PDF/A-2b and tagged, in the same order.

    `documents` have different names; `target` receives `name.pdf`; `work` is a private
    folder. The launches share the documents by size; what is missing afterwards is tried
    once more, each alone so that a bad document takes no other with it. `timeout` is in
    seconds, for one launch.

    Raises ConversionFailed naming every document that has no PDF in the end, OutputFault where
    that is for want of room, ToolMissing if the engine cannot be started.
    """
    target.mkdir(parents=True, exist_ok=True)
    work.mkdir(parents=True, exist_ok=True)
    results = {document: target / f"{document.stem}.pdf" for document in documents}
    for result in results.values():
        result.unlink(missing_ok=True)
    launcher = _Launcher(engine=engine, target=target, work=work, timeout=timeout)
    launches = max(1, min(processes, os.cpu_count() or 1, len(documents)))
    launcher.run(_shares(documents, launches))
    missing = [document for document, result in results.items() if not is_pdf(result)]
    for start in range(0, len(missing), launches):
        launcher.run([[document] for document in missing[start : start + launches]])
    failed = [document for document in missing if not is_pdf(results[document])]
    if failed:
        _refuse_full_disks(target, work, results[failed[0]])
        names = ", ".join(f"« {document.name} »" for document in failed)
        raise ConversionFailed(
            f"{engine.label} n’a pas pu convertir en PDF : {names}",
            remedy="Ouvrez le fichier dans Word ou LibreOffice pour voir s’il est intact, "
            "puis relancez la commande. « avenant doctor » vérifie le convertisseur.",
        )
    return tuple(results.values())


def _refuse_full_disks(target: Path, work: Path, result: Path) -> None:
    """The engine does not say why it failed. Raises OutputFault where a disk has no room."""
    if min(shutil.disk_usage(folder).free for folder in (target, work)) < ROOM:
        raise output_fault(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), result)


def _shares(documents: Sequence[Path], count: int) -> list[list[Path]]:
    """Deal the documents out, the heaviest first, each to the share that weighs least."""
    shares: list[list[Path]] = [[] for _ in range(count)]
    weights = [0] * count
    sizes = {document: document.stat().st_size for document in documents}
    for document in sorted(documents, key=lambda document: -sizes[document]):
        lightest = weights.index(min(weights))
        shares[lightest].append(document)
        weights[lightest] += sizes[document]
    return [share for share in shares if share]


def is_pdf(path: Path) -> bool:
    """Whether a whole PDF with at least one page is there."""
    # Slow to load, and by now there is time: the engine works.
    import pikepdf

    try:
        content = path.read_bytes()
        if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-64:]:
            return False
        with pikepdf.open(path) as pdf:
            return len(pdf.pages) > 0
    except (OSError, pikepdf.PdfError):
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Launcher:
    """Launches of one engine into one folder."""

    engine: Engine
    target: Path
    work: Path
    timeout: float

    def run(self, shares: Sequence[Sequence[Path]]) -> None:
        """Convert the shares side by side; leave no process behind, whatever happens."""
        with all_stopped() as running:
            for share in shares:
                with uninterrupted():
                    running.append(self._launch(share))
            deadline = time.monotonic() + self.timeout
            for process, _ in running:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(max(0.0, deadline - time.monotonic()))

    def _launch(self, documents: Sequence[Path]) -> Running:
        home = Path(mkdtemp(prefix="soffice-", dir=self.work)).resolve()
        return launch(self.engine, home, *conversion(documents, self.target))
