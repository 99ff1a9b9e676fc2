"""Random trees that look like Kubernetes objects, and edits of them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

NAMES = st.sampled_from(["a", "b", "web", "side", "x/y", "__p", "k.io/z", "1"])
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.sampled_from([0.5, 1.0]),
    st.text("ab1: #\n", max_size=6), st.sampled_from(["yes", "1", "nginx:1.2", "x: 1\ny: 2\n"]),
)
NAMED = st.fixed_dictionaries(
    {"name": st.sampled_from("abcde")},
    optional={"image": st.sampled_from(["i:1", "i:2"]), "args": st.lists(SCALARS, max_size=3)},
)
PORTS = st.fixed_dictionaries(
    {"containerPort": st.integers(1, 4)},
    optional={"protocol": st.sampled_from(["TCP", "UDP"]), "name": st.sampled_from("pq")},
)


def _below(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(
        st.lists(children, max_size=4),
        st.dictionaries(NAMES, children, max_size=4),
        st.fixed_dictionaries(
            {},
            optional={
                "containers": st.lists(NAMED, max_size=4, unique_by=lambda c: c["name"]),
                "ports": st.lists(PORTS, max_size=3),
                "env": st.lists(NAMED, max_size=4),
                "args": st.lists(st.sampled_from(["-a", "-b", "-c"]), max_size=5),
            },
        ),
    )


TREES = st.recursive(SCALARS, _below, max_leaves=12)
OBJECTS = st.dictionaries(NAMES, TREES, max_size=4)
"""Objects without meaning: what is asked of a diff holds for any tree."""
