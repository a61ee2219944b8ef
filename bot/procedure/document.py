"""A YAML text read as plain data, remembering where each part stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.reader import Reader

from bot.errors import Problem, ProcedureRefused

Path = tuple[str | int, ...]
MAX_BYTES = 1_000_000
MAX_DEPTH = 20

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_TAB = "une tabulation ; utilisez des espaces"
_ALIAS = "les renvois (« * ») ne se lisent pas ; répétez le texte, ou mettez-le entre guillemets"
_IN_FRENCH = {
    "mapping values are not allowed": "un « : » de trop, ou des guillemets oubliés",
    "block sequence entries are not allowed": "un tiret de liste mal placé ou mal aligné",
    "found unexpected ':'": "« : » veut une espace après lui",
    "could not find expected ':'": "il manque « : » après le nom",
    "found a tab character": _TAB,
    "did not find expected <document start>": "une ligne mal alignée avec la première",
    "did not find expected key": "une ligne mal alignée, ou un guillemet oublié",
    "did not find expected '-'": "une ligne de liste mal alignée",
    "did not find expected ',' or": "une virgule, « ] » ou « } » oublié",
    "did not find expected node content": "il manque une valeur, ou un signe est de trop",
    "found unexpected end of stream": "un guillemet jamais refermé",
    "but found another document": "« --- » commence un second document ; un seul est permis",
    "found unknown escape character": "« \\ » entre guillemets droits ; doublez-le ou retirez-le",
    "character that cannot start any token": "un texte qui commence ainsi se met entre guillemets",
    "did not find expected alphabetic": "un texte qui commence ainsi se met entre guillemets",
}

_LEFT_OUT = (0, "says")
"""What need not be written: the list around its only item, the key of bare expressions."""


@dataclass
class Document:
    """Plain data (`dict`, `list`, scalars), with the line and column of each of its parts."""

    file: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def report(self, path: Path, message: str) -> None:
        """Note a problem at the part of the document that `path` leads to, or nearest to it."""
        line, column = self._position(path)
        self.problems.append(Problem(self.file, line, column, message))

    def _position(self, path: Path) -> tuple[int, int]:
        here: Path = ()
        for part in path:
            if (*here, part) in self.marks:
                here = (*here, part)
            elif part not in _LEFT_OUT:
                break
        return self.marks.get(here, (1, 1))

    def refuse_if_broken(self) -> None:
        """Raise `ProcedureRefused` with all the problems noted so far, if any."""
        if self.problems:
            raise ProcedureRefused(self.problems)


def decoded(file: str, content: bytes) -> str:
    """Return `content` as text, or raise `ProcedureRefused` where it is too large or no UTF-8."""
    if len(content) > MAX_BYTES:
        message = f"fichier trop grand : {len(content)} octets, {MAX_BYTES} au plus"
        raise _refused(file, (1, 1), message)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode()  # without the byte order mark
        message = "ce fichier n’est pas en UTF-8 ; enregistrez-le en UTF-8"
        raise _refused(file, _end_of(before), message) from error


def read_document(file: str, content: bytes) -> Document:
    """Read `content` (UTF-8 YAML) without building any object but plain data.

    Repeated keys and unreadable values are problems noted on the document; a text that is no YAML
    at all, that holds aliases or that is nested too deep raises `ProcedureRefused`.
    """
    text = decoded(file, content)
    unprintable = Reader.NON_PRINTABLE.search(text)
    if unprintable:
        message = f"un caractère invisible interdit (U+{ord(unprintable[0]):04X}) ; effacez-le"
        raise _refused(file, _end_of(text[: unprintable.start()]), message)
    document = Document(file)
    loader = _Loader(text)
    try:
        _refuse_aliases_and_depth(file, text)
        node = loader.get_single_node()
        document.data = _plain(loader, node, (), document) if node else None
    except yaml.MarkedYAMLError as error:
        raise _unreadable(file, text, error) from error
    except yaml.YAMLError as error:
        raise _refused(file, (1, 1), f"YAML illisible ({error})") from error
    finally:
        loader.dispose()
    return document


def _refuse_aliases_and_depth(file: str, text: str) -> None:
    """Refuse what would take unbounded memory or stack to build, before anything is built."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            raise _refused(file, _place(event.start_mark), _ALIAS)
        if depth > MAX_DEPTH:
            message = f"imbrication trop profonde (plus de {MAX_DEPTH} niveaux)"
            raise _refused(file, _place(event.start_mark), message)


def _unreadable(file: str, text: str, error: yaml.MarkedYAMLError) -> ProcedureRefused:
    mark = error.problem_mark or error.context_mark
    said = error.problem or ""
    message = next((fr for en, fr in _IN_FRENCH.items() if en in said), f"YAML illisible ({said})")
    if mark and text[mark.index : mark.index + 1] == "\t":
        message = _TAB
    return _refused(file, _place(mark) if mark else (1, 1), message)


def _refused(file: str, place: tuple[int, int], message: str) -> ProcedureRefused:
    return ProcedureRefused([Problem(file, *place, message)])


def _place(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _end_of(text: str) -> tuple[int, int]:
    """The line and column just after `text`."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def _plain(loader: Any, node: yaml.Node, path: Path, document: Document) -> Any:
    document.marks.setdefault(path, _place(node.start_mark))
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, item, (*path, n), document) for n, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, document)
    try:
        return loader.construct_object(node)
    except Exception:  # a date that does not exist, a tag: PyYAML raises almost anything here
        document.report(path, "cette valeur ne se lit pas ; mettez-la entre guillemets")
        return node.value


def _mapping(loader: Any, node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        place = _place(key_node.start_mark)
        if not isinstance(key_node, yaml.ScalarNode):
            message = "un nom est attendu avant « : », pas une liste ni un groupe"
            document.problems.append(Problem(document.file, *place, message))
        elif key_node.value in mapping:
            message = f"« {key_node.value} » est écrit deux fois"
            document.problems.append(Problem(document.file, *place, message))
        else:
            inner = (*path, key_node.value)
            document.marks[inner] = place
            mapping[key_node.value] = _plain(loader, value_node, inner, document)
    return mapping
