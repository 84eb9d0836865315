import { Type, type Static } from 'typebox';
import { shape } from '../shape.ts';
import { Currency, Money } from './money.ts';
import { page } from './page.ts';
import { Code, Instant, LocalDate, nullable, strict, text, Uuid } from './primitives.ts';
import { SourceKind, TransactionState } from './vocabulary.ts';

export const TRANSACTION_BATCH_MAX = 1000;

const identifier = text(64);

export const Account = shape('Account', 'An account of a bank, processor or ledger; `identifier` is an IBAN or as the source gives it.', strict({
  accountId: Uuid, sourceKind: SourceKind, identifier, currency: nullable(Currency), name: nullable(text(200)),
}));
export type Account = Static<typeof Account>;

export const AccountPage = page('AccountPage', Account);
export type AccountPage = Static<typeof AccountPage>;

export const TransactionInput = shape('TransactionInput', 'One transaction of a batch; credit positive, debit negative.', strict({
  bookingDate: LocalDate,
  valueDate: Type.Optional(LocalDate),
  amount: Money,
  reference: Type.Optional(text(140)),
  bankReference: Type.Optional(text(140)),
  counterpartyName: Type.Optional(text(200)),
  counterpartyAccount: Type.Optional(text(64)),
  description: Type.Optional(text(2000, 0)),
  transactionCode: Type.Optional(text(35)),
}));
export type TransactionInput = Static<typeof TransactionInput>;

export const TransactionBatch = shape('TransactionBatch', 'Transactions of one account, read like a statement.', strict({
  sourceKind: SourceKind, account: identifier, transactions: Type.Array(TransactionInput, { minItems: 1, maxItems: TRANSACTION_BATCH_MAX }),
}));
export type TransactionBatch = Static<typeof TransactionBatch>;

/** What a list, a match and a report all say of a transaction. */
export const transactionCore = {
  transactionId: Uuid,
  bookingDate: LocalDate,
  sourceKind: SourceKind,
  accountIdentifier: identifier,
  amount: Money,
  reference: nullable(text(2000)),
  counterpartyName: nullable(text(2000)),
  description: text(20_000, 0),
};

export const Transaction = shape('Transaction', 'A stored transaction with its state.', strict({
  ...transactionCore,
  valueDate: nullable(LocalDate),
  accountId: Uuid,
  statementId: Uuid,
  bankReference: nullable(text(2000)),
  counterpartyAccount: nullable(text(2000)),
  transactionCode: nullable(text(200)),
  state: TransactionState,
  matchId: nullable(Uuid),
  exceptionReason: nullable(Code),
  ingestedAt: Instant,
}));
export type Transaction = Static<typeof Transaction>;

export const TransactionPage = page('TransactionPage', Transaction);
export type TransactionPage = Static<typeof TransactionPage>;
