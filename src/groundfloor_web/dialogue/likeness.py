"""Which texts may say the same. They are shown beside each other; nothing is merged, for only a person can tell.

A text is its set of words and of pairs of words that follow one another. Words are compared without case, accents, vowel signs and
punctuation, the letters of Arabic that are written in several ways are one, and where a script puts no spaces each letter is a word.
How alike two texts are is the share that both have of what either has (Jaccard); from THRESHOLD on they may say the same.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

THRESHOLD = 0.5
Key = TypeVar("Key", bound=Hashable)
Pieces = frozenset[str]

SPACELESS = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"[{SPACELESS}]|[^\W_{SPACELESS}]+")
"""A run of letters and digits; a letter alone of Thai, Lao, Burmese, Khmer, Japanese and Chinese."""
ONE_LETTER = str.maketrans({"ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك", "ـ": None, "ı": "i", "œ": "oe", "æ": "ae"})


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared.

    >>> words_of("L’Été, à ÉCOLE!"), words_of("الأُسَر"), words_of("เด็ก")
    (['l', 'ete', 'a', 'ecole'], ['الاسر'], ['เ', 'ด', 'ก'])
    """
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(letter for letter in parts if unicodedata.category(letter) not in ("Mn", "Cf"))
    return WORD.findall(plain.translate(ONE_LETTER))


def pieces(text: str) -> Pieces:
    """Words and pairs of neighbouring words.

    >>> sorted(pieces("Pay it monthly"))
    ['it', 'it monthly', 'monthly', 'pay', 'pay it']
    """
    words = words_of(text)
    return frozenset(words) | {f"{one} {other}" for one, other in pairwise(words)}


def alike(one: Pieces, other: Pieces) -> float:
    """The share that both have of what either has, from 0 to 1; nothing is like nothing.

    >>> alike(pieces("Pay it monthly."), pieces("PAY IT, monthly!"))
    1.0
    """
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def pairs(texts: Mapping[Key, Pieces], threshold: float = THRESHOLD) -> dict[tuple[Key, Key], float]:
    """Every pair of texts that is at least so alike, with how alike it is; the key that comes first in `texts` stands first.

    Two such texts share a piece among the rarest few of each, and neither is much longer than the other: only those that do are compared. None is missed.
    """
    often = Counter(piece for said in texts.values() for piece in said)
    found: dict[tuple[Key, Key], float] = {}
    with_piece: defaultdict[str, list[Key]] = defaultdict(list)
    for key, said in texts.items():
        rarest = sorted(said, key=lambda piece: (often[piece], piece))
        # of so many pieces all but fewer than threshold * len(said) may be missing in the other
        first: Sequence[str] = rarest[: len(said) - math.ceil(threshold * len(said) - 1e-9) + 1]
        for other in {one: None for piece in first for one in with_piece[piece]}:
            size = len(texts[other])
            if min(size, len(said)) >= threshold * max(size, len(said)) - 1e-9:
                how = alike(said, texts[other])
                if how >= threshold:
                    found[other, key] = how
        for piece in first:
            with_piece[piece].append(key)
    return found


def neighbours(texts: Mapping[Key, Iterable[str]]) -> dict[Key, list[Key]]:
    """Of what has texts, each in a language of its own, what each may say the same as in any of them, the most alike first."""
    spoken = {(key, place): pieces(text) for key, said in texts.items() for place, text in enumerate(said)}
    found: defaultdict[Key, dict[Key, float]] = defaultdict(dict)
    for ((one, _place), (other, _other_place)), how in pairs(spoken).items():
        if one != other:
            found[one][other] = found[other][one] = max(how, found[one].get(other, 0.0))
    return {key: sorted(others, key=lambda other: -others[other]) for key, others in found.items()}
