"""How far the signing of a stageovereenkomst is, as a step of the way of a trainee's own stage."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from agreements.enums import Party
from agreements.models import AgreementVersion, Signature
from agreements.standing import with_signature_counts
from calendar_cfg.dates import long_date
from institutions.actors import Actor
from placements.models import Placement
from placements.page_sections import adds_way_step
from requests_app.dashboards import Asking
from requests_app.way import Stand, Step


def with_signing(rows: QuerySet[Placement], actor: Actor) -> QuerySet[Placement]:
    """Adds `signing`: how many have to sign the version in force, and who did when."""
    signed = Signature.objects.filter(version=OuterRef("pk")).order_by("signed_at")
    facts: Any = JSONObject(party="party", user=F("trainee__user"), at="signed_at")
    version = with_signature_counts(
        AgreementVersion.objects.filter(
            agreement__placement=OuterRef("pk"), superseded_at=None
        ).order_by()
    ).values(
        facts=JSONObject(
            needed="needed",
            signatures=ArraySubquery(signed.values(facts=facts)),
        )
    )
    return rows.annotate(signing=Subquery(version[:1]))


@adds_way_step(order=10, reading=with_signing)
def signing(placement: Any, asking: Asking) -> Step:
    """Not made yet, signed by whom and not by whom, or signed by all."""
    title, facts = _("Stageovereenkomst"), placement.signing
    if facts is None:
        text = _("Uw lerarenopleiding maakt de stageovereenkomst.")
        return Step(Stand.NOW, title, text, _("uw lerarenopleiding"))
    url = reverse("agreement", args=[placement.public_id])
    done = {_party(row, asking): _day(row) for row in facts["signatures"]}
    if len(facts["signatures"]) >= facts["needed"]:
        text = _("Door allen ondertekend, het laatst op %(day)s.")
        return Step(Stand.DONE, title, text % {"day": _day(facts["signatures"][-1])}, url=url)
    missing = _missing(done, facts["needed"])
    return Step(Stand.NOW, title, _words(done, missing), _together(missing), url)


def _party(row: dict[str, Any], asking: Asking) -> str:
    """Who signed, as the trainee reads it."""
    own = asking.actor.user is not None and row["user"] == asking.actor.user.pk
    names = {Party.INSTITUTION: _("uw lerarenopleiding"), Party.SCHOOL: _("de school")}
    return names.get(Party(row["party"]), _("u") if own else _("uw medestagiairs"))


def _day(row: dict[str, Any]) -> str:
    return long_date(datetime.fromisoformat(row["at"]))


def _missing(done: dict[str, str], needed: int) -> list[str]:
    parties = [_("u"), _("uw lerarenopleiding"), _("de school")]
    missing = [party for party in parties if party not in done]
    is_group = needed > len(parties)
    return [*missing, _("uw medestagiairs")] if is_group else missing


def _words(done: dict[str, str], missing: list[str]) -> str:
    """Who signed when, and who did not."""
    parts = [
        _("%(who)s (%(day)s)") % {"who": who, "day": day}
        for who, day in done.items()
        if who not in missing
    ]
    signed = _("Ondertekend door %(who)s.") % {"who": _together(parts)} if parts else ""
    waits = _("Wacht nog op %(who)s.") % {"who": _together(missing)}
    return f"{signed} {waits}".strip()


def _together(words: list[str]) -> str:
    return str(get_text_list(words, _("en")))
