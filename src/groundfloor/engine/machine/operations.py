"""What the machine can do, a number each: the names that a tape is written in and that its kernel follows."""

from __future__ import annotations

from enum import IntEnum, auto


class Op(IntEnum):
    """An instruction. `out`, `a`, `b` and `c` are registers where nothing else is said; values are doubles, NaN missing, truths 1 and 0."""

    # from a row `a` of the columns in memory: of persons or households, as bytes, doubles
    BYTES = auto()
    DOUBLES = auto()
    # the take-up draw from row `a` of the keys; `c` is the salt
    DRAW = auto()
    # arithmetic, finite or missing
    ADD = auto()
    SUBTRACT = auto()
    MULTIPLY = auto()
    DIVIDE = auto()
    FLOOR_DIVIDE = auto()
    MODULO = auto()
    POWER = auto()
    # comparison, missing where a side is
    LESS = auto()
    LESS_EQUAL = auto()
    GREATER = auto()
    GREATER_EQUAL = auto()
    EQUAL = auto()
    NOT_EQUAL = auto()
    # three-valued logic
    AND = auto()
    OR = auto()
    NOT = auto()
    # functions
    NEGATE = auto()
    CHOOSE = auto()
    MIN = auto()
    MAX = auto()
    ABS = auto()
    ROUND = auto()
    FLOOR = auto()
    CEIL = auto()
    COALESCE = auto()
    # `a` as a place in the table that begins at `c`, whose first entry is that of a missing one
    LOOK_UP = auto()
    # known answers: 1 or 0, never missing
    IS_TRUE = auto()
    IS_UNKNOWN = auto()
    # entitled and drawn below the take-up
    RECEIVES = auto()
    # so many times an amount, 0 where there is none whatever the amount
    TIMES = auto()
    # from persons to households
    SIZE = auto()
    COUNT = auto()
    COUNT_UNKNOWN = auto()
    ANY = auto()
    ALL = auto()
    SUM = auto()
    MEAN = auto()
    LEAST = auto()
    GREATEST = auto()
    TOTAL = auto()
    ASKED = auto()
    FIRST = auto()
    # of a household: missing without a head
    HEADED = auto()
    # the first `c` of those entitled `a` in each household, smallest `b` first
    LIMIT = auto()
    # from households to persons: for each member, or on the first row, the others 0
    SPREAD = auto()
    PLACE = auto()
    # to row `c` of what is kept
    KEEP_BYTES = auto()
    KEEP_DOUBLES = auto()
    # sums by programme `c`: entitled `out`, undecided `a`, receiving `b`; and their money: `a` paid
    COUNTED = auto()
    PAID = auto()
    # households where anybody receives, `a`; what can be spent, `a`, for each household
    REACHED = auto()
    SPENT = auto()
