"""Dates: shown long, read in every common order of day, month and year."""

DATE_FORMAT = "D j F Y"
SHORT_DATE_FORMAT = "d/m/Y"
DATETIME_FORMAT = "D j F Y, G.i"
SHORT_DATETIME_FORMAT = "d/m/Y G.i"
TIME_FORMAT = "G.i"
FIRST_DAY_OF_WEEK = 1
# The first is what a native date input needs; the others are what people type.
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%y", "%d-%m-%y"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%Hu%M"]
