from typing import Literal, get_args

StatementFormat = Literal["camt053", "camt052", "camt054", "mt940", "mt942", "bai2", "ofx", "csv", "json"]

STATEMENT_FORMATS: frozenset[str] = frozenset(get_args(StatementFormat))
