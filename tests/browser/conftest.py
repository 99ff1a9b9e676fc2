"""A real JupyterLab and a real browser, one of each for all browser tests."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.parts import need_module, need_program

_START_SECONDS = 90


@pytest.fixture(scope="package")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """``(address with token, folder of notebooks)`` of a JupyterLab with settings of its own."""
    need_module("jupyterlab")
    root = tmp_path_factory.mktemp("lab")
    notebooks, runtime = root / "notebooks", root / "runtime"
    notebooks.mkdir()
    token = secrets.token_hex(16)
    folders = {f"JUPYTER_{name}_DIR": str(root / name.lower()) for name in ("CONFIG", "DATA")}
    environment = {**os.environ, **folders, "JUPYTER_RUNTIME_DIR": str(runtime),
                   "JUPYTERLAB_SETTINGS_DIR": str(root / "settings"),
                   "JUPYTERLAB_WORKSPACES_DIR": str(root / "workspaces")}
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0",
        f"--ServerApp.root_dir={notebooks}", f"--IdentityProvider.token={token}",
        "--LabApp.expose_app_in_browser=True", "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]
    with (root / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        yield f"{_address(runtime, server, root / 'log')}?token={token}", notebooks
    finally:
        server.terminate()
        server.wait(timeout=20)


def _address(runtime: Path, server: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        for path in runtime.glob("jpserver-*.json"):
            if path.stat().st_size:
                return str(json.loads(path.read_text())["url"])
        time.sleep(0.1)
    raise RuntimeError(f"JupyterLab did not start:\n{log.read_text()[-2000:]}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """A headless Chromium of the system; nothing is downloaded.

    Its event loop lives as long as it does: not beyond this folder, where tests run loops of their
    own.
    """
    need_module("playwright")
    path = need_program("chromium", "chromium-browser", "google-chrome")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                  "--disable-background-networking", "--disable-component-update",
                  "--disable-sync", "--disable-dev-shm-usage"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_notebook(lab: tuple[str, Path], browser: Any) -> Iterator[Callable[[Path], Any]]:
    """Open a notebook in a workspace of its own, with a ready kernel, and run all of it."""
    address, notebooks = lab
    pages = []

    def opened(path: Path) -> Any:
        shutil.copy(path, notebooks / path.name)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        pages.append(page)
        page.goto(address.replace("?", f"lab/workspaces/{path.stem}/tree/{path.name}?reset&"))
        page.wait_for_selector(".jp-Notebook", timeout=60_000)
        page.evaluate(
            """async () => {
                const late = new Promise((_, fail) => setTimeout(fail, 60000, 'no kernel'));
                const panel = window.jupyterapp.shell.currentWidget;
                await Promise.race([panel.sessionContext.ready, late]);
                await Promise.race([panel.sessionContext.session.kernel.info, late]);
                window.jupyterapp.commands.execute('notebook:run-all-cells');
            }"""
        )
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.fixture
def open_cells(
    open_notebook: Callable[[Path], Any], tmp_path: Path
) -> Callable[[list[str]], Any]:
    """Open a new notebook of these cells, and run all of it."""
    import nbformat

    def opened(cells: list[str]) -> Any:
        book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
        book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
        path = tmp_path / f"{tmp_path.name}.ipynb"
        nbformat.write(book, path)
        return open_notebook(path)

    return opened
