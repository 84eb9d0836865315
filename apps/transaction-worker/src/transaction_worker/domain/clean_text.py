import re

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def clean_text(text: str | None) -> str | None:
    """One line of text without control characters, every run of blanks one space; None when nothing is left.

    PostgreSQL's text refuses NUL, and lone surrogates have no UTF-8 form.
    """
    if not text:
        return None
    if "  " not in text and text.isprintable():  # of all blanks, only the space itself is printable
        return text.strip() or None
    cleaned = " ".join(text.split())
    if not cleaned.isprintable():
        cleaned = " ".join(_CONTROLS.sub("", cleaned).split())
    return cleaned or None
