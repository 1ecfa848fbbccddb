"""The scripts say what is wrong, carry on what was interrupted and overwrite nothing."""

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest

from script import prepare
from script.check_port import problem_with

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = [ROOT / "script" / name for name in ("serve", "test", "lint", "manage", "password")]
LIBRARY = sorted((ROOT / "script" / "lib").glob("*.sh"))
SOURCED = "set -euo pipefail; for one in messages debian environment; do . script/lib/$one.sh; done"


def bash(words: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run words of the scripts' own library in a folder."""
    return subprocess.run(
        ["bash", "-c", f"{SOURCED}; {words}"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with the scripts' library and nothing else of the project."""
    shutil.copytree(ROOT / "script" / "lib", tmp_path / "script" / "lib")
    return tmp_path


@pytest.mark.parametrize("script", [*SCRIPTS, ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_each_script_can_be_run(script: Path) -> None:
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0


@pytest.mark.parametrize("script", [*SCRIPTS, *LIBRARY], ids=lambda path: path.name)
def test_no_script_uses_what_the_bash_of_macos_lacks(script: Path) -> None:
    newer = r"declare -A|local -n|mapfile|readarray|\$\{\w+(\^|,,)|&>>|\|&|\bcoproc\b"
    assert not re.search(newer, script.read_text(encoding="utf-8"))


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1", "80 80"])
def test_an_invalid_port_is_named(port: str) -> None:
    assert "a number from 1 to 65535" in problem_with("127.0.0.1", port)


def test_a_port_in_use_is_named_with_another_to_take() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert f"port {port} of 127.0.0.1 cannot be had" in problem_with("127.0.0.1", str(port))


def test_a_free_port_has_no_problem() -> None:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    assert problem_with("127.0.0.1", str(port)) == ""


def test_the_env_file_fills_in_what_the_environment_leaves_open(checkout: Path) -> None:
    (checkout / ".env").write_text("# a note\n\nPORT=81\nA='x = y'\nB=\"z\"\nC=\nD=$(id)")
    run = bash(
        'read_env_file; printf "%s|" "$PORT" "$A" "$B" "$C" "$D"', checkout, PORT="9000", C=""
    )
    assert run.stdout == "9000|x = y|z||$(id)|"


@pytest.mark.parametrize("line", ["PORT 81", "=81", "MY-PORT=81", "8PORT=81"])
def test_a_line_of_the_env_file_that_sets_nothing_is_named(checkout: Path, line: str) -> None:
    (checkout / ".env").write_text(f"A=1\n{line}\n")
    run = bash("read_env_file", checkout)
    assert run.returncode == 1
    assert f"not NAME=value: {line}" in run.stderr


def test_a_relative_data_folder_is_where_the_command_was_given(checkout: Path) -> None:
    run = bash('keep_var_absolute /home/me; echo "$PEGASUS_VAR"', checkout, PEGASUS_VAR="data")
    assert run.stdout == "/home/me/data\n"


# A Python that writes down what it is asked for; pip fails while "offline" is there.
STAND_IN = """#!/bin/sh
echo "$@" >>calls
case "$*" in
    *"-m venv"*) mkdir -p .venv/bin && cp "$0" .venv/bin/python ;;
    *"pip install"*) [ ! -e offline ] ;;
esac
"""


@pytest.fixture
def stand_in(checkout: Path) -> Path:
    """Return a checkout whose Python is the stand-in."""
    python = checkout / "stand-in"
    python.write_text(STAND_IN)
    python.chmod(0o755)
    (checkout / "requirements.txt").write_text("one==1\n")
    return checkout


def installs(checkout: Path) -> list[str]:
    """Make the environment, and return what pip was asked to install for it."""
    (checkout / "calls").write_text("")
    python = str(checkout / "stand-in")
    run = bash("make_environment requirements.txt", checkout, PYTHON=python)
    assert (run.returncode == 0) != (checkout / "offline").exists()
    return [line for line in (checkout / "calls").read_text().splitlines() if "install" in line]


def test_an_environment_is_installed_once(stand_in: Path) -> None:
    assert len(installs(stand_in)) == 1
    assert installs(stand_in) == []


def test_changed_pins_are_installed(stand_in: Path) -> None:
    installs(stand_in)
    (stand_in / "requirements.txt").write_text("one==2\n")
    assert len(installs(stand_in)) == 1


def test_an_interrupted_installation_lays_every_file_again(stand_in: Path) -> None:
    (stand_in / "offline").touch()
    installs(stand_in)
    (stand_in / "offline").unlink()
    assert "--force-reinstall" in installs(stand_in)[0]
    assert installs(stand_in) == []


def test_a_missing_python_is_named_with_what_to_install(checkout: Path) -> None:
    run = bash("suits() { false; }; is_root() { false; }; need_python", checkout)
    assert run.returncode == 1
    assert "sudo apt-get install python3 python3-venv" in run.stderr
    assert "brew install" in run.stderr


def run_by(checkout: Path, *arguments: str) -> str:
    """Run script/test with the stand-in, and return what it let Python do besides installing."""
    shutil.copy(ROOT / "script" / "test", checkout / "script")
    (checkout / "requirements-dev.txt").write_text("two==2\n")
    (checkout / "calls").write_text("")
    environment = {"PATH": os.environ["PATH"], "PYTHON": str(checkout / "stand-in")}
    command = ["bash", "script/test", *arguments]
    subprocess.run(command, cwd=checkout, env=environment, capture_output=True, check=False)
    calls = (checkout / "calls").read_text().splitlines()
    return "\n".join(line for line in calls if re.match("-m (pytest|ruff|mypy)", line))


@pytest.mark.parametrize("words", [("-k", "timeline"), ("tests/test_timeline.py",)])
def test_whoever_asks_for_some_tests_gets_those_alone(
    stand_in: Path, words: tuple[str, ...]
) -> None:
    done = run_by(stand_in, "quick", *words)

    assert re.fullmatch(f"-m pytest .*{' '.join(words)}", done)


def test_a_quick_run_of_everything_checks_style_and_types_too(stand_in: Path) -> None:
    done = run_by(stand_in, "quick")

    assert [line.split()[1] for line in done.splitlines()] == ["ruff", "ruff", "mypy", "pytest"]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Return the names of the commands that preparing calls, none of which does anything."""
    called: list[str] = []

    def call(name: str, *args: Any, **options: Any) -> None:
        called.append(name)

    monkeypatch.setattr(prepare, "call_command", call)
    monkeypatch.setattr(prepare, "keep_desk_private", lambda: None)
    monkeypatch.setattr(prepare, "UNFINISHED", tmp_path / "case-unfinished")
    return called


def test_the_case_is_published_into_an_empty_record(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "record_is_empty", lambda: True)
    prepare.prepare_databases()
    assert commands == ["migrate", "publish_pending", "import_case", "publish_case"]
    assert not prepare.UNFINISHED.exists()


def test_a_desk_in_use_is_never_imported_over(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "record_is_empty", lambda: False)
    prepare.prepare_databases()
    assert commands == ["migrate", "publish_pending"]


def test_a_case_that_was_cut_off_is_carried_on(
    commands: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "record_is_empty", lambda: False)
    prepare.UNFINISHED.touch()
    prepare.prepare_databases()
    assert commands == ["migrate", "publish_pending", "import_case", "publish_case"]
    assert not prepare.UNFINISHED.exists()
