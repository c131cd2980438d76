"""The history of a stage in words: what was agreed and changed, and who guided it.

It begins with the school's answer, so that both sides may read all of it. A person is named to
colleagues only; the other side reads the name of the organisation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import date_range
from institutions.actors import Actor
from institutions.enums import Role
from placements.enums import GuidanceRole
from placements.models import Guide, Placement
from requests_app.by_link import with_way
from requests_app.enums import Action
from requests_app.history import Happening
from requests_app.models import ProposalLine

Key = tuple[str, int | None, datetime]


def history_of(
    placement: Placement,
    events: Iterable[Mapping[str, Any]],
    guides: Sequence[Guide],
    lines: Sequence[ProposalLine],
    actor: Actor,
) -> list[Happening]:
    """What happened, the newest first.

    Arguments:
        events: as `page_reading` reads them.
        guides: everybody who guides or guided it.
        lines: the accepted lines, for the words of changed lesuren.
    """
    told = _changes_of_guides(placement, guides)  # above the answer that named them
    told += [_event(event, lines, actor) for event in reversed(list(events))]
    return sorted(told, key=lambda row: row.when, reverse=True)


def _event(event: Mapping[str, Any], lines: Sequence[ProposalLine], actor: Actor) -> Happening:
    action = Action(event["action"])
    what = {
        Action.CHANGE_PERIOD: _period_words(event["data"]),
        Action.CHANGE_LINES: _hours_words(event["data"], lines),
        Action.CANCEL: _("Stage geannuleerd"),
    }.get(action, str(action.label))
    what = with_way(what, event["data"])
    return Happening(
        datetime.fromisoformat(event["at"]), _who(event, actor), what, event["reason"], action
    )


def _who(event: Mapping[str, Any], actor: Actor) -> str:
    """A colleague by name, the other side by its organisation."""
    organisation = event["school"] or event["institution"] or "lerarenstage"
    side = actor.school if event["school"] else actor.institution
    if side is None or actor.role == Role.TRAINEE or not event["last_name"]:
        return str(organisation)
    return f"{event['first_name']} {event['last_name']}".strip()


def _period_words(data: Mapping[str, Any]) -> str:
    days = [date.fromisoformat(day) for day in (*data.get("from", ()), *data.get("to", ()))]
    if len(days) != 4:
        return str(Action.CHANGE_PERIOD.label)
    return _("Stageperiode gewijzigd van %(old)s naar %(new)s") % {
        "old": date_range(days[0], days[1]),
        "new": date_range(days[2], days[3]),
    }


def _hours_words(data: Mapping[str, Any], lines: Sequence[ProposalLine]) -> str:
    named = {str(line.activity_id): str(line.activity) for line in lines}
    changed = [
        _lesuren(named[pk], hours) for pk, hours in data.get("hours", {}).items() if pk in named
    ]
    if not changed:
        return str(Action.CHANGE_LINES.label)
    return _("Lesuren gewijzigd: %(lines)s") % {"lines": "; ".join(changed)}


def _lesuren(line: str, hours: int) -> str:
    words = ngettext("%(line)s %(n)d lesuur", "%(line)s %(n)d lesuren", hours)
    return words % {"line": line, "n": hours}


def _changes_of_guides(placement: Placement, guides: Sequence[Guide]) -> list[Happening]:
    """Who came and went, for each moment, role and subject."""
    begun: dict[Key, list[Guide]] = {}
    over: dict[Key, list[Guide]] = {}
    for guide in guides:
        begun.setdefault((guide.role, guide.subject_id, guide.since), []).append(guide)
        if guide.until is not None:
            over.setdefault((guide.role, guide.subject_id, guide.until), []).append(guide)
    return [
        _guide_happening(placement, key, begun.get(key, []), over.get(key, []))
        for key in begun.keys() | over.keys()
    ]


def _guide_happening(
    placement: Placement, key: Key, came: Sequence[Guide], went: Sequence[Guide]
) -> Happening:
    role, _subject, moment = key
    is_mentor = role == GuidanceRole.SUBJECT_MENTOR
    what = about(next(iter([*came, *went])))
    new, old = _names(came), _names(went)
    if new and old:
        words = _("%(what)s: %(new)s in plaats van %(old)s")
    elif new:
        words = _("%(what)s: %(new)s")
    else:
        words = _("%(what)s: niet langer %(old)s")
    who = placement.school.name if is_mentor else placement.institution.name
    why = next((guide.reason for guide in went if guide.reason), "")
    return Happening(moment, who, words % {"what": what, "new": new, "old": old}, why)


def about(guide: Guide) -> str:
    """ "Vakmentor Frans", "Vakmentor klasoverstijgende activiteiten", "Stagebegeleider"."""
    if guide.role == GuidanceRole.SUPERVISOR:
        return str(GuidanceRole.SUPERVISOR.label)
    return _("Vakmentor %(subject)s") % {"subject": subject_words(guide.subject)}


def subject_words(subject: object | None) -> str:
    """A subject by name; without one it is about klasoverstijgende activiteiten."""
    return str(subject) if subject else _("klasoverstijgende activiteiten")


def _names(guides: Sequence[Guide]) -> str:
    return ", ".join(sorted(str(guide.member.user) for guide in guides))
