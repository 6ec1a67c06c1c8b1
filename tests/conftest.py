"""What tests of several folders share."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

import command_line
from avenant_builder.pdf.engine import Engine, find_engine

pytest_plugins = ["second_agreement.fixture", "built", "digital_kit"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--approve", action="store_true", help="write the goldens anew, for a person to review"
    )


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real LibreOffice: without it the tests fail, as a build would."""
    return find_engine()


def pytest_configure(config: pytest.Config) -> None:
    """Builds of one session, on all its workers, share a cache that begins empty."""
    # Where Python may keep no bytecode, each of a thousand commands would compile the tool anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    config.add_cleanup(command_line.end)
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="avenant-cache-"))
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        os.environ["AVENANT_CACHE"] = str(folder)
