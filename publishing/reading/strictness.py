"""Strictness of pages: each declares its parameters, and any others are refused.

A page declares its parameters with ``@takes``. What is wrong gets a 400 that names it; parameters
that only mark where a reader came from, or are empty, lead to the address without them.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from urllib.parse import unquote_plus

from django.core.exceptions import TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from publishing.reading.parameters import Check, WrongParameters, a_day, wrong_in

View = Callable[..., HttpResponseBase]
# A page without an earlier day says so, whatever the day.
EVERYWHERE: dict[str, Check] = {"as_of": a_day}
# What emails, advertisements and networks add to links, to know who followed which.
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "matomo_", "piwik_", "hsa_", "_hs")
TRACKING = frozenset((
    "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "gad_source", "gad_campaignid",
    "srsltid", "msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id", "igsh", "igshid",
    "epik", "rdt_cid", "mc_cid", "mc_eid", "mkt_tok", "oly_anon_id", "oly_enc_id", "vero_id",
    "wickedid", "ref_src", "ref_url", "_ga", "_gl", "__s", "s_cid", "spm", "at_medium",
    "at_campaign",
))  # fmt: skip


def takes(**checks: Check) -> Callable[[View], View]:
    """Declare the parameters of a page."""

    def declare(view: View) -> View:
        view.takes = checks  # type: ignore[attr-defined]
        return view

    return declare


def strict(view: View) -> View:
    """Make a page refuse parameters that it does not take, and drop those that mean nothing."""
    declared: dict[str, Check] = getattr(view, "takes", {})
    checks = {**EVERYWHERE, **declared}

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        shorter = _shorter(request, checks)
        if shorter:
            return HttpResponsePermanentRedirect(shorter)
        try:
            _check(request, checks)
            return view(request, *args, **kwargs)
        except WrongParameters as error:
            return refusal(request, error, declared)

    return answer


def _check(request: HttpRequest, checks: dict[str, Check]) -> None:
    """Raise WrongParameters if an address has parameters that its page does not take."""
    try:
        given = request.GET
    except TooManyFieldsSent as error:
        raise WrongParameters({"&": _("There are too many parameters.")}) from error
    wrong = wrong_in(given, checks)
    if wrong:
        raise WrongParameters(wrong)


def refusal(
    request: HttpRequest, error: WrongParameters, known: Iterable[str] = ()
) -> HttpResponse:
    """Say what is wrong with the address of a page, and which parameters the page takes."""
    context = {"wrong": error.wrong, "known": sorted(known)}
    return render(request, "wrong_parameter.html", context, status=400)


def _shorter(request: HttpRequest, checks: dict[str, Check]) -> str:
    """Return the address without parameters that mean nothing; nothing if there are none.

    The rest stays as it was sent, letter by letter. Forms send their empty fields too.
    """
    pieces = request.META.get("QUERY_STRING", "").split("&")
    kept = [piece for piece in pieces if not _says_nothing(piece, checks)]
    if len(kept) == len(pieces):
        return ""
    # The path of a page never begins with two slashes, which would lead to another host.
    path = escape_leading_slashes(escape_uri_path(request.path))
    return f"{path}?{'&'.join(kept)}" if kept else path


def _says_nothing(piece: str, checks: dict[str, Check]) -> bool:
    name, _equals, value = (unquote_plus(part) for part in piece.partition("="))
    if name in TRACKING or name.startswith(TRACKING_PREFIXES):
        return True
    return name in checks and not value.strip()
