"""What returned pages are taken for, and how long a page takes.

    python benchmarks/bench_intake.py [PAGES A RESOLUTION]

Scans are simulated (tests/paper/simulated.py), all from one seed: 100 to 300 dots an inch, any
quarter turn, ±3°, ±2 mm, blur, noise, JPEG 20 to 50, dark or light borders. Recognition goes
through the reader and the sorting of `avenant intake`; time through its guarded child, from a PDF
of scans, beside pdftoppm, which only renders the same pages. Ends with 1 if a page is assigned
wrongly, or if fewer are found than promised.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import segno
from PIL import Image

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS), str(TESTS / "paper")]

from avenant_builder.intake.seen import Kind, PageSeen, Text, classify  # noqa: E402
from avenant_builder.paper.look import Sight, is_blank, look_at  # noqa: E402
from avenant_builder.paper.read import read_codes  # noqa: E402
from avenant_builder.paper.short_code import PageCode, document_of, write_code  # noqa: E402
from simulated import (  # noqa: E402
    PLACES,
    any_scan,
    as_pdf,
    printed_page,
    scanned,
    signed,
    stamped_over_code,
)

RESOLUTIONS = (100, 150, 200, 300)
SECRET, OTHER = b"un secret invente pour ce banc", b"celui d'un autre espace"
CURRENT, OLD = "3fa9c01b22de" + "0" * 52, "5b" * 32
SEATS = tuple(f"S{rank}" for rank in range(1, 21))
TEXTS = (
    Text(version=CURRENT, seats=SEATS, is_current=True),
    Text(version=OLD, seats=SEATS, is_current=False),
)
LEAST_NORMAL, LEAST_STAMPED = 0.995, 1.0
TIMED = 40


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of page, and what it must be taken for."""

    name: str
    kind: Kind
    share: float
    """Of the number of pages asked for."""
    page: Callable[[Random, int], Image.Image]
    hard: bool = False


def coded(rank: int, *, version: str = CURRENT, secret: bytes = SECRET) -> Image.Image:
    return printed_page(write_code(PageCode(document=document_of(version), seat=rank), secret))


def stamp(rng: Random, rank: int) -> Image.Image:
    return stamped_over_code(signed(coded(rank), rng), rng, rng.randrange(2))


def foreign(rng: Random, _: int) -> Image.Image:
    page, drawn = printed_page(""), BytesIO()
    segno.make(f"https://exemple.invalid/{rng.random()}").save(drawn, kind="png", scale=8)
    with Image.open(drawn) as code:
        page.paste(code.convert("L"), (rng.randint(150, 1800), rng.randint(150, 2900)))
    return page


CASES = (
    Case("page signée", Kind.FILED, 1.0, lambda rng, rank: signed(coded(rank), rng)),
    Case("tampon sur un code", Kind.FILED, 0.5, stamp),
    Case("numérisation dure", Kind.FILED, 0.5, lambda _, rank: coded(rank), hard=True),
    Case("version antérieure", Kind.OLDER, 0.2, lambda _, rank: coded(rank, version=OLD)),
    Case("autre espace", Kind.FALSE, 0.2, lambda _, rank: coded(rank, secret=OTHER)),
    Case("code étranger", Kind.FOREIGN, 0.2, foreign),
    Case("sans code", Kind.NO_CODE, 0.2, lambda *_: printed_page("")),
    Case("blanche", Kind.BLANK, 0.2, lambda *_: Image.new("L", printed_page("").size, 255)),
)


def taken_for(image: Image.Image) -> PageSeen:
    codes = read_codes(image)
    sight = Sight(number=1, codes=codes, blank=not codes and is_blank(image))
    return classify("banc", sight, texts=TEXTS, secret=SECRET)


def scans(case: Case, dpi: int, count: int, rng: Random) -> Iterator[tuple[str, Image.Image]]:
    for _ in range(max(1, round(count * case.share))):
        rank = rng.randint(1, len(SEATS))
        scan = any_scan(rng, dpi)
        if case.hard:
            scan = replace(scan, blur=scan.blur * 1.8, noise=scan.noise * 1.8, jpeg=20)
        yield SEATS[rank - 1], scanned(case.page(rng, rank), scan, rng)


def recognition(count: int) -> bool:
    """Print the table of confusion; whether it is as promised."""
    columns = (*(kind for kind in Kind if kind in {case.kind for case in CASES}),)
    print("| page | par po. | pages | " + " | ".join(kind.value for kind in columns) + " | faux |")
    print("|---|---|---|" + "---|" * (len(columns) + 1))
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong_seats = 0
    for case in CASES:
        for dpi in RESOLUTIONS:
            rng = Random(f"{case.name} {dpi}")
            seen: Counter[Kind] = Counter()
            wrong = 0
            for seat, image in scans(case, dpi, count, rng):
                page = taken_for(image)
                seen[page.kind] += 1
                wrong += bool(page.seat) and (page.seat != seat or not case.kind.has_a_seat)
            pages = sum(seen.values())
            cells = " | ".join(str(seen[kind] or "·") for kind in columns)
            print(f"| {case.name} | {dpi} | {pages} | {cells} | {wrong} |", flush=True)
            right[case.name] += seen[case.kind]
            total[case.name] += pages
            wrong_seats += wrong
    for name, pages in total.items():
        print(f"{name} : {right[name]} / {pages}, {100 * right[name] / pages:.2f} %")
    print(f"pages rangées au mauvais siège : {wrong_seats}")
    return (
        not wrong_seats
        and right["page signée"] >= LEAST_NORMAL * total["page signée"]
        and right["tampon sur un code"] >= LEAST_STAMPED * total["tampon sur un code"]
    )


def processor_time() -> float:
    """Seconds that children of this process have burnt."""
    times = os.times()
    return times.children_user + times.children_system


def speed() -> None:
    """Print the time of a page of intake beside that of pdftoppm."""
    rng = Random(0)
    codes = {
        write_code(PageCode(document=document_of(CURRENT), seat=rank), SECRET): PLACES
        for rank in range(1, len(SEATS) + 1)
    }
    images = [
        scanned(signed(coded(rank % len(SEATS) + 1), rng), any_scan(rng, 200), rng)
        for rank in range(TIMED)
    ]
    with TemporaryDirectory() as folder:
        path = as_pdf(images, Path(folder) / "lot.pdf")
        ours, theirs, burnt = [], [], []
        for _ in range(3):
            start, before = time.perf_counter(), processor_time()
            assert len(look_at(path, Path(folder), codes).pages) == TIMED
            ours.append((time.perf_counter() - start) / TIMED)
            burnt.append((processor_time() - before) / TIMED)
            start = time.perf_counter()
            command = ["pdftoppm", "-r", "200", "-gray", str(path), str(Path(folder) / "page")]
            subprocess.run(command, check=True)
            theirs.append((time.perf_counter() - start) / TIMED)
    print(
        f"une page : {min(ours) * 1000:.0f} ms, dont {min(burnt) * 1000:.0f} ms de processeur "
        f"(rendu, codes, encre) ; pdftoppm seul "
        f"{min(theirs) * 1000:.0f} ms, rapport {min(ours) / min(theirs):.2f}",
        flush=True,
    )


if __name__ == "__main__":
    speed()
    if not recognition(int(sys.argv[1]) if len(sys.argv) > 1 else 100):
        sys.exit(1)
