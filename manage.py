#!/usr/bin/env python
"""Django's command line for Pegasus Tracker."""

import os
import sys

from django.core.management import execute_from_command_line

from publishing.unusable import words_for_operators


def main() -> None:
    """Run a command; say what to do if a database or a file cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pegasus_tracker.settings")
    try:
        execute_from_command_line(sys.argv)
    except Exception as error:
        words = words_for_operators(error)
        if words is None or "--traceback" in sys.argv:
            raise
        sys.exit(f"\nError: {words}")


if __name__ == "__main__":
    main()
