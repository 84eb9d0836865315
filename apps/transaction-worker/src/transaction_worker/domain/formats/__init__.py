"""One reader per statement format, each from bytes to a stream of entries. What they decide:

Amounts are minor units by ISO 4217. Surplus decimals pass when they are zeros; any other loss of precision rejects
the file, but for OFX, whose brokers state cash to four decimals: rounded half to even, with a warning. Dates are the
bank's local dates as written; no zone moves them. Texts lose control characters and runs of blanks.

camt.052/053/054, versions 001.01 and later by local names: one `Ntry` is one entry, also a batch of several `TxDtls`,
which then has the batch's references and no counterparty. BOOK is an entry; PDNG, INFO and FUTR are counted as
skipped. `CdtDbtInd` is the direction, `RvslInd` only turns the parties. An entry without dates is booked on its
period's end or the day of creation, with a warning. A document type, and so any entity, is refused.

MT940/MT942: RC and RD reverse; EC and ED are expected and skipped. A missing `:61:` reference and more than six
lines of `:86:` break the standard, yet banks write them: a warning where opening balance, entries and closing balance
tie and so prove the reading, an error where they don't. Untrue balances alone are a warning. Unknown fields, fields
out of order and days that don't exist, such as 30 February, are errors.

BAI2 version 2: totals and counts of 49, 98 and 99 must be true. The type code gives the sign. Deletions, tests and
BTRS (version 3) are refused.

OFX 1 and 2, one tokenizer: STMTTRN of bank, card and investment statements; securities trades and pending
transactions are skipped. CURRENCY gives the amount's currency, ORIGCURRENCY doesn't. A file that reports a server's
error is rejected, one without statements has no entries.

CSV: by mapping; without one by well-known headers, and only if the dates and the decimal separator can't be read in
two ways. JSON: contracts' `TransactionBatch`.
"""
