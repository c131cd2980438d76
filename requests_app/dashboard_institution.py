"""The dashboard of a lerarenopleiding: to check, to place again, and what lies with schools."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from calendar_cfg import phases
from calendar_cfg.dates import long_date
from calendar_cfg.enums import MilestoneKind, PhaseKind
from calendar_cfg.models import Milestone
from calendar_cfg.selectors import school_calendar, soft_milestones
from requests_app.dashboards import Asking, Dashboard, Fact, Task, address, in_order
from requests_app.enums import ANSWERED_STATES, ProposalState, RequestState
from requests_app.lesdagen_left import time_left
from requests_app.models import PlacementRequest, Proposal

S = RequestState
SOON_LESDAGEN = 10
SHOWN_MILESTONES = 4


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
    """Late answers of schools, and answers that nobody looked at yet; in one query."""
    own = PlacementRequest.objects.visible_to(asking.actor).filter(year=asking.year)
    late = Q(state=ProposalState.OPEN, due_on__lt=asking.today)
    rows: Any = Proposal.objects.filter(request__in=own.values("pk")).order_by()
    found: dict[str, Any] = rows.aggregate(
        late=Count("pk", filter=late),
        first_late=Min("due_on", filter=late),
        first_due=Min("due_on", filter=Q(state=ProposalState.OPEN, due_on__gte=asking.today)),
        unseen=Count("pk", filter=Q(state__in=ANSWERED_STATES, seen_at=None)),
    )
    return found


def coordinator_dashboard(asking: Asking) -> Dashboard:
    """A coordinator: check, file, look at answers, place again; what lies with schools."""
    counts, answers = counts_of(asking), answers_of(asking)
    window = phases.phase_window(asking.year, PhaseKind.ANSWERS)
    released = window is not None and asking.today >= window.opens_on
    searching = counts["refused"] + (counts["looking"] if released else 0)
    tasks = in_order(_tasks(counts, answers, searching))
    return Dashboard(
        tasks=tasks,
        waiting=[*_held(counts, window, released), *_at_schools(counts, answers)],
        facts=_accepted(counts),
        milestones=list(_milestones(asking, counts)),
        nothing_to_do=_invitation(
            asking, tasks, _("U bent bij. Maak een sjabloon of een nieuwe stageaanvraag.")
        ),
    )


def _invitation(asking: Asking, tasks: list[Task], words: str) -> str:
    """What to say without a task: nobody is invited to make what cannot be made today."""
    if tasks or phases.is_open(asking.year, PhaseKind.TEMPLATES):
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
    if (n := counts["drafts"]) > counts["to_check"]:
        title = ngettext("Werk %(n)d ontwerp af", "Werk %(n)d ontwerpen af", n) % {"n": n}
        yield Task(title, address("requests", toestand=S.DRAFT), n, _to_check(counts["to_check"]))


def _to_check(n: int) -> str:
    words = ngettext(
        "Daarvan wacht er %(n)d op controle.", "Daarvan wachten er %(n)d op controle.", n
    )
    return words % {"n": n} if n else ""


def _refused(n: int) -> str:
    words = ngettext("Daarvan is er %(n)d geweigerd.", "Daarvan zijn er %(n)d geweigerd.", n)
    return words % {"n": n} if n else ""


def _held(counts: dict[str, Any], window: phases.Window | None, released: bool) -> list[Fact]:
    n = counts["submitted"]
    if released or not n or window is None:
        return []
    words = ngettext(
        "%(n)d ingediende aanvraag gaat naar de school op %(day)s.",
        "%(n)d ingediende aanvragen gaan samen naar de scholen op %(day)s.",
        n,
    ) % {"n": n, "day": long_date(window.opens_on)}
    return [Fact(words, address("requests", toestand=S.SUBMITTED), "held", _("Wacht"))]


def _at_schools(counts: dict[str, Any], answers: dict[str, Any]) -> Iterator[Fact]:
    url = address("requests", toestand=S.PROPOSED)
    if n := answers["late"]:
        words = ngettext(
            "%(n)d school antwoordt te laat, de oudste sinds %(day)s.",
            "%(n)d scholen antwoorden te laat, de oudste sinds %(day)s.",
            n,
        ) % {"n": n, "day": long_date(answers["first_late"])}
        yield Fact(words, address("requests", toestand="te-laat"), "late", _("Te laat"))
    if n := counts["proposed"] - answers["late"]:
        words = ngettext(
            "%(n)d aanvraag ligt bij een school. Het eerste antwoord komt tegen %(day)s.",
            "%(n)d aanvragen liggen bij scholen. Het eerste antwoord komt tegen %(day)s.",
            n,
        ) % {"n": n, "day": long_date(answers["first_due"])}
        yield Fact(words, url, "proposed", _("Wacht"))


def _accepted(counts: dict[str, Any]) -> list[Fact]:
    n = counts["accepted"]
    if not n:
        return []
    words = ngettext("%(n)d aanvraag is aanvaard.", "%(n)d aanvragen zijn aanvaard.", n) % {"n": n}
    return [Fact(words, address("requests", toestand=S.ACCEPTED), "accepted", _("Aanvaard"))]


def _milestones(asking: Asking, counts: dict[str, Any]) -> Iterator[Fact]:
    """The dates "bij voorkeur" ahead, and those that went by while something still waits."""
    calendar, shown = school_calendar(), 0
    for row in soft_milestones(asking.year):
        waiting = _still_waiting(row, counts)
        left = time_left(row.date, asking.today, calendar)
        gone = left.is_late and not waiting
        if row.trimester is None or gone or shown == SHOWN_MILESTONES:
            continue
        shown += 1
        near = left.lesdagen <= SOON_LESDAGEN
        tone = "late" if left.is_late else "soon" if near and waiting else "due"
        yield Fact(_milestone_words(row, waiting), tone=tone, label=left.short)


def _still_waiting(row: Milestone, counts: dict[str, Any]) -> int:
    sort = "drafts" if row.kind == MilestoneKind.SEND else "proposed"
    return int(counts.get(f"{sort}_t{row.trimester}", 0))


def _milestone_words(row: Milestone, waiting: int) -> str:
    day = {"t": f"T{row.trimester}", "day": long_date(row.date), "n": waiting}
    if row.kind == MilestoneKind.SEND:
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
    tasks = [task for task in _tasks(counts, answers, 0) if S.DRAFT in task.url]
    waiting = list(_at_schools(counts, answers))
    if n := counts["to_check"]:
        words = ngettext(
            "%(n)d aanvraag wacht op de controle door de stagecoördinator.",
            "%(n)d aanvragen wachten op de controle door de stagecoördinator.",
            n,
        ) % {"n": n}
        waiting.insert(0, Fact(words, address("requests", toestand=S.DRAFT), "to_check"))
    return Dashboard(
        tasks=tasks,
        waiting=waiting,
        facts=_accepted(counts),
        milestones=list(_milestones(asking, counts)),
        nothing_to_do=_invitation(
            asking, tasks, _("U bent bij. U kunt een stageaanvraag voorbereiden.")
        ),
    )
