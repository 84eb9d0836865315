import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ..account_identifier import account_identifier, is_iban
from ..clean_text import clean_text

_SUBFIELDS = re.compile(r"\s*(?P<code>[0-9]{3})(?P<mark>[?>~^<|@$#§])(?=[0-9]{2})")
_SUBFIELD_WIDTH: Final = 27
_PURPOSE: Final = (*(f"{number}" for number in range(20, 30)), *(f"{number}" for number in range(60, 64)))
_SEPA = re.compile(r"(EREF|KREF|MREF|BREF|RREF|CRED|DEBT|COAM|OAMT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP)\+")
_CODES: Final = (
    "EREF REMI NAME IBAN BIC MARF CSID BENM ORDP ISDT PREF TRCD PURP ULTD ULTC ULTB ID TRTP CNTP ADDR RTRN SVCL RREF "
    "ACCT ISSR INIT"
)
_CODED = re.compile(rf"/({'|'.join(_CODES.split())})/")
_NOT_A_REFERENCE: Final = frozenset({"NOTPROVIDED", "NOT PROVIDED", "NONREF"})


@dataclass(frozen=True, slots=True)
class Mt940Details:
    """What a `:86:`, structured or not, adds to its entry. `business_code` is the German banks' three digits."""

    description: str
    reference: str | None = None
    counterparty_name: str | None = None
    counterparty_account: str | None = None
    business_code: str | None = None


@dataclass(frozen=True, slots=True)
class Subfields:
    """A `:86:` as the German banks agreed on it: a business code and subfields by their two digits."""

    business_code: str
    by_number: Mapping[str, str]

    @property
    def purpose(self) -> list[str]:
        """The subfields that hold remittance information, in order."""
        return [self.by_number[number] for number in _PURPOSE if number in self.by_number]


def read_mt940_details(lines: Sequence[str]) -> Mt940Details:
    """`lines` are those of one or several `:86:` of one `:61:`.

    Three forms are told apart: `166?00...?20...` (German and Polish banks; `>`, `~`, `^` and others in place of `?`),
    `/EREF/.../NAME/...` (SWIFT codes, as Dutch banks use them), and free text.
    """
    subfields = read_subfields(lines)
    if subfields is not None:
        return _structured(subfields)
    joined = "".join(lines)
    if _CODED.match(joined.lstrip()) is not None:
        return _coded(joined)
    return Mt940Details(clean_text("\n".join(lines)) or "")


def read_subfields(lines: Sequence[str]) -> Subfields | None:
    """The subfields, or None where the text has none. A subfield that comes again continues the first."""
    joined = "".join(lines)
    start = _SUBFIELDS.match(joined)
    if start is None:
        return None
    pieces = re.split(re.escape(start["mark"]) + r"([0-9]{2})", joined[start.end() - 1 :])
    fields: dict[str, str] = {}
    for number, content in zip(pieces[1::2], pieces[2::2], strict=True):
        fields[number] = fields.get(number, "") + content
    return Subfields(start["code"], fields)


def _structured(subfields: Subfields) -> Mt940Details:
    fields = subfields.by_number
    keywords = _keywords("".join(subfields.purpose))
    texts = (clean_text(fields.get("00")), clean_text(keywords.get("SVWZ") or _spaced(subfields.purpose)))
    return Mt940Details(
        description=" ".join(text for text in texts if text is not None),
        reference=_reference(keywords.get("EREF")) or _reference(keywords.get("KREF")),
        counterparty_name=clean_text(_spaced([fields[number] for number in ("32", "33") if number in fields])),
        counterparty_account=account_identifier(_account(fields)),
        business_code=subfields.business_code,
    )


def _account(fields: Mapping[str, str]) -> str:
    """38 is the IBAN, 31 the IBAN or the number in the bank's own form."""
    first, second = fields.get("31", ""), fields.get("38", "")
    return second if is_iban(second) else first or second


def _spaced(parts: Sequence[str]) -> str:
    """A subfield that is full runs on in the next; a shorter one ended there."""
    return "".join(part if len(part) >= _SUBFIELD_WIDTH else f"{part} " for part in parts)


def _keywords(purpose: str) -> dict[str, str]:
    pieces = _SEPA.split(purpose)
    found: dict[str, str] = {}
    for keyword, content in zip(pieces[1::2], pieces[2::2], strict=True):
        found.setdefault(keyword, content)
    return found


def _coded(text: str) -> Mt940Details:
    pieces = _CODED.split(text)
    found: dict[str, str] = {}
    for code, content in zip(pieces[1::2], pieces[2::2], strict=True):
        found.setdefault(code, content.strip("/ "))
    counterparty = [part.strip() for part in found.get("CNTP", "").split("/")]
    name = found.get("NAME") or (counterparty[2] if len(counterparty) > 2 else "")
    account = found.get("IBAN") or found.get("ACCT") or counterparty[0]
    remittance = re.sub(r"^(?:USTD|STRD)/+", "", found.get("REMI", ""))
    return Mt940Details(
        description=clean_text(remittance or found.get("TRTP")) or "",
        reference=_reference(found.get("EREF")) or _reference(found.get("PREF")),
        counterparty_name=clean_text(name),
        counterparty_account=account_identifier(account),
    )


def _reference(text: str | None) -> str | None:
    cleaned = clean_text(text)
    return None if cleaned is None or cleaned.upper() in _NOT_A_REFERENCE else cleaned
