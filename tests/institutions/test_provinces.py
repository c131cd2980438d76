"""In which province a postal code lies, at both ends of each range."""

import pytest

from institutions.enums import Province
from institutions.provinces import province_of


@pytest.mark.parametrize(
    ("codes", "province"),
    [
        (("1000", "1299"), Province.BRUSSELS),
        (("1300", "1499"), Province.WALLOON_BRABANT),
        (("1500", "1999", "3000", "3499"), Province.FLEMISH_BRABANT),
        (("2000", "2999"), Province.ANTWERP),
        (("3500", "3999"), Province.LIMBURG),
        (("4000", "5000", "6000", "7999"), Province.WALLONIA),
        (("8000", "8999"), Province.WEST_FLANDERS),
        (("9000", "9999"), Province.EAST_FLANDERS),
    ],
)
def test_postal_codes_are_handed_out_by_province(codes: tuple[str, ...], province: str) -> None:
    assert {province_of(code) for code in codes} == {province}
