"""Finding the entries of a YAML document by the path of their keys."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import yaml

from groundfloor.documents import Document
from groundfloor.errors import Place


def start_of(document: Document, node: yaml.Node) -> Place:
    """Where a node begins."""
    return Place(document.file, node.start_mark.line + 1, node.start_mark.column + 1)


def node_at(document: Document, path: Sequence[Hashable]) -> yaml.Node | None:
    """The node of the entry at `path`, None where there is none."""
    node: yaml.Node | None = document.node
    for step in path:
        pair = None if node is None else pair_of(node, step)
        node = None if pair is None else pair[1]
    return node


def pair_of(node: yaml.Node, step: Hashable) -> tuple[yaml.Node, yaml.Node] | None:
    """The nodes of key and value of one entry."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return (node.value[step], node.value[step]) if step < len(node.value) else None
    if not isinstance(node, yaml.MappingNode):
        return None
    scalars = [pair for pair in node.value if isinstance(pair[0], yaml.ScalarNode)]
    for pair in scalars:
        if pair[0].value == str(step):
            return pair[0], pair[1]
    # 2026-1-1 and yes are written otherwise than they are read
    for pair in scalars:
        if pair[0].style is None and yaml.safe_load(pair[0].value) == step:
            return pair[0], pair[1]
    return None
