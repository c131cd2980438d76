"""A run as files: a workbook for people, JSON for the engine. Neither names a trainee."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from calendar_cfg.exceptions import DomainError
from institutions.spreadsheets import as_workbook
from matching.figures_page import FiguresPage
from matching.models import MatchingRun
from matching.result_selectors import names_for, results_of, subject_names
from matching.result_words import rank_words, why_words
from matching.run_words import gap_words, scope_words, starter_words
from matching.storing import unpack

Row = Sequence[Any]


def run_as_workbook(run: MatchingRun) -> bytes:
    """An XLSX with the results, the figures, and the schools to telephone, each on a sheet."""
    figures = FiguresPage(run)
    return as_workbook(
        {
            _("Resultaten"): _results(run),
            _("Cijfers"): _figures(run, figures),
            _("Scholen om te bellen"): _calls(figures),
        }
    )


def run_as_json(run: MatchingRun) -> bytes:
    """The stored input and outcome as the engine wrote them, with how far it was to search.

    `{"run": {...}, "instance": {...}, "outcome": {...}, "previous": {...}}`. The input can be
    solved again with the same limits, by this engine (`manage.py replay_run FILE`) or another;
    `outcome` is null before there is one, `previous` is the answer that the search started from.

    Raises:
        DomainError: nothing was stored yet.
    """
    stored = MatchingRun.objects.only("instance", "outcome", "based_on__outcome")
    row = stored.select_related("based_on").get(pk=run.pk)
    if not row.instance:
        raise DomainError(_("De invoer van deze ronde is nog niet gelezen."))
    parts = {
        "run": json.dumps(_facts(run)).encode(),
        "instance": unpack(row.instance),
        "outcome": _outcome(row),
        "previous": _outcome(row.based_on),
    }
    return b"{" + b",\n".join(b'"%s": %s' % (k.encode(), v) for k, v in parts.items()) + b"}\n"


def _outcome(run: MatchingRun | None) -> bytes:
    return unpack(run.outcome) if run is not None and run.outcome else b"null"


def filename(run: MatchingRun, ending: str) -> str:
    """ "matching-2017-2018-3f2a9c1d.xlsx"."""
    return f"matching-{run.year}-{str(run.public_id)[:8]}.{ending}"


def _facts(run: MatchingRun) -> dict[str, Any]:
    return {
        "public_id": str(run.public_id),
        "year": str(run.year),
        "engine": run.engine_version,
        "input_hash": run.input_hash,
        "seconds": run.seconds_limit,
        "effort": run.effort_limit,
        "seed": run.seed,
        "wanted": run.wanted,
        "placed": run.placed,
        "bound": run.bound,
    }


def _results(run: MatchingRun) -> Iterator[Row]:
    yield (
        _("stageaanvraag"), _("lerarenopleiding"), _("trimester"), _("vakken"), _("school"),
        _("instellingsnummer"), _("rang"), _("kilometer"), _("wat ervan komt"), _("waarom"),
    )  # fmt: skip
    rows = list(results_of(run).order_by("request__reference", "pk"))
    names = names_for(rows, subject_names())
    for row in rows:
        slugs = row.subjects or row.asked  # type: ignore[attr-defined]
        yield (
            row.request.reference,
            row.request.institution.name,
            row.request.trimester,
            ", ".join(names.subject(slug) for slug in slugs),
            row.school.name if row.school else "",
            row.school.number if row.school else None,
            _("lag vast") if row.is_fixed else rank_words(row.rank),
            None if row.hectometres is None else row.hectometres / 10,
            row.get_status_display(),
            row.why_skipped or why_words(row.explanation, names),
        )


def _figures(run: MatchingRun, figures: FiguresPage) -> Iterator[Row]:
    yield _("matchingronde"), str(run.public_id)
    yield _("academiejaar"), str(run.year)
    yield _("waarover"), scope_words(run)
    yield _("gestart door"), starter_words(run)
    yield _("stagiairs die zoeken"), run.wanted
    yield _("geplaatst"), run.placed
    yield _("hoogstens te plaatsen"), run.bound
    yield _("kan het beter?"), gap_words(run)
    yield _("gemiddelde rang"), figures.figures.get("mean_rank")
    yield _("gemiddelde afstand in km"), figures.figures.get("mean_km")
    for title, rows in ((_("rang"), figures.ranks), (_("ingenomen aanbod"), figures.load)):
        yield ()
        yield title, _("aantal")
        yield from ((row.label, row.count) for row in rows)
    for table in figures.tables:
        yield ()
        yield (
            table.head, _("zoeken"), _("geplaatst"), _("zonder plaats"),
            _("gemiddelde rang"), _("gemiddeld aantal km"),
        )  # fmt: skip
        yield from (
            (row.name, row.wanted, row.placed, row.without, row.mean_rank, row.mean_km)
            for row in table.rows
        )


def _calls(figures: FiguresPage) -> Iterator[Row]:
    yield (
        _("school"), _("instellingsnummer"), _("telefoon"), _("vak"), _("trimester"),
        _("stagiairs die één plaats meer helpt"),
    )  # fmt: skip
    for call in figures.calls:
        yield (
            call.school,
            call.number,
            call.phone,
            call.subject,
            f"T{call.trimester}",
            call.trainees,
        )
