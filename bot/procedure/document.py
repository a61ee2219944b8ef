"""A YAML text read as plain data, remembering where each part stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.errors import Problem, ProcedureRefused

Path = tuple[str | int, ...]
MAX_BYTES = 1_000_000
MAX_DEPTH = 20

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_IN_FRENCH = {
    "mapping values are not allowed": "un « : » de trop, ou des guillemets oubliés",
    "could not find expected ':'": "il manque « : » après le nom",
    "found character '\\t'": "une tabulation ; utilisez des espaces",
    "did not find expected key": "une ligne mal alignée, ou un guillemet oublié",
    "did not find expected '-'": "une ligne de liste mal alignée",
    "did not find expected ',' or": "une virgule, « ] » ou « } » oublié",
    "found unexpected end of stream": "un guillemet jamais refermé",
    "special characters are not allowed": "un caractère de contrôle",
}


@dataclass
class Document:
    """Plain data (`dict`, `list`, scalars), with the line and column of each of its parts."""

    file: str
    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    marks: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def report(self, path: Path, message: str) -> None:
        """Note a problem at the part of the document that `path` leads to, or nearest to it."""
        known = next(path[:n] for n in range(len(path), -1, -1) if path[:n] in self.marks or n == 0)
        line, column = self.marks.get(known, (1, 1))
        self.problems.append(Problem(self.file, line, column, message))

    def refuse_if_broken(self) -> None:
        """Raise `ProcedureRefused` with all the problems noted so far, if any."""
        if self.problems:
            raise ProcedureRefused(self.problems)


def read_document(file: str, content: bytes) -> Document:
    """Read `content` (UTF-8 YAML) without building any object but plain data.

    Repeated keys, aliases and over-deep nesting are problems noted on the document; a text that is
    no YAML at all raises `ProcedureRefused`.
    """
    if len(content) > MAX_BYTES:
        raise ProcedureRefused(
            [Problem(file, 1, 1, f"fichier trop grand (plus de {MAX_BYTES} octets)")]
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise ProcedureRefused([Problem(file, line, 1, "ce fichier n’est pas en UTF-8")]) from error
    document = Document(file)
    loader = _Loader(text)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.AliasEvent):
                message = "les ancres et renvois (& et *) ne se lisent pas : répétez le texte"
                raise ProcedureRefused([_at(file, event.start_mark, message)])
        node = loader.get_single_node()
        document.data = _plain(loader, node, (), document) if node else None
    except yaml.MarkedYAMLError as error:
        raise ProcedureRefused([_unreadable(file, error)]) from error
    except (yaml.YAMLError, ValueError) as error:
        raise ProcedureRefused([Problem(file, 1, 1, f"YAML illisible ({error})")]) from error
    finally:
        loader.dispose()
    return document


def _unreadable(file: str, error: yaml.MarkedYAMLError) -> Problem:
    said = error.problem or ""
    message = next((fr for en, fr in _IN_FRENCH.items() if en in said), f"YAML illisible ({said})")
    return _at(file, error.problem_mark or error.context_mark, message)


def _at(file: str, mark: Any, message: str) -> Problem:
    return Problem(file, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, message)


def _plain(loader: Any, node: yaml.Node, path: Path, document: Document) -> Any:
    document.marks.setdefault(path, (node.start_mark.line + 1, node.start_mark.column + 1))
    if len(path) > MAX_DEPTH:
        document.report(path, "imbrication trop profonde")
        return None
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, item, (*path, n), document) for n, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node, path, document)
    return loader.construct_object(node)


def _mapping(loader: Any, node: yaml.MappingNode, path: Path, document: Document) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else str(key_node.value)
        inner = (*path, key)
        repeated = inner in document.marks
        document.marks[inner] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        if repeated:
            document.report(inner, f"« {key} » est écrit deux fois")
        mapping[key] = _plain(loader, value_node, inner, document)
    return mapping
