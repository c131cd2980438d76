"""The fixed lists of the field. Labels are the words of the interface (domain.md, 1 and 8)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody is in an organisation."""

    COORDINATOR = "coordinator", _("Stagecoördinator")
    SUPERVISOR = "supervisor", _("Stagebegeleider")
    SCHOOL_MENTOR = "school_mentor", _("Schoolmentor")
    SUBJECT_MENTOR = "subject_mentor", _("Vakmentor")
    TRAINEE = "trainee", _("Stagiair")
    ADMIN = "admin", _("Beheerder")


INSTITUTION_ROLES = (Role.COORDINATOR, Role.SUPERVISOR, Role.TRAINEE)
SCHOOL_ROLES = (Role.SCHOOL_MENTOR, Role.SUBJECT_MENTOR)


class InstitutionKind(models.TextChoices):
    """The kinds of lerarenopleiding that the word list names."""

    UNIVERSITY = "university", _("Universiteit")
    HOGESCHOOL = "hogeschool", _("Hogeschool")
    CVO = "cvo", _("Centrum voor volwassenenonderwijs")


class ProgrammeKind(models.TextChoices):
    """The kinds of teacher-training programme."""

    BACHELOR = "bachelor", _("Educatieve bachelor")
    SHORT_BACHELOR = "short_bachelor", _("Verkorte educatieve bachelor")
    MASTER = "master", _("Educatieve master")
    GRADUATE = "graduate", _("Educatief graduaat")
    OTHER = "other", _("Andere lerarenopleiding")


class Net(models.TextChoices):
    """The onderwijsnetten."""

    GO = "go", _("GO! (Gemeenschapsonderwijs)")
    OFFICIAL = "official", _("Officieel gesubsidieerd onderwijs")
    FREE = "free", _("Vrij gesubsidieerd onderwijs")
    OTHER = "other", _("Ander of onbekend")


class Koepel(models.TextChoices):
    """The umbrella organisations inside the subsidised nets."""

    OVSG = "ovsg", _("OVSG")
    POV = "pov", _("POV")
    KOV = "kov", _("Katholiek Onderwijs Vlaanderen")
    OKO = "oko", _("OKO")


class Graad(models.IntegerChoices):
    """The three graden of secondary education."""

    FIRST = 1, _("1ste graad")
    SECOND = 2, _("2de graad")
    THIRD = 3, _("3de graad")


class EducationForm(models.TextChoices):
    """The onderwijsvormen."""

    ASO = "aso", _("aso")
    TSO = "tso", _("tso")
    KSO = "kso", _("kso")
    BSO = "bso", _("bso")


class Finality(models.TextChoices):
    """The finaliteiten."""

    DOORSTROOM = "doorstroom", _("Doorstroomfinaliteit")
    DUBBEL = "dubbel", _("Dubbele finaliteit")
    ARBEIDSMARKT = "arbeidsmarkt", _("Arbeidsmarktfinaliteit")


class Stance(models.TextChoices):
    """Whether a school takes trainees in a year."""

    UNKNOWN = "unknown", _("Nog niet gezegd")
    YES = "yes", _("Ja")
    MAYBE = "maybe", _("Misschien")
    NO = "no", _("Nee")


class ActivityKind(models.TextChoices):
    """The kinds of stageactiviteit."""

    OBSERVATION = "observation", _("Observatiestage")
    PARTICIPATION = "participation", _("Participatiestage")
    ACTIVE = "active", _("Actieve stage")
    CROSS_CLASS = "cross_class", _("Klasoverstijgende activiteit")


TEACHING_KINDS = (ActivityKind.OBSERVATION, ActivityKind.PARTICIPATION, ActivityKind.ACTIVE)


class FunctionalWhole(models.IntegerChoices):
    """The ten functionele gehelen of the basic competences for teachers."""

    GUIDE = 1, _("De leraar als begeleider van leer- en ontwikkelingsprocessen")
    EDUCATOR = 2, _("De leraar als opvoeder")
    EXPERT = 3, _("De leraar als inhoudelijk expert")
    ORGANISER = 4, _("De leraar als organisator")
    INNOVATOR = 5, _("De leraar als innovator – de leraar als onderzoeker")
    PARENTS = 6, _("De leraar als partner van de ouders of verzorgers")
    TEAM = 7, _("De leraar als lid van een schoolteam")
    EXTERNAL = 8, _("De leraar als partner van externen")
    COMMUNITY = 9, _("De leraar als lid van de onderwijsgemeenschap")
    CULTURE = 10, _("De leraar als cultuurparticipant")


class Province(models.TextChoices):
    """The provinces of Flanders, Brussels, and what lies beyond."""

    ANTWERP = "antwerpen", _("Antwerpen")
    BRUSSELS = "brussel", _("Brussel")
    EAST_FLANDERS = "oost-vlaanderen", _("Oost-Vlaanderen")
    FLEMISH_BRABANT = "vlaams-brabant", _("Vlaams-Brabant")
    LIMBURG = "limburg", _("Limburg")
    WEST_FLANDERS = "west-vlaanderen", _("West-Vlaanderen")
    WALLOON_BRABANT = "waals-brabant", _("Waals-Brabant")
    WALLONIA = "wallonie", _("Wallonië")
