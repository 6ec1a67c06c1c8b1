"""The page of the follow-up, read as a browser and a screen reader do. All facts are invented."""

import json
import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from avenant_builder.journal.jsonl import journal_of
from avenant_builder.model.event import EffectDate, EventType, TargetKind
from avenant_builder.record import Request, record, undo
from avenant_builder.refresh import PAGE, page_of, refresh, write_page
from avenant_builder.tracking.pills import PILLS
from avenant_builder.tracking.state import State
from avenant_builder.web.timeline import draw
from built import copy_loire
from command_line import avenant, plain

DAY = date(2019, 6, 3)
NOW = datetime(2019, 6, 3, 10, tzinfo=UTC)
AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
RUN_AXE = """<script>
axe.run(document, {
  resultTypes: ["violations"],
  // Contrast of 7:1, which axe looks at only if asked.
  rules: {"color-contrast-enhanced": {enabled: true}},
}).then(found => {
  const answer = document.createElement("pre");
  answer.id = "axe";
  answer.textContent = JSON.stringify({
    rules: found.passes.length,
    width: [document.documentElement.scrollWidth, window.innerWidth],
    violations: found.violations.map(one => one.id + " " + one.nodes.map(node => node.html)),
  });
  document.body.append(answer);
});
</script></body>"""


@pytest.fixture(scope="module")
def space(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an acte, a refusal, a month-only signature, a cancelled fact, a trap."""
    root = copy_loire(tmp_path_factory.mktemp("page") / "espace")
    (root / "data/2019/journal.jsonl").unlink(missing_ok=True)
    for who, type, on, number, note in (
        ("RIVE-DE-GIER", EventType.ACTE_ADOPTED, EffectDate(2019, 1, 31), "DEL_1", ""),
        ("ROANNE", EventType.REFUSED, EffectDate(2019, 4, 2), "", "<b>non & non</b>"),
        ("CAF-1", EventType.SIGNED_ON_PAPER, EffectDate(2019, 3), "", ""),
        ("CAF-2", EventType.SENT, EffectDate(2019, 2, 1), "", ""),
    ):
        request = Request(
            who=who, type=type, on=on, number=number, note=note, no_file="fait inventé"
        )
        record(root, 2019, request, now=NOW)
    undo(root, 2019, 4, now=NOW)
    return root


@pytest.fixture(scope="module")
def html(space: Path) -> str:
    write_page(space, 2019, as_of=DAY)
    return page_of(space, 2019).read_text("utf-8")


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_nothing_is_fetched_and_nothing_is_run(html: str) -> None:
    tags = Tags(html).found
    assert not [tag for tag, _ in tags if tag in ("script", "iframe", "img", "object", "form")]
    addresses = [attrs[name] for _, attrs in tags for name in ("href", "src") if name in attrs]
    assert all(address and address.startswith(("#", "data:")) for address in addresses)
    assert not re.search(r"https?:|url\(|@import", html)
    assert not [name for _, attrs in tags for name in attrs if name.startswith("on")]


def test_the_page_tells_the_totals_what_blocks_and_every_seat(space: Path, html: str) -> None:
    text = plain(html)
    assert "0 / 19 organismes, 0 / 20 sièges signés ; il manque 20." in text
    assert "Au 3 juin 2019" in text
    assert len(re.findall(r'<th role="rowheader" scope="row">[^<\d]', text)) == 20
    blocking = text[text.index('id="bloque"') : text.index('id="suivi"')]
    assert "Forez-en-Lyonnais" in blocking and "ROANNE" in blocking
    assert blocking.count("<li>") == 5 and "Et 15 autres sièges" in blocking
    assert journal_of(space, 2019).head().short in text


def test_what_people_wrote_stays_text(html: str) -> None:
    assert "<b>non" not in html and "&lt;b&gt;non &amp; non&lt;/b&gt;" in html


def test_the_journal_and_the_drawing_hold_what_they_can(html: str) -> None:
    text = plain(html)
    assert "<del>envoyé pour signature</del> (annulé)" in text
    assert "annulation du n° 4" in text and "mars 2019" in text
    drawing = text[text.index("<svg") : text.index("</svg>")]
    assert "31/01/2019 : Rive-de-Gier, acte adopté" in drawing
    # Neither the fact of a month, nor one that was cancelled, has a day to be drawn on.
    assert "signé sur papier" not in drawing and "01/02/2019" not in drawing


def test_every_record_makes_the_page_anew(space: Path) -> None:
    page = space / "output" / "2019" / PAGE
    page.unlink()
    refresh(space, 2019, as_of=DAY)
    assert "DEL_1" in page.read_text("utf-8")


def test_the_command_says_where_the_page_is(space: Path) -> None:
    done = avenant("page", "--as-of", "03/06/2019", cwd=space)
    assert done.returncode == 0, done.stderr
    assert Path(done.stdout.strip()) == space / "output" / "2019" / PAGE


def test_every_state_has_its_word_its_shape_and_its_contrast() -> None:
    assert set(PILLS) == set(State)
    assert len({pill.shape for pill in PILLS.values()}) == len(State)
    for state, pill in PILLS.items():
        assert contrast(pill.ink, pill.paper) >= 7, state


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.1 between two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.skipif(not CHROMIUM or not AXE.exists(), reason="Chromium or axe-core is not there")
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_axe_finds_nothing_and_nothing_runs_over(html: str, tmp_path: Path, width: int) -> None:
    """640 is a window of 1280 at 200 %. Chromium has no window under 500: a frame is 320 wide."""
    script = f"<script>{AXE.read_text('utf-8')}</script>{RUN_AXE}"
    page = POLICY.sub("", html).replace("</body>", script)
    # axe must be in the frame; what it found is put into the outer page, which is dumped.
    (tmp_path / "page.html").write_text(page, "utf-8")
    (tmp_path / "cadre.html").write_text(
        f'<!DOCTYPE html><iframe src="page.html" style="border:0;width:{width}px;height:3000px">'
        "</iframe><script>setInterval(() => {"
        'const found = document.querySelector("iframe").contentDocument.querySelector("#axe");'
        "if (found) document.body.dataset.axe = found.textContent; }, 50);</script>",
        "utf-8",
    )
    done = subprocess.run(
        [
            *(str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu"),
            *("--allow-file-access-from-files", "--virtual-time-budget=20000", "--dump-dom"),
            *(f"--user-data-dir={tmp_path / 'profil'}", f"--window-size={width + 100},3200"),
            (tmp_path / "cadre.html").as_uri(),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    [body] = [attrs for tag, attrs in Tags(done.stdout).found if tag == "body"]
    found = json.loads(body["data-axe"] or "")
    assert found["violations"] == []
    needed, room = found["width"]
    assert needed <= room == width


def test_the_drawing_ends_on_its_day_and_tells_seats_of_one_body_apart(space: Path) -> None:
    events = journal_of(space, 2019).read()
    names = {
        (TargetKind.SEAT, "CAF-2"): "Caisse d’allocations familiales de la Loire (CAF-2)",
        (TargetKind.BODY, "rive-de-gier"): "Rive-de-Gier",
        (TargetKind.SEAT, "ROANNE"): "Roanne",
    }
    drawn = draw(events, names, until=date(2019, 2, 1))
    assert drawn is not None
    assert [name for _, name in drawn.rows] == [
        "Caisse d’allocations fami… (CAF-2)",
        "Rive-de-Gier",
    ]
    assert drawn.summary == "2 faits du 31/01/2019 au 01/02/2019"
    later = draw(events, names, until=date(2030, 1, 1))
    assert later is not None and len(later.marks) == 4
    assert draw(events, names, until=date(2018, 1, 1)) is None


def test_every_colour_of_the_page_has_its_contrast(html: str) -> None:
    """Ink of text against each paper that it may lie on; axe measures the page as it is drawn."""
    colours = dict(re.findall(r"--(\w+): #([0-9a-f]{6})", html))
    for ink in ("ink", "link"):
        for paper in ("paper", "soft"):
            assert contrast(colours[ink], colours[paper]) >= 7, (ink, paper)
    for fill in re.findall(r'fill="#([0-9a-f]{6})"', html):
        assert contrast(fill, colours["paper"]) >= 7, fill


def test_the_keyboard_meets_the_skip_link_then_the_drawing(html: str) -> None:
    """Nothing else takes the focus, nothing changes the order of the page, headings go down."""
    tags = Tags(html).found
    stops = [(tag, attrs) for tag, attrs in tags if tag == "a" or attrs.get("tabindex") == "0"]
    assert [(tag, attrs.get("class")) for tag, attrs in stops] == [
        ("a", "skip"),
        ("div", "drawing"),
    ]
    [target] = [attrs for _, attrs in tags if attrs.get("id") == "suivi"]
    assert stops[0][1]["href"] == "#suivi" and target["tabindex"] == "-1"
    headings = [tag for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert headings == ["h1", "h2", "h2", "h2", "h2"]
    assert not re.search(r"(?<![\w-])order:|flex-direction|float:", html)
