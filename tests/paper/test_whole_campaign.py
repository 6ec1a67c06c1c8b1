"""A small campaign from end to end: what is right ends signed, what is not does not.

The whole one, with every seat, is ``benchmarks/campaign.py``. All is invented.
"""

import pytest

from avenant_builder.executed.compile import NotExecuted
from avenant_builder.tracking.state import State
from command_line import avenant, plain
from digital_kit import Sent
from whole_campaign import Campaign, empower, foreign_page, gone_out

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def campaign(sent: Sent, tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    campaign = gone_out(sent.copy(tmp_path_factory.mktemp("campagne") / "espace"), {})
    empower(campaign, ["caf-loire", "roanne", "msa-ardeche-drome-loire"])
    return campaign


def test_paper_and_digital_returns_end_in_their_true_state(campaign: Campaign) -> None:
    pages = [*campaign.inked(["CAF-1", "ROANNE", "CAF-1"]), foreign_page()]
    campaign.take(campaign.scan("lot.pdf", pages))
    done = campaign.take(
        campaign.returned("chaine.pdf", "ETAT", "MSA"),
        campaign.returned("repeint.pdf", "UFCV", spoiled=True),
    )
    assert all(file.signatures for file in done.files)
    campaign.confirm("CAF-1", "ROANNE")
    states = campaign.states
    signed = {seat for seat, state in states.items() if state is State.SIGNED}
    assert signed == {"CAF-1", "ROANNE", "ETAT", "MSA"}
    assert (states["CAF-2"], states["UFCV"]) == (State.SENT, State.TO_EMPOWER)
    with pytest.raises(NotExecuted) as stop:
        campaign.compile(partial=False)
    assert any(line.startswith("UFCV (UFCV)") for line in stop.value.missing)
    assert campaign.compile(partial=True).signed == 4


def test_the_command_tells_each_verdict_in_words(campaign: Campaign) -> None:
    path = campaign.returned("encore.pdf", "UFCV", spoiled=True)
    done = avenant("--workspace", campaign.root, "intake", path)
    said = plain(done.stdout)
    assert done.returncode == 0, done.stderr
    assert "origine : notre document, mais modifié" in said
    assert "– le contenu de la page 3 a été changé" in said
    assert "UFCV : signature rejetée, certificat de « Philippe CHAPRON »" in said
    assert "intégrité : intacte" in said and "heure déclarée :" in said
    broken = path.with_name("tronque.pdf")
    broken.write_bytes(path.read_bytes()[:9000] + b"/ByteRange")
    done = avenant("--workspace", campaign.root, "intake", broken)
    assert done.returncode == 10
    assert "cela ne dit pas que ses signatures sont fausses" in plain(done.stdout)
    assert "gardé à part dans" in plain(done.stdout)
