"""The first document of a YAML text as a tree of nodes.

Source: parserc.go and decode.go of go.yaml.in/yaml/v2, the same in Karmada v1.12.0 and v1.18.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

from workbench.karmada.overrides.json_document import PatchError
from workbench.karmada.overrides.yaml_scanner import Kind, Scanner, Token
from workbench.karmada.overrides.yaml_source import error_at

_LONG = "tag:yaml.org,2002:"
_NOTHING_BEFORE = frozenset(
    (Kind.VERSION, Kind.TAG_DIRECTIVE, Kind.DOCUMENT_START, Kind.DOCUMENT_END, Kind.STREAM_END)
)
_AFTER_KEY = frozenset((Kind.KEY, Kind.VALUE, Kind.BLOCK_END))
_AFTER_ENTRY = frozenset((Kind.BLOCK_ENTRY, Kind.BLOCK_END))
_AFTER_LOOSE_ENTRY = _AFTER_KEY | _AFTER_ENTRY
_DIRECTIVES = frozenset((Kind.VERSION, Kind.TAG_DIRECTIVE))


class Form(Enum):
    SCALAR = auto()
    MAPPING = auto()
    SEQUENCE = auto()
    ALIAS = auto()


@dataclass(eq=False, slots=True)
class Node:
    """One node of a document.

    Attributes:
        text: a scalar's text, or an alias' name.
        tag: explicit tag, ``tag:yaml.org,2002:`` shortened to ``!!``; empty without one.
        is_implicit: plain text without a tag, or with the tag ``!``.
        children: items, or keys and values in turn.
        target: what an alias stands for.
    """

    form: Form
    text: str = ""
    tag: str = ""
    is_implicit: bool = False
    children: list[Node] = field(default_factory=list)
    target: Node | None = None


def first_document(text: str) -> Node | None:
    """The root of the first document, ``None`` without any; what follows it is not read.

    Raises :class:`PatchError` with the reader's text.
    """
    return _Parser(Scanner(text)).document()


def _empty() -> Node:
    return Node(Form.SCALAR, is_implicit=True)


class _Parser:
    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._anchors: dict[str, Node] = {}
        self._prefixes: dict[str, str] = {}

    def document(self) -> Node | None:
        if self._sees(Kind.STREAM_END):
            return None
        if self._scanner.peek().kind in (*_DIRECTIVES, Kind.DOCUMENT_START):
            self._read_directives()
            token = self._scanner.peek()
            if token.kind is not Kind.DOCUMENT_START:
                raise error_at("did not find expected <document start>", token.line)
            self._scanner.next()
            root = self._unless(_NOTHING_BEFORE, self._block_node)
        else:
            self._read_directives()
            root = self._block_node()
        self._scanner.peek()
        return root

    def _sees(self, kind: Kind) -> bool:
        return self._scanner.peek().kind is kind

    def _takes(self, kind: Kind) -> bool:
        """Take the next token if it is of this kind."""
        if not self._sees(kind):
            return False
        self._scanner.next()
        return True

    def _unless(self, ends: frozenset[Kind], read: Callable[[], Node]) -> Node:
        return _empty() if self._scanner.peek().kind in ends else read()

    def _read_directives(self) -> None:
        has_version = False
        while (token := self._scanner.peek()).kind in _DIRECTIVES:
            if token.kind is Kind.TAG_DIRECTIVE:
                if token.text in self._prefixes:
                    raise error_at("found duplicate %TAG directive", token.line)
                self._prefixes[token.text] = token.suffix
            elif has_version:
                raise error_at("found duplicate %YAML directive", token.line)
            elif (token.text, token.suffix) != ("1", "1"):
                raise error_at("found incompatible YAML document", token.line)
            else:
                has_version = True
            self._scanner.next()
        self._prefixes = {"!": "!", "!!": _LONG, **self._prefixes}

    def _block_node(self) -> Node:
        return self._node(is_block=True)

    def _flow_node(self) -> Node:
        return self._node()

    def _mapped_node(self) -> Node:
        """A key or value of a block mapping: its list may stand at the mapping's own column."""
        return self._node(is_block=True, takes_loose_list=True)

    def _node(self, *, is_block: bool = False, takes_loose_list: bool = False) -> Node:
        token = self._scanner.peek()
        if token.kind is Kind.ALIAS:
            return self._alias(self._scanner.next().text)
        anchor, tag = self._properties()
        node = Node(Form.SCALAR, tag=tag)
        token = self._scanner.peek()
        if token.kind is Kind.SCALAR:
            self._scanner.next()
            node.text = token.text
            node.is_implicit = token.is_plain if not tag else tag == "!"
            self._name(node, anchor)
            return node
        fill = self._filling(token, is_block, takes_loose_list)
        if fill is None and anchor is None and not tag:
            raise error_at("did not find expected node content", token.line)
        self._name(node, anchor)
        if fill is None:
            node.is_implicit = not tag
        else:
            fill(node)
        return node

    def _filling(
        self, token: Token, is_block: bool, takes_loose_list: bool
    ) -> Callable[[Node], None] | None:
        """What reads the collection that starts with a token."""
        if token.kind is Kind.FLOW_SEQUENCE:
            return self._fill_flow_list
        if token.kind is Kind.FLOW_MAPPING:
            return self._fill_flow_map
        if takes_loose_list and token.kind is Kind.BLOCK_ENTRY:
            return self._fill_loose_list
        if is_block and token.kind is Kind.BLOCK_SEQUENCE:
            return self._fill_list
        if is_block and token.kind is Kind.BLOCK_MAPPING:
            return self._fill_map
        return None

    def _alias(self, name: str) -> Node:
        if name not in self._anchors:
            raise PatchError(f"yaml: unknown anchor '{name}' referenced")
        return Node(Form.ALIAS, name, target=self._anchors[name])

    def _name(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = node

    def _properties(self) -> tuple[str | None, str]:
        """Anchor and tag, in either order."""
        anchor: str | None = None
        tag = ""
        if self._sees(Kind.ANCHOR):
            anchor = self._scanner.next().text
            if self._sees(Kind.TAG):
                tag_token = self._scanner.next()
                self._scanner.peek()
                tag = self._long_tag(tag_token)
        elif self._sees(Kind.TAG):
            tag_token = self._scanner.next()
            if self._sees(Kind.ANCHOR):
                anchor = self._scanner.next().text
                self._scanner.peek()
            tag = self._long_tag(tag_token)
        return anchor, tag

    def _long_tag(self, token: Token) -> str:
        prefix = self._prefixes.get(token.text, "")
        tag = prefix + token.suffix if prefix else ""
        if not token.text:
            tag = token.suffix
        elif not tag:
            raise error_at("found undefined tag handle", token.line)
        return "!!" + tag.removeprefix(_LONG) if tag.startswith(_LONG) else tag

    def _fill_list(self, node: Node) -> None:
        node.form = Form.SEQUENCE
        self._scanner.next()
        while self._takes(Kind.BLOCK_ENTRY):
            node.children.append(self._unless(_AFTER_ENTRY, self._block_node))
        self._expect(Kind.BLOCK_END, "did not find expected '-' indicator")

    def _fill_loose_list(self, node: Node) -> None:
        node.form = Form.SEQUENCE
        while self._takes(Kind.BLOCK_ENTRY):
            node.children.append(self._unless(_AFTER_LOOSE_ENTRY, self._block_node))

    def _fill_map(self, node: Node) -> None:
        node.form = Form.MAPPING
        self._scanner.next()
        while self._takes(Kind.KEY):
            node.children.append(self._unless(_AFTER_KEY, self._mapped_node))
            node.children.append(self._mapped_value())
        self._expect(Kind.BLOCK_END, "did not find expected key")

    def _mapped_value(self) -> Node:
        if self._takes(Kind.VALUE):
            return self._unless(_AFTER_KEY, self._mapped_node)
        return _empty()

    def _expect(self, kind: Kind, problem: str) -> None:
        token = self._scanner.peek()
        if token.kind is not kind:
            raise error_at(problem, token.line)
        self._scanner.next()

    def _fill_flow_list(self, node: Node) -> None:
        node.form = Form.SEQUENCE
        self._scanner.next()
        while not self._sees(Kind.FLOW_SEQUENCE_END):
            if node.children:
                self._expect(Kind.FLOW_ENTRY, "did not find expected ',' or ']'")
            if self._takes(Kind.KEY):
                node.children.append(self._pair())
            elif not self._sees(Kind.FLOW_SEQUENCE_END):
                node.children.append(self._flow_node())
        self._scanner.next()

    def _pair(self) -> Node:
        """A mapping of one key inside a flow list: ``[a: b]``."""
        ends = frozenset((Kind.FLOW_ENTRY, Kind.FLOW_SEQUENCE_END))
        if self._scanner.peek().kind in (Kind.VALUE, *ends):
            # The token behind a missing key is lost, even where it is the ':' of its value.
            self._scanner.next()
            key = _empty()
        else:
            key = self._flow_node()
        return Node(Form.MAPPING, children=[key, self._flow_value(ends)])

    def _flow_value(self, ends: frozenset[Kind]) -> Node:
        if self._takes(Kind.VALUE):
            return self._unless(ends, self._flow_node)
        return _empty()

    def _fill_flow_map(self, node: Node) -> None:
        node.form = Form.MAPPING
        ends = frozenset((Kind.FLOW_ENTRY, Kind.FLOW_MAPPING_END))
        self._scanner.next()
        while not self._sees(Kind.FLOW_MAPPING_END):
            if node.children:
                self._expect(Kind.FLOW_ENTRY, "did not find expected ',' or '}'")
            if self._takes(Kind.KEY):
                node.children.append(self._unless(ends | {Kind.VALUE}, self._flow_node))
                node.children.append(self._flow_value(ends))
            elif not self._sees(Kind.FLOW_MAPPING_END):
                node.children += self._flow_node(), _empty()
        self._scanner.next()
