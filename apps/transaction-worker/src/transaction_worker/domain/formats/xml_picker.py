from collections.abc import Iterable
from typing import Final, cast

from lxml import etree

from ..clean_text import clean_text

Element = etree._Element

_TAGS_KNOWN_MAX: Final = 1000


class _Branch:
    """A node of the tree of wanted paths."""

    __slots__ = ("by_name", "by_tag", "path", "wanted")

    def __init__(self, path: str) -> None:
        self.path = path
        self.wanted = False
        self.by_name: dict[str, _Branch] = {}
        self.by_tag: dict[str, _Branch | None] = {}

    def follow(self, tag: str) -> "_Branch | None":
        """The branch for a tag that comes for the first time; remembered, but for hostile numbers of them."""
        branch = self.by_name.get(local_name(tag))
        if len(self.by_tag) < _TAGS_KNOWN_MAX:
            self.by_tag[tag] = branch
        return branch


class XmlPicks:
    """The elements that a picker found, by path of local names; the first of a path unless all are asked for."""

    __slots__ = ("_found", "_owner")

    def __init__(self, owner: Element, found: dict[str, list[Element]]) -> None:
        self._owner = owner
        self._found = found

    def __contains__(self, path: str) -> bool:
        return path in self._found

    @property
    def name(self) -> str:
        return local_name(self._owner.tag)

    def line(self, path: str = "") -> int:
        """Where the element of that path starts; the owner's line where there is none."""
        return line_of(self._found[path][0] if path in self._found else self._owner)

    def raw(self, path: str) -> str | None:
        """The trimmed text, perhaps ""; None where the element is absent."""
        found = self._found.get(path)
        return None if found is None else (found[0].text or "").strip()

    def text(self, path: str) -> str | None:
        """The cleaned text; None where there is none."""
        found = self._found.get(path)
        return None if found is None else clean_text(found[0].text)

    def first_text(self, paths: Iterable[str]) -> str | None:
        """The text of the first of the paths that has one."""
        found = self._found
        for path in paths:
            if path in found and (text := clean_text(found[path][0].text)) is not None:
                return text
        return None

    def texts(self, path: str) -> list[str]:
        return [text for part in self._found.get(path, ()) if (text := clean_text(part.text)) is not None]

    def attribute(self, path: str, name: str) -> str | None:
        found = self._found.get(path)
        return None if found is None else found[0].get(name)

    def all(self, path: str) -> list[Element]:
        return self._found.get(path, [])


class XmlPicker:
    """Picks the wanted paths out of an element in one pass that enters nothing else.

    A schema of hundreds of elements costs no more than those that are read; asking lxml for each path anew costs four
    times as much. Paths are local names, so one picker serves every namespace and version.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._root = _Branch("")
        for path in paths:
            branch = self._root
            for name in path.split("/"):
                below = f"{branch.path}/{name}".removeprefix("/")
                branch = branch.by_name.setdefault(name, _Branch(below))
            branch.wanted = True

    def pick(self, element: Element) -> XmlPicks:
        found: dict[str, list[Element]] = {}
        _gather(element, self._root, found)
        return XmlPicks(element, found)


def _gather(element: Element, branch: _Branch, found: dict[str, list[Element]]) -> None:
    by_tag = branch.by_tag
    for part in element:
        tag = part.tag
        below = by_tag[tag] if tag in by_tag else branch.follow(tag)
        if below is None:
            continue
        if below.wanted:
            path = below.path
            if path in found:
                found[path].append(part)
            else:
                found[path] = [part]
        if below.by_name:
            _gather(part, below, found)


def local_name(tag: str) -> str:
    return tag[tag.rfind("}") + 1 :]


def line_of(element: Element) -> int:
    """The 1-based line on which the element starts; 0 for one that was not read from a file."""
    return int(cast("int | None", element.sourceline) or 0)
