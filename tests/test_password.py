"""script/password explains itself where there is no desk, and leaves nothing behind."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.fingerprint import ROOT


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout that was never started: the scripts, and a Python that fails."""
    made = tmp_path / "checkout"
    shutil.copytree(ROOT / "script", made / "script")
    return made


def run(checkout: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [checkout / "script" / "password"],
        cwd=checkout.parent,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.parametrize(
    ("environment", "file"),
    [
        ({}, "checkout/var/desk.sqlite3"),
        ({"PEGASUS_VAR": "elsewhere"}, "elsewhere/desk.sqlite3"),
        ({"PEGASUS_VAR": "{here}/empty"}, "empty/desk.sqlite3"),
        ({"DESK_DATABASE_URL": "sqlite:///{here}/my.sqlite3?timeout=3"}, "my.sqlite3"),
    ],
)
def test_a_desk_that_is_not_there_is_named(
    checkout: Path, environment: dict[str, str], file: str
) -> None:
    here = checkout.parent
    (here / "empty").mkdir()
    before = everything(here)

    done = run(checkout, **{name: one.format(here=here) for name, one in environment.items()})

    assert done.returncode == 1
    assert f"Error: there is no desk yet: {here / file} is not there or empty." in done.stderr
    assert "script/serve" in done.stderr
    assert "PEGASUS_VAR=/path/to/it script/password" in done.stderr
    assert everything(here) == before


def test_the_folder_may_be_named_in_the_env_file(checkout: Path) -> None:
    (checkout / ".env").write_text("PEGASUS_VAR=/nowhere/at/all\n")

    assert "/nowhere/at/all/desk.sqlite3" in run(checkout).stderr


def test_a_desk_that_was_begun_and_never_made_is_not_there(checkout: Path) -> None:
    folder = checkout.parent / "begun"
    folder.mkdir()
    (folder / "desk.sqlite3").touch()

    done = run(checkout, PEGASUS_VAR=str(folder))

    assert done.returncode == 1
    assert "there is no desk yet" in done.stderr
    assert [one.name for one in folder.iterdir()] == ["desk.sqlite3"]


def test_a_public_process_has_no_passwords(checkout: Path) -> None:
    before = everything(checkout.parent)

    done = run(checkout, PEGASUS_ROLE="public")

    assert done.returncode == 1
    assert "a public process has no desk" in done.stderr
    assert everything(checkout.parent) == before


@pytest.mark.parametrize(
    "environment",
    [{"DESK_DATABASE_URL": "postgres://x@127.0.0.1:1/desk"}, {"PEGASUS_VAR": "made"}],
)
def test_a_desk_that_may_be_there_is_asked(checkout: Path, environment: dict[str, str]) -> None:
    (checkout.parent / "made").mkdir()
    (checkout.parent / "made" / "desk.sqlite3").write_text("something")
    (checkout / "script" / "manage").write_text('#!/bin/sh\necho "$@"\n')

    done = run(checkout, **environment)

    assert done.stdout == "changepassword editor --database desk\n"
