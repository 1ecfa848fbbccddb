"""Prepare an installation for serving: databases, the case, static files, an account.

Run by script/serve at every start; what is already done is left as it is.
"""

import hashlib
import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "cases" / "pegasus-project"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pegasus_tracker.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.staticfiles.finders import get_finders  # noqa: E402
from django.core.management import CommandError, call_command  # noqa: E402
from django.db import connections  # noqa: E402

from publishing.private_files import keep_folder_private  # noqa: E402
from publishing.unusable import words_for_operators  # noqa: E402

# Static files of packages whose pages are not used here.
UNUSED = ["redoc", "rest_framework"]
UNFINISHED = settings.VAR / "case-unfinished"


def prepare() -> None:
    """Bring the databases, the static files and the first account to where they should be."""
    keep_desk_private()
    if not settings.PUBLIC_ONLY:
        prepare_databases()
    collect_static()
    if not settings.PUBLIC_ONLY:
        prepare_editor()


def prepare_databases() -> None:
    """Migrate both databases, finish what was interrupted, load the case into an empty record."""
    say("Databases …")
    call_command("migrate", verbosity=0, interactive=False)
    repair()
    if record_is_empty():
        publish_the_case()
    elif UNFINISHED.exists():
        carry_on_with_the_case()


def repair() -> None:
    """Finish publications that were cut off; what is refused is named, and the site still serves.

    A set that is refused is an editor's business: the record is whole without it.
    """
    try:
        call_command("publish_pending")
    except CommandError as error:
        say(f"Not everything that was approved could be published:\n{error}")


def keep_desk_private() -> None:
    """Let nobody else on the machine read what is in the data folder, even if it was open."""
    keep_folder_private(settings.VAR)


def record_is_empty() -> bool:
    """Return whether nothing was ever published here."""
    from publishing.models import Revision

    return not Revision.objects.exists()


def publish_the_case() -> None:
    """Import and publish the shipped case.

    The mark is removed last, so the next run carries on one that was interrupted. An editor's desk
    is never imported over and no draft is published: both commands refuse a record that is not as
    they left it.
    """
    UNFINISHED.touch()
    say(f"The case in {CASE.relative_to(ROOT)} …")
    call_command("import_case", str(CASE))
    call_command("publish_case", str(CASE))
    UNFINISHED.unlink()


def carry_on_with_the_case() -> None:
    """Finish a case that was cut off; what is refused is named, and the site still serves.

    Drafts at the desk and editors' corrections prevent it: this never publishes or overwrites them,
    so an editor has to settle them.
    """
    try:
        publish_the_case()
    except CommandError as error:
        say(
            f"The case is not published to its end:\n{error}\n"
            f"Settle this at the desk; the next start carries on. To stop it: rm {UNFINISHED}"
        )


def collect_static() -> None:
    """Collect and compress the static files when one of them changed."""
    stamp = settings.VAR / "static-collected"
    now = state_of_static_files()
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()
    if collected and stamp.exists() and stamp.read_text() == now:
        return
    say("Static files …")
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=UNUSED)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)


def state_of_static_files() -> str:
    """Return a digest that changes when a static file comes, goes or changes."""
    digest = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            file = os.stat(storage.path(name))
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def prepare_editor() -> None:
    """Make the first account, and say how to set its password until someone has."""
    from django.contrib.auth import get_user_model

    call_command("create_first_editor", verbosity=0)
    accounts = get_user_model()._default_manager.using("desk")
    if not any(account.has_usable_password() for account in accounts.all()):
        say("The desk is at /desk/. Set the password of the account “editor”: ./script/password")


def say(text: str) -> None:
    """Print at once, even into a pipe."""
    print(text, flush=True)


def main() -> None:
    """Prepare, and turn what can go wrong into words about what to do."""
    try:
        prepare()
    except CommandError as error:
        sys.exit(f"\nError: {error}")
    except Exception as error:
        if words := words_for_operators(error):
            sys.exit(f"\nError: {words}")
        raise
    finally:
        connections.close_all()


if __name__ == "__main__":
    main()
