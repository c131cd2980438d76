"""Short, unsurprising makers of rows. Each gives a valid row; say what matters, leave the rest."""

from datetime import date
from typing import Any

import factory
from factory.django import DjangoModelFactory

from accounts.models import Membership, User
from calendar_cfg.models import AcademicYear, Milestone, Phase, Trimester
from institutions.actors import Actor
from institutions.enums import (
    ActivityKind,
    InstitutionKind,
    Net,
    ProgrammeKind,
    Role,
    Stance,
)
from institutions.models import (
    Campus,
    Offer,
    PlacementSchool,
    PostalCode,
    Programme,
    SchoolFreeDay,
    SchoolYear,
    Subject,
    TrainingInstitution,
)
from requests_app.models import Activity, PlacementRequest, Preference, RequestTemplate, Trainee

PASSWORD = "een-lang-wachtwoord-42"


class YearFactory(DjangoModelFactory[AcademicYear]):
    """2017-2018 unless told otherwise, without phases: see `year_2017` in conftest."""

    class Meta:
        model = AcademicYear
        django_get_or_create = ("start_year",)

    start_year = 2017
    first_school_day = factory.LazyAttribute(lambda o: date(o.start_year, 9, 1))
    last_school_day = factory.LazyAttribute(lambda o: date(o.start_year + 1, 6, 29))


class PhaseFactory(DjangoModelFactory[Phase]):
    """A phase; say its kind and days."""

    class Meta:
        model = Phase

    year = factory.SubFactory(YearFactory)


class MilestoneFactory(DjangoModelFactory[Milestone]):
    """A milestone; say its kind and date."""

    class Meta:
        model = Milestone

    year = factory.SubFactory(YearFactory)


class TrimesterFactory(DjangoModelFactory[Trimester]):
    """A trimester; say its number and days."""

    class Meta:
        model = Trimester

    year = factory.SubFactory(YearFactory)


class UserFactory(DjangoModelFactory[User]):
    """A person who logs in with `PASSWORD`."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"persoon{n}@example.be")
    first_name = "Persoon"
    last_name = factory.Sequence(lambda n: f"Nr{n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        password = kwargs.pop("password", PASSWORD)
        return model_class.objects.create_user(*args, password=password, **kwargs)


class InstitutionFactory(DjangoModelFactory[TrainingInstitution]):
    """A hogeschool."""

    class Meta:
        model = TrainingInstitution

    name = factory.Sequence(lambda n: f"Hogeschool {n}")
    short_name = factory.Sequence(lambda n: f"HS{n}")
    kind = InstitutionKind.HOGESCHOOL


class ProgrammeFactory(DjangoModelFactory[Programme]):
    """An educatieve bachelor."""

    class Meta:
        model = Programme

    institution = factory.SubFactory(InstitutionFactory)
    name = factory.Sequence(lambda n: f"Educatieve bachelor {n}")
    kind = ProgrammeKind.BACHELOR


class SchoolFactory(DjangoModelFactory[PlacementSchool]):
    """A school with one campus in Gent."""

    class Meta:
        model = PlacementSchool
        skip_postgeneration_save = True

    number = factory.Sequence(lambda n: 30000 + n)
    name = factory.Sequence(lambda n: f"School {n}")
    net = Net.GO
    education_forms = ["aso", "tso"]
    graden = [1, 2, 3]
    campus = factory.RelatedFactory("tests.factories.CampusFactory", factory_related_name="school")


class CampusFactory(DjangoModelFactory[Campus]):
    """The head campus, in the centre of Gent."""

    class Meta:
        model = Campus

    school = factory.SubFactory(SchoolFactory, campus=None)
    number = 1
    street = "Teststraat"
    house_number = "1"
    postal_code = "9000"
    locality = "Gent"
    latitude = 51.05
    longitude = 3.72
    is_head = True


class SubjectFactory(DjangoModelFactory[Subject]):
    """A subject."""

    class Meta:
        model = Subject
        django_get_or_create = ("slug",)

    slug = factory.LazyAttribute(lambda o: o.name.lower().replace(" ", "-"))
    name = factory.Sequence(lambda n: f"Vak {n}")


class PostalCodeFactory(DjangoModelFactory[PostalCode]):
    """A postal code: Gent unless told otherwise."""

    class Meta:
        model = PostalCode
        django_get_or_create = ("code", "locality")

    code = "9000"
    locality = "Gent"
    latitude = 51.05
    longitude = 3.72


class SchoolYearFactory(DjangoModelFactory[SchoolYear]):
    """A school that says yes, to ten at the same time."""

    class Meta:
        model = SchoolYear
        django_get_or_create = ("school", "year")

    school = factory.SubFactory(SchoolFactory)
    year = factory.SubFactory(YearFactory)
    stance = Stance.YES
    total_at_same_time = 10


class OfferFactory(DjangoModelFactory[Offer]):
    """One place in every trimester."""

    class Meta:
        model = Offer

    school_year = factory.SubFactory(SchoolYearFactory)
    subject = factory.SubFactory(SubjectFactory)
    places = 1


class SchoolFreeDayFactory(DjangoModelFactory[SchoolFreeDay]):
    """A free day of a school's own; say which."""

    class Meta:
        model = SchoolFreeDay

    school = factory.SubFactory(SchoolFactory)
    name = "Pedagogische studiedag"


class MembershipFactory(DjangoModelFactory[Membership]):
    """A coordinator of a new institution; say role and school for another."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = Role.COORDINATOR
    institution = factory.SubFactory(InstitutionFactory)


class MentorFactory(MembershipFactory):
    """A schoolmentor of a new school, who handles requests."""

    role = Role.SCHOOL_MENTOR
    institution = None
    school = factory.SubFactory(SchoolFactory)
    handles_requests = True


class TraineeFactory(DjangoModelFactory[Trainee]):
    """A trainee of an institution, living in Gent."""

    class Meta:
        model = Trainee
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    programme = factory.SubFactory(
        ProgrammeFactory, institution=factory.SelfAttribute("..institution")
    )
    first_name = "Stagiair"
    last_name = factory.Sequence(lambda n: f"Achternaam{n}")
    email = factory.Sequence(lambda n: f"stagiair{n}@example.be")
    student_number = factory.Sequence(lambda n: f"s{n:06d}")
    postal_code = "9000"


class TemplateFactory(DjangoModelFactory[RequestTemplate]):
    """A template for trimester 1 of 2017-2018, without lines."""

    class Meta:
        model = RequestTemplate

    institution = factory.SubFactory(InstitutionFactory)
    year = factory.SubFactory(YearFactory)
    name = factory.Sequence(lambda n: f"Sjabloon {n}")
    programme = factory.SubFactory(
        ProgrammeFactory, institution=factory.SelfAttribute("..institution")
    )
    trimester = 1
    period_start = date(2017, 10, 16)
    period_end = date(2017, 10, 27)


class RequestFactory(DjangoModelFactory[PlacementRequest]):
    """A complete draft for one trainee: twenty lesuren actieve stage, direct to a school.

    `school=` names the school; `subject=` the subject of its one line.
    """

    class Meta:
        model = PlacementRequest
        skip_postgeneration_save = True

    institution = factory.SubFactory(InstitutionFactory)
    year = factory.SubFactory(YearFactory)
    programme = factory.SubFactory(
        ProgrammeFactory, institution=factory.SelfAttribute("..institution")
    )
    reference = factory.Sequence(lambda n: f"2017-T{n:05d}")
    route = "direct"
    trimester = 1
    period_start = date(2017, 10, 16)
    period_end = date(2017, 10, 27)

    @factory.post_generation
    def trainee(obj: PlacementRequest, create: bool, given: Trainee | None, **kwargs: Any) -> None:  # type: ignore[misc]  # noqa: N805
        """Attach the given trainee, or a new one."""
        obj.trainees.add(given or TraineeFactory(institution=obj.institution, **kwargs))

    @factory.post_generation
    def subject(obj: PlacementRequest, create: bool, given: Subject | None, **kwargs: Any) -> None:  # type: ignore[misc]  # noqa: N805
        """One active line in the given subject, or in a new one."""
        ActivityFactory(request=obj, subject=given or SubjectFactory(**kwargs))

    @factory.post_generation
    def school(obj: PlacementRequest, create: bool, given: Any, **kwargs: Any) -> None:  # type: ignore[misc]  # noqa: N805
        """The school it is for; pass False for none."""
        if given is not False:
            Preference.objects.create(request=obj, school=given or SchoolFactory(), rank=1)


class ActivityFactory(DjangoModelFactory[Activity]):
    """A line of twenty lesuren actieve stage."""

    class Meta:
        model = Activity

    request = factory.SubFactory(RequestFactory)
    kind = ActivityKind.ACTIVE
    subject = factory.SubFactory(SubjectFactory)
    hours = 20


def actor_for(membership: Membership) -> Actor:
    """The actor of a membership."""
    from accounts.selectors import actor_of

    return actor_of(membership)
