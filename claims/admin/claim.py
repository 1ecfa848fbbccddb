"""Claims, their passages and their citations at the desk."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from claims.admin.locating import Quoting, not_found, spans_of
from claims.models import Citation, Claim, Passage, Rendition, Topic
from publishing.admin.forms import PartForm, RecordForm
from publishing.admin.lists import dated, linked
from publishing.admin.parts import PartInline
from publishing.admin.records import RecordAdmin
from values.canonical import nfc

BEFORE = _("Needed only if the same words occur more than once; filled in when saved.")
WHICH = _("The text that contains the words. Leave it empty to search all texts of the statement.")
ELSEWHERE = _("This text belongs to another statement. Choose one of “%(slug)s”.")
IN_SEVERAL = _("These words are in %(count)d texts of this statement. Choose one.")
NO_TEXT = _("The statement has no text yet. Add a rendition to it first.")


class ClaimForm(Quoting, RecordForm):
    """A claim's form: the rendition and the place in it are found from the words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("prefix", "suffix"):
            if name in self.fields:
                self.fields[name].help_text = BEFORE
        if "rendition" in self.fields:
            self.fields["rendition"].required = False
            self.fields["rendition"].help_text = WHICH

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        statement, exact = cleaned.get("statement"), nfc(cleaned.get("exact") or "")
        if statement and exact:
            rendition = self._rendition(statement, exact)
            if rendition:
                cleaned["rendition"] = rendition
                self.locate(rendition, exact)
        return cleaned

    def _rendition(self, statement: Any, exact: str) -> Rendition | None:
        """Return the text that was chosen, or the only one that holds the words."""
        chosen: Rendition | None = self.cleaned_data.get("rendition")
        if chosen:
            if chosen.statement_id == statement.pk:
                return chosen
            message = ELSEWHERE % {"slug": statement.slug}
            self.add_error("rendition", message)
            return None
        texts: list[Rendition] = list(statement.renditions.all())
        if len(texts) == 1:
            return texts[0]
        return self._the_one_that_holds(exact, texts)

    def _the_one_that_holds(self, exact: str, texts: list[Rendition]) -> Rendition | None:
        holding = [one for one in texts if spans_of(one.text, exact, "", "")]
        if len(holding) == 1:
            return holding[0]
        if holding:
            self.add_error("rendition", IN_SEVERAL % {"count": len(holding)})
        elif texts:
            self.add_error("exact", not_found((one.text for one in texts), exact))
        else:
            self.add_error("statement", NO_TEXT)
        return None


class PassageForm(Quoting, PartForm):
    """A passage's form: the place is found from the words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("prefix", "suffix"):
            if name in self.fields:
                self.fields[name].help_text = BEFORE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        rendition, exact = cleaned.get("rendition"), nfc(cleaned.get("exact") or "")
        if rendition and exact:
            self.locate(rendition, exact)
        return cleaned


class PassageInline(PartInline):
    model = Passage
    form = PassageForm
    left_out = ("start", "end")


class CitationInline(PartInline):
    """What a claim or a rebuttal rests on; the same on both pages."""

    model = Citation


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    form = ClaimForm
    left_out = ("kind", "start", "end")
    word_labels = dict(Topic.choices)
    own_columns = [
        linked("statement", _("statement")),
        dated("issued", _("said"), through="statement"),
        linked("family", _("family")),
    ]
    own_filters = ["verification", "reported_speech"]
    list_select_related = ["statement__speaker", "family"]
    search_fields = ["slug", "summary", "exact", "statement__slug", "statement__title"]
    inlines = [PassageInline, CitationInline]
