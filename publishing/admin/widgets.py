"""A language map as an editor sees it: one labelled box for each language, never JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from values.languages import FALLBACK, direction, language_name

OFFERED = ("en", "fr", "ar")
NEW_TAG, NEW_TEXT = "+tag", "+text"
NATIVE = {"en": "English", "fr": "Français", "ar": "العربية"}


def one_newline(text: str) -> str:
    """Return a text with the line ends of the record; browsers send others."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


class LanguageMapWidget(forms.Widget):
    """One text box for each language, right to left where the language is."""

    def __init__(self, *, label: str = "", longest: int | None = None) -> None:
        super().__init__()
        self.label, self.longest = label, longest

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        texts: Mapping[str, str] = value if isinstance(value, Mapping) else {}
        boxes = list(self._boxes(name, texts, (attrs or {}).get("id", f"id_{name}")))
        return render_to_string(
            "desk/language_map.html",
            {
                "label": self.label,
                "longest": self.longest,
                "id": (attrs or {}).get("id", f"id_{name}"),
                "name": name,
                "shown": [box for box in boxes if box["shown"]],
                "folded": [box for box in boxes if not box["shown"]],
                "described_by": (attrs or {}).get("aria-describedby", ""),
                "new_tag": NEW_TAG,
                "new_text": NEW_TEXT,
            },
        )

    def _boxes(self, name: str, texts: Mapping[str, str], id_: str) -> Iterator[dict[str, Any]]:
        for tag in dict.fromkeys([*OFFERED, *texts]):
            text = texts.get(tag, "")
            yield {
                "name": f"{name}__{tag}",
                "id": f"{id_}__{tag}",
                "tag": tag,
                "language": _both_names(tag),
                "direction": direction(tag),
                "text": text,
                "rows": min(12, max(2, len(text) // 70 + 1)),
                "shown": bool(text) or (tag == FALLBACK and not texts),
            }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        start = f"{name}__"
        sent = {
            key.removeprefix(start): one_newline(data.get(key) or "")
            for key in data
            if key.startswith(start)
        }
        new_tag, new_text = sent.pop(NEW_TAG, "").strip(), sent.pop(NEW_TEXT, "")
        if new_text.strip():
            sent[new_tag] = new_text
        return {tag: text for tag, text in sent.items() if text.strip()}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}__") for key in data)

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}__{FALLBACK}" if id_ else id_


def _both_names(tag: str) -> str:
    name = language_name(tag)
    native = NATIVE.get(tag, name)
    return name if native == name else f"{name} – {native}"
