"""The dashboard of a lerarenopleiding: to check, to place again, and what lies with schools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg.dates import long_date
from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.year_line import MilestonePoint
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address, in_order
from requests_app.enums import ANSWERED_STATES, ProposalState, RequestState
from requests_app.models import PlacementRequest, Proposal

S = RequestState
SOON_LESDAGEN = 10
SHOWN_MILESTONES = 4
UNFINISHED = "af-te-werken"
NAMED_SCHOOLS = 3
"""So many schools, the most urgent, are named with what lies there."""


def counts_of(asking: Asking) -> dict[str, Any]:
    """How many requests there are of each sort, in one query."""
    own = PlacementRequest.objects.visible_to(asking.actor).filter(year=asking.year)
    drafts = Q(state=S.DRAFT)
    chooses = Q(waits_for=None)  # who waits for a named school has nothing to choose
    return own.order_by().aggregate(
        to_check=Count("pk", filter=drafts & Q(offered_for_check_at__isnull=False)),
        drafts=Count("pk", filter=drafts),
        submitted=Count("pk", filter=Q(state=S.SUBMITTED)),
        looking=Count("pk", filter=chooses & Q(state=S.SUBMITTED)),
        proposed=Count("pk", filter=Q(state=S.PROPOSED)),
        refused=Count("pk", filter=chooses & Q(state=S.REFUSED)),
        accepted=Count("pk", filter=Q(state__in=[S.ACCEPTED, S.PARTIALLY_ACCEPTED])),
        **{f"drafts_t{n}": Count("pk", filter=drafts & Q(trimester=n)) for n in (1, 2, 3)},
        **{
            f"proposed_t{n}": Count("pk", filter=Q(state=S.PROPOSED, trimester=n))
            for n in (1, 2, 3)
        },
    )


def answers_of(asking: Asking) -> dict[str, Any]:
    """Answers that schools owe, and answers that nobody looked at yet; in one query."""
    late = Q(state=ProposalState.OPEN, due_on__lt=asking.today)
    found: dict[str, Any] = _proposals(asking).aggregate(
        late=Count("pk", filter=late),
        first_late=Min("due_on", filter=late),
        schools=Count("school", filter=Q(state=ProposalState.OPEN), distinct=True),
        unseen=Count("pk", filter=Q(state__in=ANSWERED_STATES, seen_at=None)),
    )
    return found


def schools_of(asking: Asking) -> list[dict[str, Any]]:
    """The schools whose answer is due first, with how many requests lie there; in one query."""
    waiting = _proposals(asking).filter(state=ProposalState.OPEN)
    by_school = waiting.values(at=F("school__public_id"), name=F("school__name"))
    late = Count("pk", filter=Q(due_on__lt=asking.today))
    counted = by_school.annotate(n=Count("pk"), due=Min("due_on"), late=late)
    return list(counted.order_by("due", "-n", "name")[:NAMED_SCHOOLS])


def _proposals(asking: Asking) -> Any:
    own = PlacementRequest.objects.visible_to(asking.actor).filter(year=asking.year)
    return Proposal.objects.filter(request__in=own.values("pk")).order_by()


def coordinator_dashboard(asking: Asking) -> Dashboard:
    """A coordinator: check, file, look at answers, place again; what lies with schools."""
    counts, answers = counts_of(asking), answers_of(asking)
    released = asking.has_opened(PhaseKind.ANSWERS)
    searching = counts["refused"] + (counts["looking"] if released else 0)
    tasks = in_order(_tasks(counts, answers, searching))
    return Dashboard(
        tasks=tasks,
        waiting=[*_held(asking, counts), *_at_schools(asking, counts, answers)],
        facts=_accepted(counts),
        milestones=list(_milestones(asking, counts)),
        nothing_to_do=_invitation(
            asking, tasks, _("U bent bij. Maak een sjabloon of een nieuwe stageaanvraag.")
        ),
    )


def _invitation(asking: Asking, tasks: list[Task], words: str) -> str:
    """What to say without a task: nobody is invited to make what cannot be made today."""
    if tasks or asking.is_open(PhaseKind.TEMPLATES):
        return words
    closed = _("Voor %(year)s is er nu niets te doen. Bij “Wat is er open?” staat wanneer wel.")
    return closed % {"year": asking.year}


def _tasks(counts: dict[str, Any], answers: dict[str, Any], searching: int) -> Iterator[Task]:
    if n := answers["unseen"]:
        title = ngettext("Bekijk %(n)d antwoord", "Bekijk %(n)d antwoorden", n) % {"n": n}
        text = _("Zodra u een antwoord opent, kan de school het niet meer zelf corrigeren.")
        yield Task(title, address("requests", toestand="beantwoord"), n, text)
    if n := searching:
        title = ngettext(
            "Kies een school voor %(n)d aanvraag", "Kies een school voor %(n)d aanvragen", n
        ) % {"n": n}
        yield Task(title, address("requests", toestand="zoekt"), n, _refused(counts["refused"]))
    if n := counts["to_check"]:
        title = ngettext("Controleer %(n)d aanvraag", "Controleer %(n)d aanvragen", n) % {"n": n}
        yield Task(title, address("requests_to_check"), n)
    if n := counts["drafts"] - counts["to_check"]:
        title = ngettext("Werk %(n)d ontwerp af", "Werk %(n)d ontwerpen af", n) % {"n": n}
        yield Task(title, address("requests", toestand=UNFINISHED), n)


def _refused(n: int) -> str:
    words = ngettext("Daarvan is er %(n)d geweigerd.", "Daarvan zijn er %(n)d geweigerd.", n)
    return words % {"n": n} if n else ""


def _held(asking: Asking, counts: dict[str, Any]) -> list[Fact]:
    n, phase = counts["submitted"], asking.phase(PhaseKind.ANSWERS)
    if not n or phase is None or asking.has_opened(PhaseKind.ANSWERS):
        return []
    words = ngettext(
        "%(n)d ingediende aanvraag gaat naar de school op %(day)s.",
        "%(n)d ingediende aanvragen gaan samen naar de scholen op %(day)s.",
        n,
    ) % {"n": n, "day": long_date(phase.opens_on)}
    return [Fact(words, address("requests", toestand=S.SUBMITTED), "held", _("Wacht"))]


def _at_schools(asking: Asking, counts: dict[str, Any], answers: dict[str, Any]) -> Iterator[Fact]:
    """How many requests lie with how many schools, what is late, and the first schools."""
    if not (n := counts["proposed"]):
        return
    lie = ngettext("%(n)d aanvraag ligt bij", "%(n)d aanvragen liggen bij", n) % {"n": n}
    schools = ngettext("%(n)d school", "%(n)d scholen", answers["schools"])
    where = schools % {"n": answers["schools"]}
    url = address("requests", toestand=S.PROPOSED)
    yield Fact(f"{lie} {where}.", url, "proposed", _("Wacht"))
    if n := answers["late"]:
        words = ngettext(
            "%(n)d antwoord is te laat. Het werd verwacht tegen %(day)s.",
            "%(n)d antwoorden zijn te laat. Het oudste werd verwacht tegen %(day)s.",
            n,
        ) % {"n": n, "day": long_date(answers["first_late"])}
        yield Fact(words, address("requests", toestand="te-laat"), "late", _("Te laat"))
    for row in schools_of(asking):
        yield _with_one(asking, row)


def _with_one(asking: Asking, row: dict[str, Any]) -> Fact:
    """ "Sint-Jozef: 3 aanvragen", and how long it still has for the first."""
    words = ngettext("%(school)s: %(n)d aanvraag", "%(school)s: %(n)d aanvragen", row["n"]) % {
        "school": row["name"],
        "n": row["n"],
    }
    if 0 < row["late"] < row["n"]:
        words = _("%(words)s, waarvan %(late)d te laat") % {"words": words, "late": row["late"]}
    url = address("requests", toestand=S.PROPOSED, school=str(row["at"]))
    return Fact(words, url, left=asking.time_to(row["due"]))


def _accepted(counts: dict[str, Any]) -> list[Fact]:
    n = counts["accepted"]
    if not n:
        return []
    words = ngettext("%(n)d aanvraag is aanvaard.", "%(n)d aanvragen zijn aanvaard.", n) % {"n": n}
    return [Fact(words, address("requests", toestand=S.ACCEPTED), "accepted", _("Aanvaard"))]


def _milestones(asking: Asking, counts: dict[str, Any]) -> Iterator[Fact]:
    """The dates "bij voorkeur" ahead, and those that went by while something still waits."""
    points = [mark.milestone for mark in asking.line.marks if mark.milestone.is_soft]
    shown = 0
    for point in sorted(points, key=lambda point: (point.date, point.trimester or 0)):
        waiting = _still_waiting(point, counts)
        left = asking.time_to(point.date)
        gone = left.is_late and not waiting
        if point.trimester is None or gone or shown == SHOWN_MILESTONES:
            continue
        shown += 1
        near = left.lesdagen <= SOON_LESDAGEN
        tone = "late" if left.is_late else "soon" if near and waiting else "due"
        url = _still_waiting_url(point) if waiting else ""
        yield Fact(_milestone_words(point, waiting), url, tone=tone, label=left.short)


def _still_waiting(point: MilestonePoint, counts: dict[str, Any]) -> int:
    sort = "drafts" if point.kind == MilestoneKind.SEND else "proposed"
    return int(counts.get(f"{sort}_t{point.trimester}", 0))


def _still_waiting_url(point: MilestonePoint) -> str:
    state = S.DRAFT if point.kind == MilestoneKind.SEND else S.PROPOSED
    return address("requests", toestand=state, trimester=str(point.trimester))


def _milestone_words(point: MilestonePoint, waiting: int) -> str:
    day = {"t": f"T{point.trimester}", "day": long_date(point.date), "n": waiting}
    if point.kind == MilestoneKind.SEND:
        words = _("%(t)s versturen bij voorkeur tegen %(day)s.") % day
        more = ngettext("Nog %(n)d ontwerp.", "Nog %(n)d ontwerpen.", waiting) % day
    else:
        words = _("%(t)s goedgekeurd door de scholen bij voorkeur tegen %(day)s.") % day
        more = (
            ngettext(
                "Nog %(n)d aanvraag zonder antwoord.",
                "Nog %(n)d aanvragen zonder antwoord.",
                waiting,
            )
            % day
        )
    return f"{words} {more}" if waiting else words


def supervisor_dashboard(asking: Asking) -> Dashboard:
    """A supervisor: own drafts, and where the supervised requests stand."""
    counts, answers = counts_of(asking), answers_of(asking)
    tasks = [task for task in _tasks(counts, answers, 0) if UNFINISHED in task.url]
    waiting = list(_at_schools(asking, counts, answers))
    if n := counts["to_check"]:
        words = ngettext(
            "%(n)d aanvraag wacht op de controle door de stagecoördinator.",
            "%(n)d aanvragen wachten op de controle door de stagecoördinator.",
            n,
        ) % {"n": n}
        url = address("requests", toestand="te-controleren")
        waiting.insert(0, Fact(words, url, "to_check", _("Wacht")))
    return Dashboard(
        tasks=tasks,
        waiting=waiting,
        facts=_accepted(counts),
        milestones=list(_milestones(asking, counts)),
        nothing_to_do=_invitation(
            asking, tasks, _("U bent bij. U kunt een stageaanvraag voorbereiden.")
        ),
    )
