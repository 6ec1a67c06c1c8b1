"""The map of an invented register, beside matplotlib drawing the same points, in the same run.

Both start from the same laid-out page and write an SVG and a PNG at 200 dots an
inch. matplotlib draws outlines, symbols and names where our layout put them, and nothing else. It
needs the extra ``bench``; without it only our own figures are printed. Run it with
``make bench``.
"""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from avenant_builder.geography import inner_point
from avenant_builder.maps.draw import write_map
from avenant_builder.maps.page import Page, lay_out
from avenant_builder.model.chart import Chart, ChartKind, Commune, Mark

ROUNDS = 5
COLUMNS, ROWS, STRUCTURES = 20, 16, 65
MM = 25.4


def grid() -> tuple[Commune, ...]:
    """An invented département of 320 communes, each line of eleven points."""
    found = []
    for number in range(COLUMNS * ROWS):
        row, column = divmod(number, COLUMNS)
        west, south = 4.0 + column * 0.05, 45.0 + row * 0.06
        corners = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
        ring = tuple(
            (west + 0.05 * (x1 + (x2 - x1) * k / 10), south + 0.06 * (y1 + (y2 - y1) * k / 10))
            for (x1, y1), (x2, y2) in pairwise(corners)
            for k in range(10)
        )
        found.append(
            Commune(
                code=f"99{number:03d}",
                name=f"Commune {number}",
                group=str(column // 5 + row // 4 * 4),
                rings=((*ring, ring[0]),),
            )
        )
    return tuple(found)


def chart() -> Chart:
    """Sixty-five invented structures, a quarter of them in one commune."""
    communes = grid()
    marks = []
    for number in range(1, STRUCTURES + 1):
        area = 150 if number % 4 == 0 else number * 37 % len(communes)
        marks.append(
            Mark(
                number=number,
                kind=int(number % 4 == 1),
                name=f"Structure fictive {number}",
                commune=communes[area].name,
                position=inner_point(communes[area].rings),
                exact=False,
                area=area,
            )
        )
    kinds = (
        ChartKind(label="centres sociaux", official=48, placed=48),
        ChartKind(label="espaces de vie sociale", official=17, placed=17),
    )
    return Chart(
        title="Mesure",
        width=165.0,
        height=222.0,
        kinds=kinds,
        marks=tuple(marks),
        communes=communes,
        credit="Fond inventé pour la mesure.",
    )


def with_matplotlib(page: Page, folder: Path) -> None:
    """The same outlines, symbols and names, as SVG and PNG."""
    from matplotlib.figure import Figure

    chart = page.chart
    figure = Figure(figsize=(chart.width / MM, chart.height / MM))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, chart.width), ylim=(chart.height, 0))
    axes.set_axis_off()
    for commune in chart.communes:
        for ring in commune.rings:
            spots = [page.projection.spot(point) for point in ring]
            xs, ys = [x for x, _ in spots], [y for _, y in spots]
            axes.fill(xs, ys, facecolor="#E2ECF6", edgecolor="#FFFFFF", linewidth=0.4)
    for mark, (x, y) in zip(chart.marks, page.spots, strict=True):
        form = "os"[mark.kind]
        axes.plot([x], [y], form, color="#0072B2", markersize=2 * page.radius / MM * 72)
        axes.text(x, y, str(mark.number), color="white", ha="center", va="center", fontsize=6)
    for label in page.labels:
        axes.text(label.box[0], label.box[3], label.text, fontsize=7)
    figure.savefig(folder / "matplotlib.svg")
    figure.savefig(folder / "matplotlib.png", dpi=200)


def seconds(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def main() -> None:
    made = chart()
    page = lay_out(made)
    with TemporaryDirectory(prefix="mesure-") as name:
        folder = Path(name)

        def ours() -> None:
            write_map(made, vector=folder / "avenant.svg", raster=folder / "avenant.png")

        actions: dict[str, Callable[[], None]] = {"avenant": ours}
        try:
            loading = seconds(lambda: with_matplotlib(page, folder))
        except ImportError:
            print("matplotlib n’est pas installé : pip install -e '.[bench]'")
        else:
            print(f"matplotlib, first drawing with its import: {loading:.2f} s")
            actions["matplotlib"] = lambda: with_matplotlib(page, folder)
        times: dict[str, list[float]] = {key: [] for key in actions}
        for _ in range(ROUNDS):  # in turn, so that a busy moment weighs on both
            for key, action in actions.items():
                times[key].append(seconds(action))
        print(f"{STRUCTURES} structures, {ROUNDS} rounds, seconds (min / median), bytes")
        for key, spent in times.items():
            sizes = [(folder / f"{key}{end}").stat().st_size for end in (".svg", ".png")]
            print(f"{key:12} {min(spent):.2f} / {statistics.median(spent):.2f}", *sizes)
        if len(times) > 1:
            print(f"{'ratio':12} {min(times['avenant']) / min(times['matplotlib']):.2f}")
    code = "import avenant_builder.maps.draw"
    start = seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))
    print(f"start of our modules: {start:.2f} s")


if __name__ == "__main__":
    main()
