"""How a number is written for a reader, the same on screen, in a formula and in a picture.

A number of at most six digits is written in full, and so is one that differs from such a number by rounding alone.
Others are rounded to four digits; near 1 or -1 they get as many as it takes to show that they are not 1.
`explorer/model/numerals.js` has the same rules.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import NamedTuple

FULL = 6  # a number with no more digits than this is written as it is
SHORT = 4  # digits that are left of a longer one, unless its whole part has more
NOISE = 12  # digits beyond these are rounding in float64: 0.1 + 0.2 is written 0.3
LARGE, SMALL = 6, -5  # powers of ten from which on, and down to which, a number is written as m·10^n
NEAR_ONE = Decimal("1e-3")
MOST_DECIMALS = 8  # nearer to 1 than these show, a number is written as 1 - m·10^n


class Numeral(NamedTuple):
    """A number's written parts: sign · mantissa · 10^power, or sign · (1 - mantissa · 10^power) if from_one."""

    negative: bool
    mantissa: str
    power: int | None
    from_one: bool


def numeral(value):
    """The parts of a finite float's written form, as a Numeral."""
    exact = Decimal(repr(abs(float(value)))).normalize()
    negative = value < 0
    if exact == 0:
        return Numeral(False, "0", None, False)
    digits = len(exact.as_tuple().digits)
    near = abs(1 - exact)
    if digits > FULL and exact < 1 and near < NEAR_ONE:
        decimals = 1 - near.adjusted()
        if decimals > MOST_DECIMALS:
            return Numeral(negative, *_scaled(_rounded(near)), True)
        return Numeral(negative, str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)), None, False)
    return Numeral(negative, *_scaled(_rounded(exact)), False)


def exact(value):
    """Whether value is written in full, so that = may stand before it; otherwise ≈ should."""
    if not math.isfinite(value):
        return False
    number = Decimal(repr(abs(float(value)))).normalize()
    near_one = number < 1 and 1 - number < NEAR_ONE
    return len((number if near_one else _clean(number)).as_tuple().digits) <= FULL


def _clean(number):
    """A Decimal without the digits that are rounding in float64."""
    return Context(prec=NOISE, rounding=ROUND_HALF_UP).plus(number).normalize()


def _rounded(number):
    """A positive Decimal with the digits that are shown of it; the zeros of 1.000 say that it isn't exactly 1."""
    clean = _clean(number)
    if len(clean.as_tuple().digits) <= FULL:
        return clean
    whole = number.adjusted() + 1 if number.adjusted() < LARGE else 0
    return Context(prec=max(SHORT, whole), rounding=ROUND_HALF_UP).plus(number)


def _scaled(number):
    """The mantissa and the power of ten of a positive Decimal; no power where plain digits are as easy to read."""
    power = number.adjusted()
    if SMALL < power < LARGE:
        return f"{number:f}", None
    return f"{number.scaleb(-power):f}", power


def text(value):
    """value as plain text with a real minus sign: −0.25, 3.975·10⁻³¹, 1 − 9.358·10⁻¹⁴, ∞."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
    negative, mantissa, power, from_one = numeral(value)
    if power is not None:
        raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
        mantissa = f"10{raised}" if mantissa == "1" else f"{mantissa}·10{raised}"
    if from_one:
        return f"−1 + {mantissa}" if negative else f"1 − {mantissa}"
    return f"−{mantissa}" if negative else mantissa


def latex(value):
    r"""value as LaTeX for math mode: -0.25, 3.975 \cdot 10^{-31}, \infty."""
    if not math.isfinite(value):
        return r"\text{NaN}" if math.isnan(value) else (r"\infty" if value > 0 else r"-\infty")
    negative, mantissa, power, from_one = numeral(value)
    if power is not None:
        mantissa = f"10^{{{power}}}" if mantissa == "1" else rf"{mantissa} \cdot 10^{{{power}}}"
    if from_one:
        return f"-1 + {mantissa}" if negative else f"1 - {mantissa}"
    return f"-{mantissa}" if negative else mantissa
