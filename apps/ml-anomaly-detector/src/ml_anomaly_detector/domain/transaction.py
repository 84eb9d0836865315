from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Peers:
    """What a transaction is compared with: those of its account, in its currency, in its direction."""

    account_id: str
    currency: str
    is_credit: bool


@dataclass(frozen=True, slots=True)
class Transaction:
    """A transaction to score. `amount_minor` is signed, in minor units of its peers' currency."""

    transaction_id: str
    amount_minor: int
    peers: Peers
