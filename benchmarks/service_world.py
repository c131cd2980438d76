"""A large year in the database, quickly: the rows of an instance, without the road to them.

Requests are put in as filed: the benchmark is about what comes after. Everything is made up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from accounts.models import User
from calendar_cfg import clock
from calendar_cfg.models import AcademicYear
from institutions.enums import InstitutionKind, Net, ProgrammeKind, Stance
from institutions.models import (
    BlockedPeriod,
    Campus,
    Offer,
    PlacementSchool,
    PostalCode,
    Programme,
    SchoolYear,
    Subject,
    TrainingInstitution,
)
from matching.engine import instance
from requests_app.enums import Hardship, Onward, RequestState, Route
from requests_app.models import Activity, PlacementRequest, Preference, Trainee

BATCH = 2_000
FIRST_POSTAL_CODE = 1_000
HOURS = 20


def write_year(year: AcademicYear, whole: instance.Instance) -> None:
    """Put the schools and requests of an instance in the database.

    Raises:
        IntegrityError: rows of an earlier one are there still.
    """
    subjects = _by(Subject, "slug", _subjects(whole))
    schools = _write_schools(year, whole, subjects)
    _Requests(year, whole, subjects, schools).write()


def _make(model: type[models.Model], rows: Iterable[Any]) -> list[Any]:
    return list(model._default_manager.bulk_create(rows, batch_size=BATCH))


def _by(model: type[models.Model], name: str, rows: Iterable[Any]) -> dict[Any, Any]:
    return {getattr(row, name): row for row in _make(model, rows)}


def _subjects(whole: instance.Instance) -> list[Subject]:
    names = {subject for request in whole.requests for subject in request.subjects}
    names |= {offer.subject for school in whole.schools for offer in school.offers}
    return [Subject(slug=name, name=name.capitalize()) for name in sorted(names)]


def _write_schools(
    year: AcademicYear, whole: instance.Instance, subjects: dict[str, Subject]
) -> dict[int, PlacementSchool]:
    schools = _by(PlacementSchool, "number", (_school(school) for school in whole.schools))
    _make(Campus, (row for school in whole.schools for row in _campuses(school, schools)))
    said = _make(SchoolYear, (_said(school, schools, year) for school in whole.schools))
    pairs = list(zip(whole.schools, said, strict=True))
    _make(
        Offer,
        (
            Offer(
                school_year=row,
                subject=subjects[offer.subject],
                trimester=offer.trimester,
                graad=offer.graad,
                places=offer.places,
                kinds=sorted(offer.kinds),
            )
            for school, row in pairs
            for offer in school.offers
        ),
    )
    _make(
        BlockedPeriod,
        (
            BlockedPeriod(
                school_year=row, first_day=days.first, last_day=days.last, reason="Examens"
            )
            for school, row in pairs
            for days in school.blocked
        ),
    )
    return schools


def _school(school: instance.School) -> PlacementSchool:
    return PlacementSchool(
        number=school.key,
        name=f"School {school.key}",
        net=school.net or Net.OTHER,
        education_forms=sorted(school.education_forms),
        finalities=sorted(school.finalities),
        graden=sorted(school.graden),
    )


def _campuses(school: instance.School, schools: dict[int, PlacementSchool]) -> Iterable[Campus]:
    for number, (latitude, longitude) in enumerate(school.points, start=1):
        yield Campus(
            school=schools[school.key],
            number=number,
            postal_code="9000",
            locality="Vlaanderen",
            latitude=latitude,
            longitude=longitude,
            is_head=number == 1,
        )


def _said(
    school: instance.School, schools: dict[int, PlacementSchool], year: AcademicYear
) -> SchoolYear:
    return SchoolYear(
        school=schools[school.key],
        year=year,
        stance=Stance.NO if school.takes_nobody else Stance.YES,
        total_at_same_time=school.total,
        confirmed_at=clock.now() if school.is_confirmed else None,
    )


class _Requests:
    """Requests with their trainees, lines and preferences."""

    def __init__(
        self,
        year: AcademicYear,
        whole: instance.Instance,
        subjects: dict[str, Subject],
        schools: dict[int, PlacementSchool],
    ) -> None:
        self.year, self.asked = year, whole.requests
        self.subjects, self.schools = subjects, schools
        self.filer = User.objects.create_user("bench@example.be", None, first_name="Bench")
        self.codes = self._codes()
        self.programmes = self._programmes()

    def _codes(self) -> dict[instance.Point, str]:
        """A postal code for each home."""
        homes = sorted({home for request in self.asked for home in request.homes if home})
        codes = {home: str(FIRST_POSTAL_CODE + at) for at, home in enumerate(homes)}
        _make(
            PostalCode,
            (
                PostalCode(code=code, locality=code, latitude=latitude, longitude=longitude)
                for (latitude, longitude), code in codes.items()
            ),
        )
        return codes

    def _programmes(self) -> dict[str, Programme]:
        names = sorted({request.institution for request in self.asked})
        institutions = _by(
            TrainingInstitution,
            "short_name",
            (
                TrainingInstitution(name=name, short_name=name, kind=InstitutionKind.HOGESCHOOL)
                for name in names
            ),
        )
        rows = (
            Programme(institution=row, name="Educatieve bachelor", kind=ProgrammeKind.BACHELOR)
            for row in institutions.values()
        )
        return {row.institution.short_name: row for row in _make(Programme, rows)}

    def write(self) -> None:
        """All of them, a table at a time."""
        requests = _make(PlacementRequest, (self._request(asked) for asked in self.asked))
        pairs = list(zip(self.asked, requests, strict=True))
        self._write_trainees(pairs)
        _make(
            Activity,
            (self._line(asked, row, at) for asked, row in pairs for at in range(len(asked.lines))),
        )
        _make(
            Preference,
            (
                Preference(request=row, school=self.schools[key], rank=rank)
                for asked, row in pairs
                for rank, key in enumerate(asked.preferences, start=1)
            ),
        )

    def _request(self, asked: instance.Request) -> PlacementRequest:
        programme = self.programmes[asked.institution]
        now = clock.now()
        return PlacementRequest(
            reference=asked.key,
            institution=programme.institution,
            programme=programme,
            year=self.year,
            is_group=asked.size > 1,
            route=Route.PREFERENCES if asked.preferences else Route.WISHES,
            state=RequestState.SUBMITTED,
            trimester=asked.trimester,
            period_start=asked.first_day,
            period_end=asked.last_day,
            max_distance_km=asked.max_distance_km,
            nets=sorted(asked.nets),
            education_forms=sorted(asked.education_forms),
            other_schools=asked.other_schools,
            may_split=asked.may_split,
            onward=Onward.AUTOMATIC,
            hardship=Hardship.CARE if asked.is_hardship else "",
            hardship_confirmed_at=now if asked.is_hardship else None,
            filed_by=self.filer,
            filed_at=now,
        )

    def _line(self, asked: instance.Request, row: PlacementRequest, at: int) -> Activity:
        line = asked.lines[at]
        return Activity(
            request=row,
            position=at,
            kind=line.kind,
            subject=self.subjects.get(line.subject),
            functional_wholes=[] if line.subject else [7],
            graad=line.graad,
            education_form=line.education_form,
            finality=line.finality,
            hours=HOURS,
        )

    def _write_trainees(self, pairs: list[tuple[instance.Request, PlacementRequest]]) -> None:
        owners = [(asked, row, at) for asked, row in pairs for at in range(asked.size)]
        trainees = _make(
            Trainee, (self._trainee(number, *owner) for number, owner in enumerate(owners))
        )
        attached: Any = PlacementRequest.trainees.through
        excluded: Any = Trainee.excluded_schools.through
        both = list(zip(owners, trainees, strict=True))
        _make(
            attached,
            (attached(placementrequest=row, trainee=one) for (_asked, row, _at), one in both),
        )
        _make(
            excluded,
            (
                excluded(trainee=one, placementschool=self.schools[key])
                for (asked, _row, at), one in both
                if at == 0
                for key in sorted(asked.not_at)
            ),
        )

    def _trainee(
        self, number: int, asked: instance.Request, row: PlacementRequest, at: int
    ) -> Trainee:
        home = asked.homes[at]
        return Trainee(
            institution=row.institution,
            programme=row.programme,
            first_name="Stagiair",
            last_name=f"Nummer {number}",
            email=f"stagiair{number}@example.be",
            student_number=f"s{number:06d}",
            postal_code=self.codes[home] if home else "",
        )
