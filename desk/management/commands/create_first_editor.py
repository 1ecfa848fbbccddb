"""``create_first_editor``: the first account of an installation, without a password."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

NAME = "editor"


class Command(BaseCommand):
    help = (
        "Creates the account “editor”, without a password, if the desk has no account yet."
        " Set its password with: ./script/password editor"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()._default_manager
        if users.exists():
            return
        user = get_user_model()(username=NAME, is_staff=True, is_superuser=True)
        user.set_unusable_password()
        user.save()
        self.stdout.write(f"Created the account “{NAME}”. It has no password yet.")
