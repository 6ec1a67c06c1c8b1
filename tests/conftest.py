"""What tests of several folders share."""

import pytest

from avenant_builder.pdf.office import Engine, find_engine

pytest_plugins = ["second_agreement.fixture", "built"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--approve", action="store_true", help="write the goldens anew, for a person to review"
    )


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The real LibreOffice: without it the tests fail, as a build would."""
    return find_engine()
