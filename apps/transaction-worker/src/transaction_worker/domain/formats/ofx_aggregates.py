from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from ..statement_error import rejected
from .ofx_tags import OfxTag

_AGGREGATE_NAMES: Final = (
    "OFX SIGNONMSGSRSV1 SONRS STATUS FI SIGNUPMSGSRSV1 ACCTINFOTRNRS ACCTINFORS ACCTINFO BANKACCTINFO CCACCTINFO "
    "BANKMSGSRSV1 STMTTRNRS STMTRS BANKACCTFROM BANKTRANLIST STMTTRN PAYEE BANKACCTTO CCACCTTO CURRENCY ORIGCURRENCY "
    "LEDGERBAL AVAILBAL BALLIST BAL BANKTRANLISTP STMTTRNP CREDITCARDMSGSRSV1 CCSTMTTRNRS CCSTMTRS CCACCTFROM "
    "INVSTMTMSGSRSV1 INVSTMTTRNRS INVSTMTRS INVACCTFROM INVTRANLIST INVBANKTRAN INVTRAN INVBAL INVPOSLIST "
    "SECLISTMSGSRSV1 SECLIST"
)
_AGGREGATES: Final = frozenset(_AGGREGATE_NAMES.split())
_DEPTH_MAX: Final = 64


@dataclass(slots=True)
class Aggregate:
    """An OFX aggregate with the values of its elements, each with its line, and its inner aggregates by name."""

    name: str
    line: int
    values: dict[str, tuple[str | None, int]] = field(default_factory=dict)
    inner: dict[str, "Aggregate"] = field(default_factory=dict)

    def text(self, *path: str) -> str | None:
        """The value down a path such as `PAYEE`, `NAME`; None if absent or empty."""
        found: Aggregate | None = self
        for name in path[:-1]:
            found = found.inner.get(name) if found is not None else None
        return None if found is None else found.values.get(path[-1], (None, 0))[0]

    def line_of(self, name: str) -> int:
        """The element's line; the aggregate's where the element is absent."""
        return self.values.get(name, (None, self.line))[1]


def ended_aggregates(tags: Iterable[OfxTag]) -> Iterator[tuple[Aggregate, list[Aggregate]]]:
    """Each aggregate as it ends, with those around it, outermost first.

    An element without a value, closed or not, is told from an aggregate by name: SGML has no other sign of it. Unknown
    aggregates are transparent, their elements are kept only where the one around them lacks an element of that name.
    """
    stack: list[Aggregate] = []
    for tag in tags:
        if tag.name not in _AGGREGATES:
            if not tag.closing and stack:
                stack[-1].values.setdefault(tag.name, (tag.text, tag.line))
        elif not tag.closing:
            _check_open(tag, stack)
            stack.append(Aggregate(tag.name, tag.line))
        else:
            if not any(aggregate.name == tag.name for aggregate in stack):
                raise rejected("ofx_malformed", tag.line, f"</{tag.name}>", f"<{tag.name}> before it")
            while True:
                ended = stack.pop()
                if stack:
                    stack[-1].inner[ended.name] = ended
                yield ended, stack
                if ended.name == tag.name:
                    break
    if stack:
        raise rejected("ofx_malformed", stack[-1].line, stack[-1].name, f"</{stack[-1].name}> before the file ends")


def _check_open(tag: OfxTag, stack: list[Aggregate]) -> None:
    if len(stack) >= _DEPTH_MAX:
        raise rejected("ofx_malformed", tag.line, tag.name, f"at most {_DEPTH_MAX} aggregates in one another")
    if any(aggregate.name == tag.name for aggregate in stack):
        raise rejected("ofx_malformed", tag.line, tag.name, f"</{tag.name}> before the next <{tag.name}>")
