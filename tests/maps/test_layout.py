"""The page of the map, measured: nothing over anything, everything where it belongs."""

import itertools
import json
import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avenant_builder.charting import plan_chart
from avenant_builder.files.basemap import read_base_map
from avenant_builder.files.source import Source
from avenant_builder.files.structures import read_structures
from avenant_builder.geography import inside
from avenant_builder.maps.labels import crosses, overlap
from avenant_builder.maps.look import COLOURS, SQUARE
from avenant_builder.maps.measure import text_width
from avenant_builder.maps.page import PADDING, Page, lay_out
from avenant_builder.maps.shapes import Box, Spot
from avenant_builder.maps.symbols import GAP
from avenant_builder.model.avenant import Census, ChartSettings, StructureType
from avenant_builder.model.chart import Chart, Commune
from avenant_builder.model.dossier import Dossier
from avenant_builder.problems import Place
from avenant_builder.rules.structures import counts_agree_with_the_register
from builders import a_dossier
from map_samples import BASE_MAP, as_csv, invented_65, needs_base_map, row, squares

CLOSE = 1e-6


def communes(text: str, department: str) -> tuple[Commune, ...]:
    found, problems = read_base_map(Source("fond.json", text), department)
    assert problems == ()
    return found


def loire() -> tuple[Commune, ...]:
    return communes(BASE_MAP.read_text("utf-8"), "42")


def square() -> tuple[Commune, ...]:
    return communes(json.dumps(squares()), "99")


def dossier(rows: list[dict[str, str]], ground: tuple[Commune, ...]) -> Dossier:
    """A dossier with a map, whose official counts are those of its register."""
    structures, problems = read_structures(Source("structures.csv", as_csv(rows)))
    assert problems == ()
    place = Place("avenant.toml")
    types = tuple(
        StructureType(
            code=code,
            label=label,
            official_count=sum(found.type == code for found in structures),
            place=place,
        )
        for code, label in (("CS", "centres sociaux"), ("EVS", "espaces de vie sociale"))
    )
    known = a_dossier()
    avenant = replace(
        known.avenant,
        chart=ChartSettings(credit="Fond inventé pour les essais.", place=place),
        census=Census(approved_on=known.avenant.period.start, types=types),
    )
    return replace(known, avenant=avenant, structures=structures, communes=ground, towns=())


def chart(rows: list[dict[str, str]], ground: tuple[Commune, ...]) -> Chart:
    made, _ = plan_chart(dossier(rows, ground))
    assert made is not None
    return made


def spread_over(count: int, ground: tuple[Commune, ...]) -> list[dict[str, str]]:
    """Invented structures, every third of them in the first commune."""
    return [
        row(
            f"s{rank}",
            "CS" if rank % 4 else "EVS",
            f"Structure fictive {rank}",
            ground[0 if rank % 3 == 0 else rank * 7 % len(ground)].name,
        )
        for rank in range(count)
    ]


def check_page(page: Page) -> None:
    """All that a good page keeps."""
    for one, other in itertools.combinations(page.spots, 2):
        assert math.dist(one, other) >= 2 * page.radius + GAP - CLOSE
    for name, next_name in itertools.combinations(page.labels, 2):
        assert not overlap(name.box, next_name.box)
    symbols = [box_of(spot, page.radius) for spot in page.spots]
    assert not [1 for label in page.labels for symbol in symbols if overlap(label.box, symbol)]
    left, top, right, bottom = page.frame
    for box in (*symbols, *(label.box for label in page.labels)):
        assert left <= box[0] and top <= box[1] and box[2] <= right and box[3] <= bottom
    leaders = [label.leader for label in page.labels if label.leader]
    for line in (*leaders, *page.ties):
        assert not [label.text for label in page.labels if crosses(line, shrunk(label.box))]
    check_places(page)
    check_names(page)


def check_places(page: Page) -> None:
    """Every symbol is in its commune, or a line ties it to the point where it belongs."""
    tied = dict(page.ties)
    for mark, spot in zip(page.chart.marks, page.spots, strict=True):
        anchor = page.projection.spot(mark.position)
        if mark.area is not None:
            rings = page.chart.communes[mark.area].rings
            ground = [[page.projection.spot(point) for point in ring] for ring in rings]
            assert inside(spot, map(tuple, ground)) or tied[spot] == anchor
            assert mark.exact or inside(anchor, map(tuple, ground))
        elif math.dist(spot, anchor) > page.radius * 2 * math.sqrt(len(page.spots)) + GAP:
            assert tied[spot] == anchor


def check_names(page: Page) -> None:
    """A name is as wide as it prints, close to one of its symbols, or tied to one."""
    for label in page.labels:
        width = text_width(label.text, page.name_size) + 2 * PADDING
        assert label.box[2] - label.box[0] == pytest.approx(width)
        marks = zip(page.chart.marks, page.spots, strict=True)
        own = [spot for mark, spot in marks if mark.commune == label.text]
        near = min(distance(label.box, spot) for spot in own) - page.radius
        if label.leader:
            near = min(math.dist(label.leader[1], spot) for spot in own)
        assert near < (CLOSE if label.leader else 3.7)


def box_of(spot: Spot, radius: float) -> Box:
    return (spot[0] - radius, spot[1] - radius, spot[0] + radius, spot[1] + radius)


def shrunk(box: Box) -> Box:
    return (box[0] + CLOSE, box[1] + CLOSE, box[2] - CLOSE, box[3] - CLOSE)


def distance(box: Box, spot: Spot) -> float:
    x = min(max(spot[0], box[0]), box[2])
    y = min(max(spot[1], box[1]), box[3])
    return math.dist((x, y), spot)


@needs_base_map
def test_the_invented_65_fill_the_page_of_the_loire() -> None:
    page = lay_out(chart(invented_65(), loire()))
    check_page(page)
    assert len(page.spots) == 65
    assert len(page.labels) == len({mark.commune for mark in page.chart.marks})
    assert [kind.placed for kind in page.chart.kinds] == [47, 18]


@needs_base_map
@pytest.mark.parametrize("count", [1, 5, pytest.param(400, marks=pytest.mark.slow)])
def test_few_and_many_in_the_loire(count: int) -> None:
    ground = loire()
    page = lay_out(chart(spread_over(count, ground), ground))
    check_page(page)
    named = {label.text for label in page.labels}
    wanted = {mark.commune for mark in page.chart.marks}
    assert named == wanted or any("Faute de place" in note for note in page.notes)
    assert count == len(page.spots)


@pytest.mark.parametrize("count", [1, 5, 65])
def test_another_departement_of_another_shape(count: int) -> None:
    ground = square()
    page = lay_out(chart(spread_over(count, ground), ground))
    check_page(page)
    assert page.chart.height < 222


def test_all_in_one_commune() -> None:
    ground = square()
    rows = [row(f"s{n}", "CS", f"Structure fictive {n}", "Carré-5") for n in range(90)]
    check_page(lay_out(chart(rows, ground)))


def test_structures_that_know_their_own_place_are_there() -> None:
    ground = square()
    own = {"latitude": "47,11", "longitude": "3,32"}
    rows = [row("a", "CS", "Structure fictive", "Carré-6", **own)]
    page = lay_out(chart(rows, ground))
    assert page.spots == (page.projection.spot((3.32, 47.11)),)


def test_without_a_base_map_points_are_placed_and_the_page_says_so() -> None:
    rows = [
        row(f"s{n}", "CS", f"Structure fictive {n}", f"Lieu {n}", latitude="47,1", longitude=place)
        for n, place in enumerate(("2,0", "2,001", "2,3"))
    ]
    page = lay_out(chart(rows, ()))
    check_page(page)
    assert page.notes[0].startswith("Sans fond de carte")


@given(st.lists(st.integers(0, 15), max_size=40), st.integers(0, 2**16))
@settings(max_examples=25, deadline=None)
def test_any_register_gives_a_good_page(where: list[int], salt: int) -> None:
    rows = [
        row(f"s{rank}", "EVS" if (salt >> rank % 16) & 1 else "CS", f"Fictive {rank}", f"Carré-{n}")
        for rank, n in enumerate(where)
    ]
    check_page(lay_out(chart(rows, square())))


@needs_base_map
def test_the_index_names_every_structure_once_and_its_numbers_are_those_of_the_map() -> None:
    rows = [*invented_65(), row("sans", "CS", "Structure fictive sans commune")]
    made, said = plan_chart(dossier(rows, loire()))
    assert made is not None and said is not None
    listed = [
        (found["numero"], found["nom"], lieu["commune"])
        for lieu in said["index"]
        for found in lieu["structures"]
    ]
    assert len(listed) == len(rows) == said["nombre"]
    assert listed[-1] == ("–", "Structure fictive sans commune", "")
    drawn = [(str(mark.number), mark.name, mark.commune) for mark in made.marks]
    assert listed[:-1] == drawn
    assert sum(lieu["nouvelle_colonne"] for lieu in said["index"]) == 2
    wanted = sorted((found["nom"], found["commune"]) for found in rows)
    assert sorted((name, commune) for _, name, commune in listed) == wanted


@pytest.mark.parametrize("colour", COLOURS)
def test_white_numbers_stand_out_on_every_colour(colour: str) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5:1 at least."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    luminance = sum(w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    assert 1.05 / (luminance + 0.05) >= 4.5


def test_squares_side_by_side_never_touch_at_any_angle() -> None:
    radius = 1.0
    for degree in range(46):
        angle = math.radians(degree)
        apart = (2 * radius + GAP) * math.cos(angle), (2 * radius + GAP) * math.sin(angle)
        assert max(apart) > 2 * SQUARE * radius


def test_only_structures_approved_on_the_day_are_counted_and_drawn() -> None:
    """The invented dossier's day is that of its period's start."""
    rows = [
        row("avant", "CS", "Fictive finie", "Carré-1", agree_au="31/12/1999"),
        row("pendant", "CS", "Fictive agréée", "Carré-1", agree_du="01/01/2000"),
        row("apres", "EVS", "Fictive à venir", "Carré-2", agree_du="01/01/2100"),
    ]
    held = dossier(rows, square())
    made, said = plan_chart(held)
    assert made is not None and said is not None
    assert [mark.name for mark in made.marks] == ["Fictive agréée"]
    assert said["nombre"] == 1
    (told,) = counts_agree_with_the_register(held)
    assert told.message.startswith("1 structure sur 3 au registre : 1 / 2 centres sociaux, 0 / 1")
