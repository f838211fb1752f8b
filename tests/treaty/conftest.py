import pytest

from trefpunt.treaty import Law


@pytest.fixture(scope="session")
def law() -> Law:
    return Law.load(nature="sample")
