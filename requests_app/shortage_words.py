"""A shortage of places in words, for the mentor who is about to go over the offer."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from requests_app.problems import Shortage


def shortage_words(shortage: Shortage) -> str:
    """ "Frans, trimester 1: u biedt 1 plaats aan. Hiermee worden het er 2." """
    offered = ngettext(
        "u biedt %(count)d plaats aan", "u biedt %(count)d plaatsen aan", shortage.offered
    ) % {"count": shortage.offered}
    if shortage.what is None:
        offered = _("u neemt hoogstens %(count)d stagiairs tegelijk") % {"count": shortage.offered}
    return _("%(what)s: %(offered)s. Hiermee worden het er %(sum)d.") % {
        "what": _where(shortage),
        "offered": offered,
        "sum": shortage.taken + shortage.asked,
    }


def _where(shortage: Shortage) -> str:
    trimester = _("trimester %(number)d") % {"number": shortage.trimester}
    return f"{shortage.what}, {trimester}" if shortage.what else trimester.capitalize()
