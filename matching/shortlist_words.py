"""The shortlist in words: how far, how many places, what it costs the others, who fell out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from calendar_cfg.dates import long_date
from matching.engine.fitting import Why
from matching.engine.instance import OTHER_RANK
from matching.engine.shortlist import Cost, Ranked, SubjectAt

OUTSIDE = {
    Why.NET: gettext_lazy("Ander onderwijsnet"),
    Why.EDUCATION_FORM: gettext_lazy("Andere onderwijsvorm"),
    Why.TOO_FAR: gettext_lazy("Verder dan gewenst"),
}


def distance_words(hectometres: int | None) -> str:
    """The distance in whole kilometres, as the crow flies."""
    if hectometres is None:
        return _("onbekend")
    if hectometres < 10:
        return _("minder dan 1 km")
    return _("%(km)d km") % {"km": round(hectometres / 10)}


def places_words(subject: SubjectAt, names: Mapping[str, str]) -> str:
    """ "Frans: 2 plaatsen vrij"."""
    name = names.get(subject.subject, subject.subject)
    if not subject.is_offered:
        return _("%(subject)s: niet in het aanbod") % {"subject": name}
    return ngettext(
        "%(subject)s: %(n)d plaats vrij", "%(subject)s: %(n)d plaatsen vrij", subject.free
    ) % {"subject": name, "n": subject.free}


def why_less_words(row: Ranked) -> list[str]:
    """What keeps a school of the list from fitting, besides its places per subject."""
    words = [_("Neemt in dit trimester niemand meer bij")] if row.is_full else []
    return [*words, *(str(OUTSIDE[why]) for why in row.outside)]


def rank_words(rank: int) -> str:
    """Which choice a school is; empty for one that the request does not name."""
    return _("Voorkeur %(rank)d") % {"rank": rank} if rank < OTHER_RANK else ""


def cost_words(cost: Cost | None) -> str:
    """What the others lose when the request goes there; empty while no run told."""
    if cost is None:
        return ""
    if cost.displaced:
        return ngettext(
            "Wie hier gaat, verdringt %(n)d andere stagiair.",
            "Wie hier gaat, verdringt %(n)d andere stagiairs.",
            cost.displaced,
        ) % {"n": cost.displaced}
    return " ".join(_worse_off(cost)) or _("Niemand anders verliest hier een plaats.")


def _worse_off(cost: Cost) -> list[str]:
    words: list[str] = []
    if cost.rank > 0:
        words.append(
            ngettext(
                "Anderen zakken samen %(n)d plaats in hun voorkeuren.",
                "Anderen zakken samen %(n)d plaatsen in hun voorkeuren.",
                cost.rank,
            )
            % {"n": cost.rank}
        )
    if (km := round(cost.hectometres / 10)) > 0:
        words.append(_("Anderen moeten samen %(km)d km verder.") % {"km": km})
    return words


def confirmed_words(moment: datetime | None, *, has_offer: bool) -> str:
    """When the school last confirmed its data for the year."""
    if moment is not None:
        return _("Bevestigd op %(day)s") % {"day": long_date(moment)}
    if has_offer:
        return _("Nog niet bevestigd")
    return _("Liet nog niets weten")


def before_words(accepted: int, refused: int) -> str:
    """How often the school accepted and refused requests of this institution."""
    if not (accepted or refused):
        return _("nog niets gevraagd")
    return _("%(accepted)d aanvaard, %(refused)d geweigerd") % {
        "accepted": accepted,
        "refused": refused,
    }


def excluded_words(
    why: Why,
    *,
    subjects: str,
    trimester: int | None,
    by_trainees: bool,
    some_were_late: bool = False,
) -> str:
    """Why schools are not in the list.

    Arguments:
        subjects: names of the subjects asked.
        trimester: None where it goes without saying.
        by_trainees: whether trainees said of some schools that they do not go there.
        some_were_late: whether it was taken back from a school that did not answer in time.
    """
    refused = (
        _("weigerde dit al, of antwoordde te laat") if some_were_late else _("weigerde dit al")
    )
    texts = {
        Why.TAKES_NOBODY: _("neemt dit jaar niemand"),
        Why.BLOCKED: _("neemt niemand in deze periode"),
        Why.NOT_AT: _("%(refused)s, of de stagiair gaat er niet heen") % {"refused": refused}
        if by_trainees
        else refused,
        Why.NOT_NAMED: _("niet bij de gekozen scholen"),
        Why.NET: _("ander onderwijsnet"),
        Why.EDUCATION_FORM: _("andere onderwijsvorm"),
        Why.TOO_FAR: _("te ver"),
        Why.GRAAD: _("geen zulke klassen"),
        Why.NO_OFFER: _no_offer_words(subjects, trimester),
    }
    return texts[why]


def _no_offer_words(subjects: str, trimester: int | None) -> str:
    if trimester is None:
        return _("geen aanbod %(subject)s") % {"subject": subjects}
    return _("geen aanbod %(subject)s in T%(trimester)s") % {
        "subject": subjects,
        "trimester": trimester,
    }
