"""Small files by hand, in the layouts in which registers come."""

OFFICIAL_HEADER = (
    "schoolnummer;intern_vplnummer;net;naam;hoofdzetel;adres;straat;huisnummer;busnummer;postcode;"
    "gemeente;niscode;lx;ly;telefoon;e-mail;website;einddatum"
)
PLAIN_HEADER = (
    "institution_number,location_seq,name,postal_code,locality,latitude,longitude,network_inferred"
)


def official(*rows: str, header: str = OFFICIAL_HEADER) -> bytes:
    """The ministry's layout: BOM, quoted, `;`, lines that end in CR only."""
    lines = [header, *rows]
    quoted = (";".join(f'"{cell}"' for cell in line.split(";")) for line in lines)
    return ("\ufeff" + "\r".join(quoted) + "\r").encode()


def plain(*rows: str) -> bytes:
    """The plain CSV."""
    return "\n".join([PLAIN_HEADER, *rows, ""]).encode()


def geonames(*rows: tuple[str, str, str, str]) -> bytes:
    """GeoNames' layout: (code, place, latitude, longitude)."""
    lines = (
        f"BE\t{code}\t{place}\tVlaanderen\tVLG\tX\tX\tX\t1\t{latitude}\t{longitude}\t4"
        for code, place, latitude, longitude in rows
    )
    return "\n".join([*lines, ""]).encode()


BAVO = (
    "28845;1;Vrij gesubsidieerd onderwijs;Sint-Bavo;True;Kerkstraat 5;Kerkstraat;5;A;9000;Gent;"
    "44021;104700;193800;09 111 22 33;info@bavo.example.be;www.bavo.example.be;"
)
BAVO_NORTH = (
    "28845;2;Vrij gesubsidieerd onderwijs;Sint-Bavo Noord;False;Laan 1;Laan;1;;9030;Mariakerke;"
    "44021;0;0;;;;"
)
