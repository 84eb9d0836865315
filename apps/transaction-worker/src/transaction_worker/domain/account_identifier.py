import re
from functools import lru_cache

from .clean_text import clean_text
from .currency_exponents import CURRENCY_EXPONENTS

_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")


@lru_cache(maxsize=4096)
def account_identifier(text: str) -> str | None:
    """An account as statements name it: an IBAN without blanks, slash before or a currency after it; else the text."""
    cleaned = clean_text(text)
    if cleaned is None:
        return None
    compact = cleaned.replace(" ", "").removeprefix("/").upper()
    if _IBAN.fullmatch(compact) is None:
        return cleaned
    if compact[-3:] in CURRENCY_EXPONENTS and _checksum_holds(compact[:-3]):
        return compact[:-3]
    return compact


def is_iban(text: str) -> bool:
    """Whether the text has the form of an IBAN, with or without blanks or a slash before it."""
    return _IBAN.fullmatch(text.replace(" ", "").removeprefix("/").upper()) is not None


def _checksum_holds(iban: str) -> bool:
    """ISO 13616: the rearranged number is 1 modulo 97."""
    if _IBAN.fullmatch(iban) is None:
        return False
    return int("".join(str(int(character, 36)) for character in iban[4:] + iban[:4])) % 97 == 1
