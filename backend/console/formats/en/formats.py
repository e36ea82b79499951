"""English as offices here read it: 23 Nov 2026 08:14."""

DATE_FORMAT = SHORT_DATE_FORMAT = "j M Y"
DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "j M Y H:i"
TIME_FORMAT = "H:i"
# Wherever a page asks for grouped digits.
NUMBER_GROUPING = 3
YEAR_MONTH_FORMAT = "M Y"
MONTH_DAY_FORMAT = "j M"
# The first of each is how a form shows the value; ISO is always understood.
DATE_INPUT_FORMATS = ["%d/%m/%Y", "%Y-%m-%d"]
TIME_INPUT_FORMATS = ["%H:%M", "%H:%M:%S"]
DATETIME_INPUT_FORMATS = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"]
THOUSAND_SEPARATOR, DECIMAL_SEPARATOR = ",", "."
