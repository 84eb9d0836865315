from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from .transaction import Peers, Transaction


class Transactions(Protocol):
    """Stored transactions of one tenant."""

    def find(self, tenant_id: str, transaction_ids: Sequence[str]) -> list[Transaction]:
        """Those of the ids that the tenant has, in any order."""
        ...

    def recent_amounts(self, tenant_id: str, peers: Iterable[Peers]) -> dict[Peers, NDArray[np.int64]]:
        """Signed minor units of each group's newest transactions, a bounded number."""
        ...
