"""What a Flemish year of placements looks like: the shares from which instances are drawn.

The subjects, nets, forms and the eighteen institutions are real; the shares are estimates from the
intake of the programmes and the teaching hours of the subjects, good enough to make an instance as
hard as a real one.
"""

from datetime import date

Place = tuple[float, float]

SUBJECTS = {
    "nederlands": 14.0,
    "engels": 13.0,
    "wiskunde": 12.0,
    "frans": 11.0,
    "geschiedenis": 9.0,
    "lichamelijke-opvoeding": 8.0,
    "aardrijkskunde": 6.0,
    "biologie": 6.0,
    "economie": 6.0,
    "natuurwetenschappen": 5.0,
    "rooms-katholieke-godsdienst": 4.0,
    "plastische-opvoeding": 4.0,
    "project-algemene-vakken": 4.0,
    "fysica": 3.0,
    "informatica": 3.0,
    "techniek": 3.0,
    "voeding-verzorging": 2.0,
    "muzikale-opvoeding": 2.0,
    "latijn": 1.5,
    "mechanica": 1.0,
}
"""Teaching subjects of the educative bachelor and master, by how many trainees teach only that."""

PAIRS = {
    ("engels", "nederlands"): 10.0,
    ("geschiedenis", "nederlands"): 8.0,
    ("engels", "geschiedenis"): 6.0,
    ("fysica", "wiskunde"): 6.0,
    ("engels", "frans"): 5.0,
    ("aardrijkskunde", "biologie"): 5.0,
    ("aardrijkskunde", "geschiedenis"): 4.0,
    ("biologie", "natuurwetenschappen"): 4.0,
    ("biologie", "lichamelijke-opvoeding"): 4.0,
    ("informatica", "wiskunde"): 4.0,
    ("frans", "nederlands"): 3.0,
    ("frans", "geschiedenis"): 3.0,
    ("aardrijkskunde", "lichamelijke-opvoeding"): 3.0,
    ("aardrijkskunde", "wiskunde"): 3.0,
    ("nederlands", "rooms-katholieke-godsdienst"): 3.0,
    ("geschiedenis", "rooms-katholieke-godsdienst"): 3.0,
    ("economie", "informatica"): 3.0,
    ("nederlands", "project-algemene-vakken"): 3.0,
    ("economie", "wiskunde"): 2.0,
    ("economie", "engels"): 2.0,
    ("techniek", "wiskunde"): 2.0,
    ("muzikale-opvoeding", "plastische-opvoeding"): 2.0,
    ("biologie", "voeding-verzorging"): 2.0,
    ("geschiedenis", "latijn"): 2.0,
    ("geschiedenis", "plastische-opvoeding"): 1.0,
    ("mechanica", "techniek"): 1.0,
}
"""Two teaching subjects of one trainee: what the programmes let combine and students choose."""

TECHNICAL_SUBJECTS = frozenset({"techniek", "voeding-verzorging", "mechanica", "economie"})
GENERAL_SUBJECTS = frozenset({"latijn"})

NETS = {"free": 63.0, "go": 28.0, "official": 9.0}

SCHOOL_KINDS = {
    ("aso",): 30.0,
    ("tso", "bso"): 30.0,
    ("aso", "tso", "bso"): 20.0,
    ("aso", "tso"): 12.0,
    ("bso",): 5.0,
    ("kso",): 3.0,
}
FINALITIES = {
    "aso": ("doorstroom",),
    "kso": ("doorstroom", "dubbel"),
    "tso": ("doorstroom", "dubbel"),
    "bso": ("arbeidsmarkt",),
}
GRADEN = {(1, 2, 3): 62.0, (1,): 14.0, (2, 3): 24.0}
LINE_GRADEN = {None: 30.0, 1: 28.0, 2: 26.0, 3: 16.0}
LINE_KINDS = {"active": 70.0, "participation": 20.0, "observation": 10.0}
OFFER_KINDS = {
    (): 84.0,
    ("active", "participation"): 8.0,
    ("active",): 4.0,
    ("observation", "participation"): 4.0,
}

TRIMESTER_DAYS = {
    1: (date(2017, 9, 18), date(2017, 12, 22)),
    2: (date(2018, 1, 8), date(2018, 2, 9)),
    3: (date(2018, 2, 19), date(2018, 6, 29)),
}
TRIMESTER_SHARES = {1: 31.0, 2: 27.0, 3: 42.0}
EXAMS = (
    (date(2017, 12, 8), date(2017, 12, 22)),
    (date(2018, 3, 19), date(2018, 3, 30)),
    (date(2018, 6, 11), date(2018, 6, 29)),
)

TOWNS = {
    "Antwerpen": (51.221, 4.400, 91.0, "antwerpen"),
    "Gent": (51.054, 3.722, 53.0, "oost-vlaanderen"),
    "Brussel": (50.847, 4.352, 42.0, ""),
    "Brugge": (51.209, 3.225, 37.0, "west-vlaanderen"),
    "Leuven": (50.881, 4.693, 29.0, "vlaams-brabant"),
    "Hasselt": (50.930, 5.337, 27.0, "limburg"),
    "Kortrijk": (50.818, 3.278, 25.0, "west-vlaanderen"),
    "Aalst": (50.938, 4.040, 21.0, "oost-vlaanderen"),
    "Mechelen": (51.028, 4.471, 19.0, "antwerpen"),
    "Turnhout": (51.322, 4.948, 19.0, "antwerpen"),
    "Sint-Niklaas": (51.165, 4.143, 18.0, "oost-vlaanderen"),
    "Roeselare": (50.944, 3.126, 17.0, "west-vlaanderen"),
    "Genk": (50.965, 5.500, 16.0, "limburg"),
    "Oostende": (51.225, 2.919, 15.0, "west-vlaanderen"),
    "Geel": (51.161, 4.990, 13.0, "antwerpen"),
    "Lier": (51.131, 4.570, 12.0, "antwerpen"),
    "Dendermonde": (51.029, 4.101, 12.0, "oost-vlaanderen"),
    "Halle": (50.736, 4.238, 11.0, "vlaams-brabant"),
    "Vilvoorde": (50.928, 4.429, 10.0, "vlaams-brabant"),
    "Tienen": (50.807, 4.938, 9.0, "vlaams-brabant"),
    "Ieper": (50.851, 2.886, 9.0, "west-vlaanderen"),
    "Lokeren": (51.104, 3.990, 8.0, "oost-vlaanderen"),
    "Tongeren": (50.780, 5.464, 8.0, "limburg"),
    "Eeklo": (51.186, 3.556, 7.0, "oost-vlaanderen"),
    "Waregem": (50.889, 3.427, 7.0, "west-vlaanderen"),
    "Mol": (51.191, 5.116, 7.0, "antwerpen"),
    "Aarschot": (50.984, 4.833, 6.0, "vlaams-brabant"),
    "Oudenaarde": (50.846, 3.604, 6.0, "oost-vlaanderen"),
    "Maaseik": (51.098, 5.786, 6.0, "limburg"),
    "Veurne": (51.072, 2.663, 5.0, "west-vlaanderen"),
    "Ninove": (50.828, 4.027, 5.0, "oost-vlaanderen"),
    "Diest": (50.989, 5.051, 5.0, "vlaams-brabant"),
    "Geraardsbergen": (50.773, 3.879, 5.0, "oost-vlaanderen"),
    "Lommel": (51.231, 5.313, 5.0, "limburg"),
    "Hoogstraten": (51.400, 4.761, 4.0, "antwerpen"),
    "Diksmuide": (51.033, 2.863, 4.0, "west-vlaanderen"),
}
"""Towns with secondary schools: latitude, longitude, share of the schools, province."""

INSTITUTIONS: dict[str, tuple[Place, float]] = {
    "ap": ((51.221, 4.400), 9.0),
    "kdg": ((51.205, 4.397), 8.0),
    "tmm": ((51.028, 4.471), 7.0),
    "tmk": ((51.161, 4.990), 4.0),
    "ucll": ((50.852, 4.693), 11.0),
    "odisee": ((50.847, 4.352), 7.0),
    "ahs": ((51.040, 3.714), 9.0),
    "hogent": ((51.040, 3.714), 6.0),
    "howest": ((50.818, 3.278), 4.0),
    "vives": ((50.818, 3.278), 10.0),
    "pxl": ((50.930, 5.337), 6.0),
    "ehb": ((50.838, 4.312), 3.0),
    "luca": ((50.847, 4.352), 2.0),
    "kuleuven": ((50.881, 4.693), 5.0),
    "ugent": ((51.040, 3.714), 4.0),
    "uantwerpen": ((51.221, 4.400), 2.0),
    "vub": ((50.822, 4.381), 2.0),
    "uhasselt": ((50.930, 5.337), 1.0),
}
"""The eighteen institutions: seat, and share of the requests."""
