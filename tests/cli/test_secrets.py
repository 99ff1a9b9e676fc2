"""What Secrets hold leaves by no way out: no output, no message."""

from __future__ import annotations

import base64
import itertools
import json
from pathlib import Path

import pytest

from tests.canaries import Canaries, write_broken, write_fleet
from tests.cli.conftest import Run

OLD, NEW, WRITTEN = "hunter2-old-pass", "hunter2-new-pass", "hunter2-inside"
ENCODED = [base64.b64encode(text.encode()).decode() for text in (OLD, NEW, WRITTEN)]

SECRET = f"""\
apiVersion: v1
kind: Secret
metadata: {{name: db, namespace: shop}}
data: {{password: {ENCODED[0]}}}
stringData: {{plain: {OLD}}}
"""
POLICY = """\
apiVersion: policy.karmada.io/v1alpha1
kind: OverridePolicy
metadata: {{name: {name}, namespace: shop}}
spec:
  resourceSelectors: [{{apiVersion: v1, kind: Secret}}]
  overrideRules:
  - targetCluster: {{clusterNames: [{cluster}]}}
    overriders:
      plaintext: [{{path: {path}, operator: {operator}, value: {value}}}]
"""
FORMS = ("text", "json", "yaml", "markdown", "html")


@pytest.fixture
def secret_fleet(fleet: Path) -> Path:
    """A Secret that policies change, break and are refused over."""
    (fleet / "secret.yaml").write_text(SECRET)
    policies = [
        ("change", "eu-1", "/data/password", "replace", ENCODED[1]),
        ("fail", "eu-2", "/data/absent/below", "replace", NEW),
        ("refused", "us-1", "/stringData/plain", "set", WRITTEN),
        ("odd", "us-1", "/stringData/plain", "replace", f"[{WRITTEN}]"),
    ]
    for name, *rest in policies:
        fields = dict(zip(("cluster", "path", "operator", "value"), rest, strict=True))
        (fleet / f"{name}.yaml").write_text(POLICY.format(name=name, **fields))
    return fleet


def assert_nothing_secret(*texts: str) -> None:
    for text, secret in itertools.product(texts, (OLD, NEW, WRITTEN, *ENCODED)):
        assert secret not in text


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_preview_shows_a_secret(run: Run, secret_fleet: Path, form: str) -> None:
    ran = run("preview", str(secret_fleet), "-o", form, "--trace", "--full")
    assert_nothing_secret(ran.out, ran.err)
    assert "Secret" in ran.out


@pytest.mark.parametrize("form", FORMS)
def test_no_what_if_shows_a_secret(
    run: Run, secret_fleet: Path, tmp_path: Path, form: str
) -> None:
    edit = tmp_path / "edit.yaml"
    edit.write_text(POLICY.format(
        name="change", cluster="eu-1", path="/data/a/b", operator="replace", value=NEW
    ))
    ran = run("preview", str(secret_fleet), "--edit", str(edit), "-o", form, "--full")
    assert_nothing_secret(ran.out, ran.err)


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit"])
def test_no_form_of_lint_shows_a_secret(run: Run, secret_fleet: Path, form: str) -> None:
    ran = run("lint", str(secret_fleet), "-o", form)
    assert_nothing_secret(ran.out, ran.err)


def test_a_changed_secret_still_shows_as_changed(run: Run, secret_fleet: Path) -> None:
    out = run("preview", str(secret_fleet), "--object", "db", "--cluster", "eu-1").out
    assert out.count("‹masked ") >= 2


@pytest.mark.parametrize(
    "broken",
    [
        f"  password: {OLD}\n\tx: {OLD}\n",
        f"  password: {OLD}\n  password: {NEW}\n",
        f"  password: [{OLD}\n",
        f"  password: '{OLD}\n",
        f"  password: *{WRITTEN}\n",
        f"  {OLD}\n  x: {NEW}\n",
        f"  password: !!int {OLD}\n",
    ],
)
def test_a_secret_that_can_t_be_read_is_not_quoted(
    run: Run, tmp_path: Path, broken: str
) -> None:
    file = tmp_path / "secret.yaml"
    file.write_text(
        "apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n" + broken
    )
    ran = run("preview", str(file))
    assert ran.code == 2
    assert_nothing_secret(ran.out, ran.err)


@pytest.mark.parametrize("form", ["text", "json", "markdown"])
def test_no_form_of_works_shows_a_secret_of_fleet_or_member(
    run: Run, secret_fleet: Path, form: str
) -> None:
    value = "hunter2-in-member"
    encoded = base64.b64encode(value.encode()).decode()
    folder = secret_fleet / "members" / "eu-1"
    folder.mkdir(parents=True)
    (folder / "db.yaml").write_text(
        "apiVersion: v1\nkind: Secret\nimmutable: true\ntype: kind-of-own\n"
        "metadata: {name: db, namespace: shop, labels: {karmada.io/managed: 'true'}}\n"
        f"data: {{password: {encoded}, more: {encoded}}}\n"
    )
    ran = run("works", str(secret_fleet), "-o", form)
    full = run("works", str(secret_fleet), *(["--full"] if form != "json" else []), "-o", form)
    assert_nothing_secret(ran.out, ran.err, full.out, full.err)
    for text, secret in itertools.product((ran.out, ran.err, full.out), (value, encoded)):
        assert secret not in text
    assert "Secret" in ran.out
    assert "masked" in full.out


DOCUMENTS = ("text", "json", "markdown")
PAGES = (*DOCUMENTS, "html")
LOST = ("--lose", "eu-1", "--preset", "failover")
WHAT_IFS = ("--edit", "EDITED", "--delete", "OverridePolicy/shop/plain", "--join", "x area=eu")
COMMANDS = [
    ("preview", (), FORMS),
    ("preview", ("--trace", "--full"), FORMS),
    ("preview", ("--everywhere", "--split"), FORMS),
    ("preview", (*WHAT_IFS, "--trace", "--full"), FORMS),
    ("place", (), DOCUMENTS),
    ("place", ("--object", "Secret/shop/db", "--object", "web"), DOCUMENTS),
    ("place", (*WHAT_IFS, "--gone", "eu-1"), DOCUMENTS),
    ("works", (), DOCUMENTS),
    ("works", ("--full",), DOCUMENTS),
    ("works", (*WHAT_IFS, "--full"), DOCUMENTS),
    ("lint", ("--schemas",), ("text", "json", "sarif", "junit")),
    ("failover", (*LOST, "--events", "--all"), PAGES),
    ("failover", (*LOST, "--failback"), PAGES),
    ("failover", (*LOST, "--trace-state", "web", "--to", "us-1"), ("text",)),
    ("doctor", ("--workers", "1", "--all"), ("text", "json")),
]


@pytest.fixture(scope="module")
def canaries() -> Canaries:
    return Canaries()


@pytest.fixture(scope="module")
def told(canaries: Canaries, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fleet with a secret everywhere, and an edit that brings more."""
    fleet = write_fleet(tmp_path_factory.mktemp("canaries") / "fleet", canaries)
    write_broken(fleet / "broken", canaries)
    edited = json.loads((fleet / "policy-plain.json").read_text())
    item = edited["spec"]["overrideRules"][0]["overriders"]["plaintext"][0]
    item["value"] = canaries.coded("edited policy")
    secret = json.loads((fleet / "db.json").read_text())
    secret["data"]["password"] = canaries.coded("edited secret")
    edits = {"apiVersion": "v1", "kind": "List", "items": [edited, secret]}
    (fleet.parent / "edited.json").write_text(json.dumps(edits))
    return fleet


@pytest.mark.parametrize(
    ("verb", "options", "form"),
    [(verb, options, form) for verb, options, forms in COMMANDS for form in forms],
    ids=lambda value: "".join(value) if isinstance(value, tuple) else value,
)
def test_no_output_shows_any_part_of_any_secret(
    run: Run, canaries: Canaries, told: Path, verb: str, options: tuple[str, ...], form: str
) -> None:
    edited = str(told.parent / "edited.json")
    options = tuple(edited if option == "EDITED" else option for option in options)
    ran = run(verb, str(told), *options, "-o", form)
    assert ran.code == 2, ran.err  # for what can't be read; the rest is shown
    assert len(ran.out) > 100
    assert canaries.seen(ran.out + ran.err) == set()


def test_a_saved_run_holds_no_secret(
    run: Run, canaries: Canaries, told: Path, tmp_path: Path
) -> None:
    saved = tmp_path / "run.json"
    run("failover", str(told), *LOST, "--save", str(saved))
    assert '"kind":"Secret"' in saved.read_text()
    assert '"kind":"OverridePolicy"' in saved.read_text()
    assert canaries.seen(saved.read_text()) == set()
    for options in ([], ["-o", "json"], ["--lose", "eu-2"]):
        ran = run("failover", str(saved), *options)
        assert ran.out
        assert canaries.seen(ran.out + ran.err) == set()


@pytest.mark.parametrize("verb", ["preview", "place", "works", "lint", "failover", "doctor"])
def test_a_secret_on_standard_input_is_quoted_by_no_complaint(
    run: Run, canaries: Canaries, told: Path, verb: str
) -> None:
    for file in sorted((told / "broken").iterdir()):
        ran = run(verb, "-", stdin=file.read_text())
        assert canaries.seen(ran.out + ran.err) == set(), file.name
    if verb in ("preview", "place", "works"):
        for file in sorted((told / "broken").iterdir()):
            ran = run(verb, str(told / "app.json"), "--edit", str(file))
            assert canaries.seen(ran.out + ran.err) == set(), file.name
