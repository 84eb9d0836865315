class Occurrences:
    """Numbers equal fingerprints of one file 1, 2, ...: two equal fees on a day are two transactions.

    Reading the same file again gives the same numbers, whatever order equal entries had. One instance per file.
    """

    def __init__(self) -> None:
        self._counts: dict[bytes, int] = {}

    def next(self, fingerprint: bytes) -> int:
        count = self._counts.get(fingerprint, 0) + 1
        self._counts[fingerprint] = count
        return count
