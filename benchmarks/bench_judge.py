"""A file signed by twenty people: our three verdicts, beside poppler's pdfsig on the same file.

pdfsig checks each signature and nothing else; ours also says where the file comes from, compares
its pages with those that were sent, and who vouches for each signer. Certificates are invented.
Processor time, children counted. Needs pdfsig (poppler-utils). Run it from the repository:
``python benchmarks/bench_judge.py``.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from avenant_builder.judging import examine  # noqa: E402
from avenant_builder.model.signing import FieldPlan, Integrity, Origin  # noqa: E402
from avenant_builder.pdf.fields import add_signature_fields  # noqa: E402
from avenant_builder.pdf.places import signature_boxes  # noqa: E402
from signing_kit import Kit  # noqa: E402

ROUNDS = 5
SEATS = 20


def spent(work: Callable[[], object]) -> float:
    """Processor seconds of a piece of work, with those of its children."""
    before = os.times()
    work()
    after = os.times()
    return sum(after[:4]) - sum(before[:4])


def built(folder: Path) -> Path:
    """The avenant of the Loire."""
    for name in ("data", "templates", "signatories.csv"):
        (folder / name).symlink_to(ROOT / name)
    avenant = [sys.executable, "-m", "avenant_builder", "--workspace", str(folder)]
    command = [*avenant, "build", "--year", "2019"]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "output/2019/avenant.pdf"


def main() -> None:
    kit = Kit()
    with TemporaryDirectory() as name:
        folder = Path(name)
        source, sent, back = built(folder), folder / "envoi.pdf", folder / "retour.pdf"
        plans = [FieldPlan(name=f"Siège {n}", tooltip=f"Siège {n}") for n in range(1, SEATS + 1)]
        boxes = signature_boxes(source, SEATS)
        add_signature_fields(source, sent, list(zip(plans, boxes, strict=True)))
        content = sent.read_bytes()
        for plan in plans:
            content = kit.sign(content, kit.person("Ada INVENTÉE"), plan.name)
        back.write_bytes(content)
        (folder / "racines").mkdir()
        (folder / "racines/racine.pem").write_bytes(kit.root.pem)
        today = datetime.now(UTC).date()

        def ours() -> None:
            found = examine(back, {"nôtre": sent}, anchors=folder, day=today)
            assert found.origin is Origin.EXACT and len(found.signatures) == SEATS
            assert all(one.integrity is Integrity.INTACT for one in found.signatures)

        def peer() -> None:
            subprocess.run(["pdfsig", str(back)], check=True, capture_output=True)

        times = [(spent(peer), spent(ours)) for _ in range(ROUNDS)]
    theirs, own = (median(column) for column in zip(*times, strict=True))
    print(f"{SEATS} signatures, {len(content) / 1000:.0f} kB, {ROUNDS} rounds, processor time")
    print(f"pdfsig      {theirs:6.2f} s")
    print(f"judged      {own:6.2f} s   {own / theirs:.1f} times, {own / SEATS:.3f} s a signature")


if __name__ == "__main__":
    main()
