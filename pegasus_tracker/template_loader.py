"""Templates are indented for those who edit them; readers are not sent that.

What disappears is white space that a page does not show: indentation, and the ends of lines that
hold only the tag of a block of HTML, or template tags that write nothing themselves. A style sheet
must therefore not make inline boxes of these blocks.
"""

import re

from django.template.base import Origin
from django.template.loaders import filesystem

BLOCKS = (
    "article|aside|blockquote|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h1|h2|h3|h4|h5|h6|head|header|li|main|nav|ol|p|section|summary|table|tbody|td|th|tr|ul"
)
SILENT = (
    "block|elif|else|empty|endblock|endfor|endif|endifchanged|endwith|extends|for|if|ifchanged"
    "|load|record|records|regroup|with"
)
INSIDE = r"(?:(?!%}).)*"
BLOCK_TAG = rf"</?(?:{BLOCKS})\b[^<>]*>"
SILENT_TAG = rf"{{% (?:(?:{SILENT})\b{INSIDE}|{INSIDE} as \w+ )%}}"
LEFT_OPEN = re.compile(rf"(?:{BLOCK_TAG}|(?:{SILENT_TAG})+)\n")


def compact(source: str) -> str:
    """Return a template without the white space that only helps to edit it."""
    lines = (line.lstrip(" ") for line in source.splitlines(keepends=True))
    kept = (line.rstrip("\n") if LEFT_OPEN.fullmatch(line) else line for line in lines)
    return "".join(kept).removesuffix("\n")


class Loader(filesystem.Loader):
    """Reads the project's own templates."""

    def get_contents(self, origin: Origin) -> str:
        """Return what is compiled for a template."""
        return compact(super().get_contents(origin))
