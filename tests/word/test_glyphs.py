"""Characters of the models that no font of ours can print."""

from collections.abc import Iterator
from pathlib import Path

from avenant_builder.word.glyphs import unprintable_texts
from word_samples import MakeJob, MakeModel

pytest_plugins = ["word_fixtures"]


def boxes(text: str) -> tuple[str, ...]:
    """As the fonts answer: they lack two signs."""
    return tuple(char for char in text if char in "☐⇒")


def messages(path: Path, make_job: MakeJob) -> Iterator[str]:
    jobs = [make_job(), make_job()]
    for problem in unprintable_texts(jobs, folder=path.parent, unprintable=boxes):
        assert (problem.rule, problem.exit_code) == ("R-MOD-10", 12)
        yield problem.message


def test_a_sign_that_no_font_has_is_told_once_with_its_paragraph(
    make_model: MakeModel, make_job: MakeJob
) -> None:
    path = make_model("Bonjour", "☐ lu et approuvé le {{ jour }}", "{# ⇒ note #}fin")
    assert list(messages(path, make_job)) == [
        "aucune police ne sait imprimer « ☐ » (U+2610) (dans « ☐ lu et approuvé le »)"
    ]


def test_a_model_that_cannot_be_read_is_told_elsewhere(make_job: MakeJob, tmp_path: Path) -> None:
    assert list(messages(tmp_path / "absent.docx", make_job)) == []
