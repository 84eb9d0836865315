from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from psycopg import Connection
from psycopg.rows import TupleRow
from service_kit_py.database import Database, in_tenant

from ml_anomaly_detector.domain.transaction import Peers, Transaction

# Enough for a stable median, few enough for a thousand accounts in one request.
SAMPLE_MAX = 500

# Days first: the key of transactions begins with them, and a pass has noted them for all it has looked at.
_KNOWN_DAYS = "select transaction_id, booking_date from transaction_states where transaction_id = any(%s::uuid[])"
_COLUMNS = "transaction_id::text, amount_minor, account_id::text, currency"
_FIND_ON_DAYS = (
    f"select {_COLUMNS} from transactions"  # noqa: S608 - a constant
    " where booking_date = any(%s) and transaction_id = any(%s::uuid[])"
)
_FIND = f"select {_COLUMNS} from transactions where transaction_id = any(%s::uuid[])"  # noqa: S608 - a constant
_RECENT_AMOUNTS = """
select peers.ordinal, array(
  select amount_minor from transactions
  where account_id = peers.account_id and currency = peers.currency and (amount_minor >= 0) = peers.is_credit
  order by booking_date desc, transaction_id
  limit %(limit)s
)
from unnest(%(account_ids)s::uuid[], %(currencies)s::text[], %(credits)s::boolean[])
  with ordinality as peers (account_id, currency, is_credit, ordinal)
"""


class PostgresTransactions:
    """Implements `Transactions`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, tenant_id: str, transaction_ids: Sequence[str]) -> list[Transaction]:
        ids = list(transaction_ids)
        with in_tenant(self._database, tenant_id) as connection:
            days = {day for _id, day in connection.execute(_KNOWN_DAYS, [ids])}
            found = _transactions(connection.execute(_FIND_ON_DAYS, [sorted(days), ids])) if days else []
            seen = {transaction.transaction_id for transaction in found}
            unseen = [transaction_id for transaction_id in ids if transaction_id not in seen]
            if unseen:
                found += _transactions(connection.execute(_FIND, [unseen]))
        return found

    def recent_amounts(self, tenant_id: str, peers: Iterable[Peers]) -> dict[Peers, NDArray[np.int64]]:
        groups = list(peers)
        with in_tenant(self._database, tenant_id) as connection:
            rows = _recent_amounts(connection, groups)
        return {groups[ordinal - 1]: np.array(amounts, dtype=np.int64) for ordinal, amounts in rows}


def _transactions(rows: Iterable[TupleRow]) -> list[Transaction]:
    return [
        Transaction(transaction_id, amount_minor, Peers(account_id, currency, amount_minor >= 0))
        for transaction_id, amount_minor, account_id, currency in rows
    ]


def _recent_amounts(connection: Connection[TupleRow], groups: list[Peers]) -> list[TupleRow]:
    parameters = {
        "limit": SAMPLE_MAX,
        "account_ids": [group.account_id for group in groups],
        "currencies": [group.currency for group in groups],
        "credits": [group.is_credit for group in groups],
    }
    return connection.execute(_RECENT_AMOUNTS, parameters).fetchall()
