"""A real browser before real screens; where the machine has none, these tests are skipped and say why."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.web.at_work import AtWork
from tests.web.conftest import Screens, centres, screens, work

__all__ = ["centres", "screens", "work"]
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Start a headless Chromium that the machine has."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine: install the package chromium of your system")
    with playwright.sync_playwright() as driver:
        # Its own sandbox needs more rights than a container gives; it looks at nothing but our own pages.
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium: Any, screens: Screens) -> Iterator[Callable[..., Any]]:
    """Return what opens a window in which an officer is signed in; it reaches this machine and no other."""
    opened = list[Any]()

    def open_(language: str = "en", officer: str = "o-1", **options: Any) -> Any:
        link = f"http://127.0.0.1:{screens.listener.port}{screens.link(officer)}"
        return _signed_in(chromium, link, opened, language, **options)

    yield open_
    for context in opened:
        context.close()


@pytest.fixture
def desk(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Return what opens a window in which an officer of one of many nodes is signed in."""
    opened = list[Any]()

    def open_(nodes: AtWork, name: str, officer: str, language: str = "en", **options: Any) -> Any:
        link = f"http://127.0.0.1:{nodes.listeners[name].port}{nodes.link(name, officer)}"
        return _signed_in(chromium, link, opened, language, **options)

    yield open_
    for context in opened:
        context.close()


def _signed_in(chromium: Any, link: str, opened: list[Any], language: str, **options: Any) -> Any:
    context = chromium.new_context(base_url=link.partition("/sign-in")[0], locale=language, **options)
    opened.append(context)
    page = context.new_page()
    page.reached = []
    page.on("request", lambda request: page.reached.append(request.url))
    page.goto(link)
    page.click("main button")
    page.goto(f"/language/{language}?to=/")
    return page
