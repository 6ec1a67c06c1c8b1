"""A document that was filled from the same before is not filled again; from all else, it is."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from PIL import Image

from avenant_builder import workshop as module
from avenant_builder.build import build
from avenant_builder.cache import Cache
from avenant_builder.check import check
from avenant_builder.model.documents import FillJob, Picture, Plan
from avenant_builder.pdf.engine import Engine
from avenant_builder.pdf.press import Press
from avenant_builder.workshop import Workshop, draw_chart
from built import Built, copy_loire
from command_line import ROOT

YEAR = 2019
DAY = date(2019, 2, 4)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return check(ROOT, YEAR).ready()[1]


@pytest.fixture
def shop(tmp_path: Path, engine: Engine) -> Workshop:
    work, models = tmp_path / "travail", tmp_path / "modeles"
    work.mkdir()
    copytree(ROOT / "templates", models)
    press = Press(engine=engine, cache=Cache(tmp_path / "cache"))
    return Workshop(models=models, work=work, press=press, dated=DAY)


def filled(shop: Workshop, jobs: list[FillJob], work: Path) -> dict[str, bytes]:
    work.mkdir(exist_ok=True)
    shop = replace(shop, work=work)
    batch = shop.press.batch(dated=DAY, target=work, work=work)
    shop._fill(jobs, batch)
    assert [path.stem for path in batch.titles] == [job.key for job in jobs]
    return {path.name: path.read_bytes() for path in work.glob("*.docx")}


def test_a_document_filled_before_is_taken_as_it_was(
    shop: Workshop, plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = list(plan.jobs[:2])
    made = filled(shop, jobs, tmp_path / "un")
    assert len(made) == 2

    def refuse(left: list[FillJob], **_: object) -> None:
        assert not left

    monkeypatch.setattr(module, "fill", refuse)
    assert filled(shop, jobs, tmp_path / "deux") == made


def test_anything_else_that_may_be_printed_is_another_document(
    shop: Workshop, plan: Plan, tmp_path: Path
) -> None:
    logo = tmp_path / "logo.png"
    Image.new("RGB", (4, 4), "#FF0000").save(logo)
    picture = Picture(logo, "Logo inventé", 20.0, 20.0)
    job = plan.jobs[1]
    job = replace(job, context={**job.context, "logos": [{"nom": "Inventé", "image": picture}]})
    keys = [
        shop._key(job),
        shop._key(replace(job, title="Autre titre")),
        shop._key(replace(job, origin={})),
        shop._key(replace(job, context={**job.context, "ajout": "mot"})),
        replace(shop, draft=True)._key(job),
        replace(shop, dated=date(2019, 2, 5))._key(job),
    ]
    Image.new("RGB", (4, 4), "#0000FF").save(logo)
    keys.append(shop._key(job))
    model = shop.models / job.model
    model.write_bytes(model.read_bytes() + b"\0")
    keys.append(shop._key(job))
    assert len(set(keys)) == len(keys)


def test_only_what_shows_the_map_depends_on_how_it_is_drawn(shop: Workshop, plan: Plan) -> None:
    charted = [job for job in plan.jobs if job.key == "annexe-2"]
    before = [shop._key(job) for job in plan.jobs]
    draw_chart(plan, shop.work)
    after = [shop._key(job) for job in plan.jobs]
    changed = [job for job, a, b in zip(plan.jobs, before, after, strict=True) if a != b]
    assert changed == charted


@pytest.mark.parametrize("guess", [1, 7])
def test_a_wrong_guess_of_the_length_of_the_contents_costs_time_only(
    guess: int, loire: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_likely_pages", lambda _: guess)
    root = copy_loire(tmp_path / "espace")
    result = build(root, YEAR, progress=lambda _: None)
    for name in ("dossier.pdf", "annexes.pdf"):
        assert (result.target / name).read_bytes() == (loire.target / name).read_bytes()
