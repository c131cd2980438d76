"""Where the demo happens: towns of Flanders, and the schools that it makes up there.

Nothing here is a real school: each is named after its town and what kind of school it plays.
"""

from dataclasses import dataclass

from institutions.enums import EducationForm, Koepel, Net

ASO, TSO, KSO, BSO = EducationForm.ASO, EducationForm.TSO, EducationForm.KSO, EducationForm.BSO


@dataclass(frozen=True)
class Town:
    """A town with its postal code and the coordinates of its middle (WGS84)."""

    code: str
    name: str
    latitude: float
    longitude: float


TOWNS = (
    Town("9000", "Gent", 51.05, 3.72),
    Town("9300", "Aalst", 50.94, 4.04),
    Town("9100", "Sint-Niklaas", 51.16, 4.14),
    Town("9700", "Oudenaarde", 50.85, 3.61),
    Town("9900", "Eeklo", 51.19, 3.56),
    Town("9500", "Geraardsbergen", 50.77, 3.88),
    Town("9200", "Dendermonde", 51.03, 4.10),
    Town("8000", "Brugge", 51.21, 3.22),
    Town("8500", "Kortrijk", 50.83, 3.26),
    Town("8800", "Roeselare", 50.94, 3.12),
    Town("8400", "Oostende", 51.23, 2.92),
    Town("2000", "Antwerpen", 51.22, 4.40),
    Town("2800", "Mechelen", 51.03, 4.48),
    Town("2300", "Turnhout", 51.32, 4.94),
    Town("3000", "Leuven", 50.88, 4.70),
    Town("3500", "Hasselt", 50.93, 5.34),
    Town("1000", "Brussel", 50.85, 4.35),
    Town("1500", "Halle", 50.73, 4.24),
)


@dataclass(frozen=True)
class Kind:
    """A kind of school that the demo makes up."""

    name: str
    net: Net
    koepel: str
    forms: tuple[EducationForm, ...]
    subjects: tuple[str, ...]


GENERAL = ("Nederlands", "Frans", "Engels", "Wiskunde", "Geschiedenis")
KINDS = (
    Kind("Demo-atheneum", Net.GO, "", (ASO, TSO), (*GENERAL, "Biologie", "Aardrijkskunde")),
    Kind("Demo-college", Net.FREE, Koepel.KOV, (ASO,), (*GENERAL, "Fysica", "Chemie")),
    Kind("Demo-instituut", Net.FREE, Koepel.KOV, (TSO, BSO), ("Nederlands", "Economie", "Engels")),
    Kind("Demo-lyceum", Net.OFFICIAL, Koepel.OVSG, (ASO, KSO), ("Frans", "Engels", "Wiskunde")),
)
