"""The words of the health of the year: columns, shares, and what stands above the tables."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notices.year_health import Group
from requests_app.enums import RefusalReason

Labels = dict[str, str | Promise]

REQUESTS: Labels = {
    "filed": gettext_lazy("Ingediend"),
    "held": gettext_lazy("Wacht op de vrijgave"),
    "at_school": gettext_lazy("Bij een school"),
    "accepted": gettext_lazy("Geheel aanvaard"),
    "partly": gettext_lazy("Gedeeltelijk aanvaard"),
    "without": gettext_lazy("Zonder plaats"),
    "withdrawn": gettext_lazy("Ingetrokken"),
    "expired": gettext_lazy("Vervallen"),
    "cancelled": gettext_lazy("Geannuleerd"),
}
REQUESTS_SHOWN: Labels = {
    **{name: REQUESTS[name] for name in ("filed", "held", "at_school", "accepted", "partly")},
    "without": REQUESTS["without"],
    "stopped": gettext_lazy("Ingetrokken, vervallen of geannuleerd"),
}
ANSWERS: Labels = {
    "put": gettext_lazy("Aan een school voorgelegd"),
    "in_time": gettext_lazy("Op tijd beantwoord"),
    "late": gettext_lazy("Te laat beantwoord"),
    "waiting": gettext_lazy("Wacht op antwoord"),
    "overdue": gettext_lazy("Nu te laat"),
    "unanswered": gettext_lazy("Gestopt zonder antwoord"),
}
REFUSALS: Labels = {
    "answered": gettext_lazy("Beantwoorde activiteiten"),
    "taken": gettext_lazy("Aanvaard"),
    **{f"reason_{reason.value}": reason.label for reason in RefusalReason},
}


def share_words(part: int, whole: int) -> str:
    """ "34,5 %"; empty of nothing."""
    if not whole:
        return ""
    return _("%(n)s %%") % {"n": number_format(round(100 * part / whole, 1), 1)}


def count_words(part: int, whole: int) -> str:
    """ "12 (34,5 %)"."""
    share = share_words(part, whole)
    return f"{part} ({share})" if share and part else f"{part}"


def days_words(days: float | None) -> str:
    """ "9 dagen", "1,5 dagen"; a dash where nobody answered."""
    if days is None:
        return "–"
    rounded = round(days, 1)
    if rounded == int(rounded):
        return ngettext("%(n)d dag", "%(n)d dagen", int(rounded)) % {"n": int(rounded)}
    return _("%(n)s dagen") % {"n": number_format(rounded, 1)}


def in_words(requests: Group, answers: Group, refusals: Group) -> list[str]:
    """The year in a few sentences."""
    told = (_requests(requests), _answers(answers), _refusals(refusals))
    return [words for words in told if words]


def _requests(group: Group) -> str:
    n = group.counts
    filed = n["filed"]
    if not filed:
        return ""
    words = ngettext(
        "Er is %(n)d stageaanvraag ingediend.", "Er zijn %(n)d stageaanvragen ingediend.", filed
    ) % {"n": filed}
    if n["held"]:
        return f"{words} " + _("%(held)s wachten op de dag waarop scholen kunnen antwoorden.") % {
            "held": count_words(n["held"], filed)
        }
    taken = n["accepted"] + n["partly"]
    return f"{words} " + _(
        "Geheel of gedeeltelijk aanvaard: %(taken)s. Bij een school: %(there)s. "
        "Zonder plaats: %(without)s."
    ) % {
        "taken": count_words(taken, filed),
        "there": count_words(n["at_school"], filed),
        "without": count_words(n["without"], filed),
    }


def _answers(group: Group) -> str:
    n = group.counts
    answered = n["in_time"] + n["late"]
    words = []
    if answered:
        words.append(
            _("Van de %(answered)d antwoorden van scholen kwamen er %(in_time)s op tijd.")
            % {"answered": answered, "in_time": count_words(n["in_time"], answered)}
        )
        words.append(
            _("De helft van de scholen antwoordde binnen %(days)s.")
            % {"days": days_words(group.days)}
        )
    if n["overdue"]:
        late = ngettext(
            "%(n)d antwoord is nu te laat.", "%(n)d antwoorden zijn nu te laat.", n["overdue"]
        )
        words.append(late % {"n": n["overdue"]})
    return " ".join(words)


def _refusals(group: Group) -> str:
    answered = group.counts["answered"]
    refused = answered - group.counts["taken"]
    if not refused:
        return ""
    reasons = {name: n for name, n in group.counts.items() if name.startswith("reason_")}
    most = max(reasons, key=lambda name: reasons[name])
    return _(
        "Scholen weigerden %(refused)s van %(answered)d stageactiviteiten. "
        "De reden die ze het vaakst gaven: %(reason)s."
    ) % {
        "refused": count_words(refused, answered),
        "answered": answered,
        "reason": str(REFUSALS[most]).lower(),
    }
