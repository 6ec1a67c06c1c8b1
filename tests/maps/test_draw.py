"""The drawing as files: the same bytes each time, and the same words in both."""

import hashlib
import json
import subprocess
import sys
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from avenant_builder.maps.draw import draw, write_map
from avenant_builder.maps.legend import KILOMETRES
from avenant_builder.maps.look import symbol
from avenant_builder.maps.network import borders, tints
from avenant_builder.maps.page import lay_out
from avenant_builder.maps.projection import fit
from avenant_builder.maps.raster import png
from avenant_builder.maps.shapes import Surface
from avenant_builder.maps.svg import svg
from avenant_builder.model.chart import Chart
from map_samples import squares
from test_layout import chart, communes, spread_over, square

SVG = "{http://www.w3.org/2000/svg}"
MAKE = """
import sys
from pathlib import Path
from test_draw import a_chart
from avenant_builder.maps.draw import write_map
write_map(a_chart(), vector=Path(sys.argv[1]), raster=Path(sys.argv[2]))
"""


def a_chart() -> Chart:
    ground = square()
    return chart(spread_over(30, ground), ground)


@pytest.mark.slow
def test_the_same_chart_gives_the_same_bytes_whatever_the_seed(tmp_path: Path) -> None:
    found = set()
    for seed in ("0", "1", "77"):
        vector, raster = tmp_path / f"{seed}.svg", tmp_path / f"{seed}.png"
        command = [sys.executable, "-c", MAKE, str(vector), str(raster)]
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)}
        subprocess.run(command, check=True, env=environment)
        found.add(hashlib.sha256(vector.read_bytes() + raster.read_bytes()).hexdigest())
    assert len(found) == 1


def test_the_svg_says_every_number_name_and_credit_as_text() -> None:
    made = a_chart()
    root = ElementTree.fromstring(svg(draw(lay_out(made))))
    words = [node.text for node in root.iter(f"{SVG}text") if not node.get("aria-hidden")]
    for mark in made.marks:
        assert words.count(str(mark.number)) == 1
        assert mark.commune in words
    assert made.credit in words
    assert f"Centres sociaux : {made.kinds[0].official}" in words
    assert root.findtext(f"{SVG}title") == made.title
    tips = {node.text for node in root.iter(f"{SVG}title")}
    assert {mark.name for mark in made.marks} <= tips


def test_the_png_is_as_large_as_the_drawing_at_200_dots() -> None:
    drawing = draw(lay_out(a_chart()))
    with Image.open(BytesIO(png(drawing))) as image:
        assert image.size == pytest.approx(
            (drawing.width * 200 / 25.4, drawing.height * 200 / 25.4), abs=1
        )
        assert len(image.getcolors(256) or []) > 20


def test_thirty_types_look_different_in_turn() -> None:
    looks = set()
    for kind in range(30):
        (outline,) = symbol(kind, (0.0, 0.0), 1.0, "")
        lines = outline.lines if isinstance(outline, Surface) else ()
        looks.add((lines, getattr(outline, "fill", "")))
    assert len(looks) == 30


def test_borders_are_found_from_shared_points() -> None:
    """A grid of 8 by 3 squares in two halves: each border has a known length."""
    found = borders(square())

    def segments(lines: tuple[tuple[tuple[float, float], ...], ...]) -> int:
        return sum(1 for line in lines for _ in pairwise(line))

    assert segments(found.outline) == 2 * (8 + 3)
    assert segments(found.groups) == 3
    assert segments(found.communes) == 3 * 7 + 2 * 8 - 3


def test_neighbours_have_different_tints() -> None:
    assert set(tints(square(), 5).values()) == {0, 1}
    bare = squares()
    for feature in bare["features"]:  # type: ignore[attr-defined]
        del feature["properties"]["epci"]
    assert tints(communes(json.dumps(bare), "99"), 5) == {}


def test_the_scale_is_true() -> None:
    """One degree of latitude is 111.2 km on the sphere."""
    projection = fit([(2.0, 45.0), (3.0, 46.0)], (0.0, 0.0, 100.0, 100.0))
    high = projection.spot((2.0, 45.0))[1] - projection.spot((2.0, 46.0))[1]
    assert projection.millimetres(111.195) == pytest.approx(high, rel=1e-4)
    assert list(KILOMETRES) == sorted(KILOMETRES)


def test_files_are_written_whole(tmp_path: Path) -> None:
    vector, raster = tmp_path / "carte.svg", tmp_path / "carte.png"
    write_map(a_chart(), vector=vector, raster=raster)
    ElementTree.parse(vector)
    with Image.open(raster) as image:
        image.load()
