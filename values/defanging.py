"""Writing domains and accounts so that nobody opens them by accident: example[.]com."""

import re

# Begins at the sign and looks one letter back, so that no text is gone through twice.
ACCOUNT = re.compile(r"(?<=[\w.+-])@((?:[\w-]+\.)+[\w-]+)")
# File and process names look like domains written backwards (com.apple.…) or end in .plist.
DOMAIN = re.compile(r"(?!com\.)(?:[a-z0-9-]+\.)+(?!plist\Z)[a-z]{2,}")


def defanged(value: str) -> str:
    """Return an indicator as it may be shown; file and process names stay as they are."""
    if DOMAIN.fullmatch(value):
        return value.replace(".", "[.]")
    return without_accounts(value)


def without_accounts(text: str) -> str:
    """Return a text in which no account can be clicked or written to by accident."""
    return ACCOUNT.sub(lambda found: f"[@]{found[1].replace('.', '[.]')}", text)
