"""verify_log as a command: what it says, its exit codes, and links that were kept."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from publishing.models import Head, Revision
from publishing.proving.kept import InvalidKeptLink, KeptLink, kept_link_breaks, kept_links
from tests.builders import BOTH
from tests.tampering import by_hand

LINK = "0123456789abcdef" * 4


def verify(*options: str) -> tuple[int, str, str]:
    """Return the exit code of the command, what it says and what it says is broken."""
    said, broken = StringIO(), StringIO()
    try:
        call_command("verify_log", *options, stdout=said, stderr=broken)
    except SystemExit as end:
        return int(end.code or 0), said.getvalue(), broken.getvalue()
    return 0, said.getvalue(), broken.getvalue()


def the_end() -> str:
    head = Head.objects.get(pk=1)
    return f"{head.seq}:{head.link}"


@BOTH
@pytest.mark.usefixtures("published_case")
class TestWhatItSays:
    def test_a_whole_log_exits_with_0_and_its_last_line(self) -> None:
        code, said, broken = verify()

        assert (code, broken) == (0, "")
        assert f"The log is whole: {Head.objects.get(pk=1).seq} lines." in said
        assert said.rstrip().endswith(f"It ends with {the_end()}")

    def test_without_all_one_break_is_named(self) -> None:
        with by_hand() as cursor:
            cursor.execute("UPDATE publishing_revision SET reason = 'x' WHERE seq IN (12, 14)")
            code, _said, broken = verify()

        assert code == 1
        assert broken.startswith("Broken: log line 12 (")
        assert broken.count("Broken: ") == 1

    def test_all_lists_every_break_in_groups_with_their_number(self) -> None:
        with by_hand() as cursor:
            cursor.execute("UPDATE publishing_revision SET reason = 'x' WHERE seq IN (12, 14)")
            cursor.execute("UPDATE publishing_entry SET version = 9 WHERE seq = 20")
            code, said, broken = verify("--all")

        assert code == 1
        assert broken.index("In the lines of the log:") < broken.index("In the entries:")
        # Two links that do not fit, and two reasons that are not their sets'.
        assert "4 in the lines of the log, 1 in the entries" in broken.splitlines()[-1]
        assert f"The log ends with {the_end()}" in said


@BOTH
@pytest.mark.usefixtures("published_case")
class TestKeptLinks:
    def test_links_that_are_there_are_counted(self, tmp_path: Path) -> None:
        first = Revision.objects.get(seq=1)
        file = tmp_path / "kept.txt"
        file.write_text(f"# kept in a drawer\n\n1:{first.link}\n{the_end().upper()}\n")

        code, said, _broken = verify("--against", str(file), "--against", f"1:{first.link}")

        assert code == 0
        assert "It holds the kept links, 3 of 3." in said

    def test_a_link_beyond_the_end_is_a_lost_end(self) -> None:
        last = Head.objects.get(pk=1).seq

        code, said, broken = verify("--against", f"{last + 2}:{LINK}")

        assert code == 1
        assert f"kept link of line {last + 2}: the log ends with line {last}" in broken
        assert f"its end, from line {last + 1} on, is lost" in broken
        assert f"The log ends with {the_end()}" in said

    def test_another_link_is_a_log_written_anew(self) -> None:
        code, _said, broken = verify("--against", f"7:{LINK}")

        assert code == 1
        assert "kept link of line 7: the log has the link" in broken

    def test_a_line_that_is_gone_is_named(self) -> None:
        with by_hand() as cursor:
            cursor.execute("DELETE FROM publishing_revisionbody WHERE seq = 7")
            cursor.execute("DELETE FROM publishing_revision WHERE seq = 7")

            found = [str(one) for one in kept_link_breaks([KeptLink(7, LINK)])]

        assert found == ["kept link of line 7: the log has no such line"]


@pytest.mark.parametrize(
    "given", ["", "7", f"0:{LINK}", f"7:{LINK[1:]}", f"7 {LINK}", "no-such-file"]
)
def test_anything_but_a_kept_link_is_refused_with_the_form(given: str) -> None:
    with pytest.raises(CommandError, match="SEQ:LINK") as refused:
        call_command("verify_log", "--against", given)

    assert refused.value.returncode == 2


def test_a_file_says_in_which_line_it_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "kept.txt"
    file.write_text(f"7:{LINK}\n8:{LINK}0\n")

    with pytest.raises(InvalidKeptLink, match=r"kept\.txt, line 2: “8:0123"):
        kept_links(str(file))


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"\xff\xfe\x00"])
def test_a_file_without_links_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "kept.txt"
    file.write_bytes(content)

    with pytest.raises(InvalidKeptLink, match=r"kept\.txt"):
        kept_links(str(file))


def test_a_folder_is_not_a_file_of_links(tmp_path: Path) -> None:
    with pytest.raises(InvalidKeptLink, match="cannot be read"):
        kept_links(str(tmp_path))
