from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StatementFault:
    """Why no attempt will ever read a statement's file, although the file itself may be sound."""

    code: str
    detail: str
