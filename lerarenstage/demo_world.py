"""The people and organisations of the demo. All of it is made up, and says so in its names."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.hashers import make_password
from django.core.management import call_command

from accounts.models import Membership, User
from institutions.enums import InstitutionKind, ProgrammeKind, Role
from institutions.models import (
    Campus,
    PlacementSchool,
    PostalCode,
    Programme,
    Subject,
    TrainingInstitution,
)
from lerarenstage.demo_places import KINDS, TOWNS, Kind, Town
from requests_app.models import Trainee

PASSWORD = "demo-lerarenstage"  # noqa: S105 - printed at each start of the demo
FIRST_NUMBER = 900_001
FIRST_NAMES = ("Lotte", "Milan", "Noor", "Senne", "Amber", "Yusuf", "Febe", "Jef", "Imane", "Bram")


@dataclass
class Institution:
    """An institution of the demo with its people; the first of the trainees logs in."""

    row: TrainingInstitution
    programmes: list[Programme]
    coordinator: Membership
    supervisor: Membership
    trainees: list[Trainee] = field(default_factory=list)

    @property
    def login(self) -> Membership:
        """The membership of the trainee who logs in."""
        found: Membership = Membership.objects.get(
            user=self.trainees[0].user, role=Role.TRAINEE, institution=self.row
        )
        return found


@dataclass
class School:
    """A school of the demo with its schoolmentor, and what kind it plays."""

    row: PlacementSchool
    kind: Kind
    mentor: Membership


@dataclass
class World:
    """All of the demo."""

    institutions: list[Institution]
    schools: list[School]
    subject_mentor: Membership
    """Of the first school."""

    @property
    def first_school(self) -> School:
        """The one whose people have short logins."""
        return self.schools[0]


def person(name: str, email: str, **fields: object) -> User:
    """A demo account with the demo's password."""
    first, _space, last = name.partition(" ")
    user: User = User.objects.create(
        email=email, password=hashed_password(), first_name=first, last_name=last, **fields
    )
    return user


@cache
def hashed_password() -> str:
    """The demo's password as it is stored: once for all, as each hash takes a part of a second."""
    return make_password(PASSWORD)


def make_world() -> World:
    """Subjects, towns, institutions, schools, and one login per role and more."""
    call_command("load_reference", verbosity=0)
    PostalCode.objects.bulk_create(
        PostalCode(code=t.code, locality=t.name, latitude=t.latitude, longitude=t.longitude)
        for t in TOWNS
    )
    schools = [
        make_school(FIRST_NUMBER + number, town, KINDS[(number + turn) % len(KINDS)])
        for number, (turn, town) in enumerate((turn, town) for turn in range(2) for town in TOWNS)
    ]
    subject_mentor = make_subject_mentor(schools[0])
    north = make_institution("Demo-Hogeschool Noord", "noord", InstitutionKind.HOGESCHOOL, 36)
    south = make_institution("Demo-Universiteit Zuid", "zuid", InstitutionKind.UNIVERSITY, 12)
    link_trainee_login(north.trainees[0], "stagiair@demo.example")
    link_trainee_login(south.trainees[0], "stagiair.zuid@demo.example")
    return World([north, south], schools, subject_mentor)


def make_school(number: int, town: Town, kind: Kind) -> School:
    """A school with a campus and a schoolmentor; the first one's login is short."""
    row = make_school_row(number, town, kind)
    first = number == FIRST_NUMBER
    user = person(
        "Demo Schoolmentor" if first else f"Demo Schoolmentor-{number}",
        "schoolmentor@demo.example" if first else f"schoolmentor{number}@demo.example",
    )
    mentor = Membership.objects.create(
        user=user, role=Role.SCHOOL_MENTOR, school=row, handles_requests=True
    )
    return School(row, kind, mentor)


def make_school_row(number: int, town: Town, kind: Kind) -> PlacementSchool:
    """A school of the register with a campus, where nobody logs in yet."""
    row: PlacementSchool = PlacementSchool.objects.create(
        number=number,
        name=f"{kind.name} {town.name}",
        net=kind.net,
        koepel=kind.koepel,
        education_forms=list(kind.forms),
        graden=[1, 2, 3],
        email=f"secretariaat{number}@demo.example",
        phone=f"000 00 {number // 1000:02d} {number % 1000:03d}",  # nobody's
    )
    Campus.objects.create(
        school=row,
        number=1,
        street="Demostraat",
        house_number=str(number % 100),
        postal_code=town.code,
        locality=town.name,
        latitude=town.latitude,
        longitude=town.longitude,
        is_head=True,
    )
    return row


def make_subject_mentor(school: School) -> Membership:
    """A vakmentor at the first school."""
    mentor: Membership = Membership.objects.create(
        user=person("Demo Vakmentor", "vakmentor@demo.example"),
        role=Role.SUBJECT_MENTOR,
        school=school.row,
    )
    return mentor


def make_institution(name: str, key: str, kind: InstitutionKind, trainees: int) -> Institution:
    """An institution with programmes, a coordinator, a supervisor and trainees."""
    row = TrainingInstitution.objects.create(
        name=name, short_name=name.removeprefix("Demo-"), kind=kind, email=f"{key}@demo.example"
    )
    programmes = [
        Programme.objects.create(institution=row, name=label, kind=programme_kind)
        for label, programme_kind in (
            ("Educatieve bachelor secundair onderwijs", ProgrammeKind.BACHELOR),
            ("Verkorte educatieve bachelor", ProgrammeKind.SHORT_BACHELOR),
        )
    ]
    suffix = "" if key == "noord" else f".{key}"
    institution = Institution(
        row,
        programmes,
        coordinator=Membership.objects.create(
            user=person(f"Demo Coördinator {key}", f"coordinator{suffix}@demo.example"),
            role=Role.COORDINATOR,
            institution=row,
        ),
        supervisor=Membership.objects.create(
            user=person(f"Demo Begeleider {key}", f"begeleider{suffix}@demo.example"),
            role=Role.SUPERVISOR,
            institution=row,
        ),
    )
    institution.trainees = [make_trainee(institution, key, n) for n in range(trainees)]
    return institution


def make_trainee(institution: Institution, key: str, number: int) -> Trainee:
    """A trainee with two subjects, living in one of the towns."""
    trainee = Trainee.objects.create(
        institution=institution.row,
        first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
        last_name=f"Demo-{key.capitalize()}-{number + 1:02d}",
        email=f"{key}.stagiair{number + 1}@demo.example",
        student_number=f"{key[0].upper()}{number + 1:05d}",
        programme=institution.programmes[number % 2],
        postal_code=TOWNS[number * 5 % len(TOWNS)].code,
    )
    kind = KINDS[number % len(KINDS)]
    trainee.subjects.set(Subject.objects.filter(name__in=kind.subjects[:2]))
    return trainee


def link_trainee_login(trainee: Trainee, email: str) -> None:
    """A login for a trainee."""
    trainee.user = person(str(trainee), email)
    trainee.save(update_fields=["user"])
    Membership.objects.create(user=trainee.user, role=Role.TRAINEE, institution=trainee.institution)
