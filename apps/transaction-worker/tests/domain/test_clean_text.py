import sys
import unicodedata

import pytest

from transaction_worker.domain.clean_text import clean_text


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (None, None),
        ("", None),
        ("  ", None),
        ("\x00", None),
        ("plain text", "plain text"),
        (" outer ", "outer"),
        ("two  blanks", "two blanks"),
        ("tab\tline\r\nend", "tab line end"),
        ("no\u00a0break\u2003space", "no break space"),
        ("a\x00b\x1fc\x85d\ud800e", "ab c de"),
        ("soft\u00adhyphen \u200bjoiner", "soft\u00adhyphen \u200bjoiner"),
        ("漢字 €", "漢字 €"),
    ],
)
def test_text_is_one_line_without_controls(text: str | None, cleaned: str | None) -> None:
    assert clean_text(text) == cleaned


def test_no_character_but_the_space_is_a_printable_blank() -> None:
    """What lets printable text without double spaces pass as it is."""
    characters = (chr(number) for number in range(sys.maxunicode + 1))
    assert [character for character in characters if character.isspace() and character.isprintable()] == [" "]


def test_what_is_left_can_be_stored_as_utf_8() -> None:
    everything = "".join(chr(number) for number in range(0x11000))
    cleaned = clean_text(everything) or ""
    cleaned.encode("utf-8")
    assert not [character for character in cleaned if unicodedata.category(character) in {"Cc", "Cs"}]
