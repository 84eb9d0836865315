"""Statements from outside the repository: FINTRACK_FIXTURES, or shared/fixtures beside or inside the repository."""

import io
import os
from pathlib import Path
from typing import Any, Protocol

import pytest

from transaction_worker.domain.entry import Entry
from transaction_worker.domain.parse_statement import parse_statement
from transaction_worker.domain.statement_error import StatementError, StatementRejected

_REPOSITORY = Path(__file__).resolve().parents[4]


def _fixtures_folder() -> Path:
    named = os.environ.get("FINTRACK_FIXTURES")
    folders = [Path(named)] if named else [_REPOSITORY.parent / "shared/fixtures", _REPOSITORY / "shared/fixtures"]
    return next((folder for folder in folders if folder.is_dir()), folders[0])


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "fixture_files(pattern, ...): runs with each matching file as `fixture_file`")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    mark = metafunc.definition.get_closest_marker("fixture_files")
    if mark is None:
        return
    root = _fixtures_folder()
    files = sorted(path for pattern in mark.args for path in root.glob(pattern) if path.is_file())
    if files:
        metafunc.parametrize("fixture_file", files, ids=[str(path.relative_to(root)) for path in files])
    else:
        reason = f"no {' or '.join(mark.args)} in {root}; set FINTRACK_FIXTURES to the folder of public statements"
        metafunc.parametrize("fixture_file", [pytest.param(None, marks=pytest.mark.skip(reason=reason))])


@pytest.fixture
def fixture_named(request: pytest.FixtureRequest) -> Path:
    """The fixture file at the path that the test is parametrised with; skips where it is absent."""
    path = _fixtures_folder() / str(request.param)
    if not path.is_file():
        pytest.skip(f"no {path}; set FINTRACK_FIXTURES to the folder of public statements")
    return path


class Reading(Protocol):
    """Reads a statement from text or bytes, with the options of `parse_statement`."""

    def __call__(self, content: str | bytes, **options: Any) -> list[Entry]: ...


class Rejection(Protocol):
    def __call__(self, content: str | bytes, **options: Any) -> StatementError: ...


@pytest.fixture
def read() -> Reading:
    def reading(content: str | bytes, **options: Any) -> list[Entry]:
        raw = content.encode() if isinstance(content, str) else content
        return list(parse_statement(io.BytesIO(raw), **{"file_name": "statement", **options}))

    return reading


@pytest.fixture
def rejection(read: Reading) -> Rejection:
    """The error with which a statement is rejected."""

    def rejecting(content: str | bytes, **options: Any) -> StatementError:
        with pytest.raises(StatementRejected) as caught:
            read(content, **options)
        return caught.value.error

    return rejecting
