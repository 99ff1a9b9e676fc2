"""Building the programs of a stack with Go, once per machine and content of the module files."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import FolderError, NoRoomError
from .folders import cache_folder, folder_error, locked, make_private
from .go import Go
from .progress import Listener, Progress, silent
from .stack import KWOK_FOLDER, Stack, module_version

_ROOM_BYTES = 1_500_000_000
_LOCK_SECONDS = 3600.0
_KARMADA = "github.com/karmada-io/karmada"
_KWOK = "sigs.k8s.io/kwok"


@dataclass(frozen=True, slots=True)
class Programs:
    """What a build leaves behind. All are absolute paths below the cache folder."""

    stack: Path
    kwok_stack: Path

    @property
    def kube(self) -> Path:
        """etcd and the parts of a Kubernetes control plane."""
        return self.stack / "kube"

    @property
    def karmada(self) -> Path:
        """Karmada's components and karmadactl."""
        return self.stack / "karmada"

    @property
    def kwok(self) -> Path:
        """The player of nodes and pods."""
        return self.kwok_stack / "kwok"

    @property
    def crds(self) -> Path:
        """Karmada's CustomResourceDefinitions: YAML files, and ``kustomization.yaml``."""
        return self.stack / "crds"

    @property
    def deploy(self) -> Path:
        """Karmada's deployment manifests, among them the webhook configurations."""
        return self.stack / "deploy"

    @property
    def stages(self) -> Path:
        """KWOK's own stages for nodes and pods."""
        return self.kwok_stack / "stages"


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one Go module becomes a folder of programs.

    Attributes:
        name: start of the folder's name.
        module: folder with go.mod, go.sum and the mains.
        packages: what to compile, as Go names packages.
        variables: values linked into the programs, by the Go variable's full name.
        source: the module to copy ``copies`` from: its path in it -> where to.
    """

    name: str
    module: Path
    packages: tuple[str, ...]
    variables: Mapping[str, str]
    source: str
    copies: Mapping[str, str]

    @property
    def linker_flags(self) -> str:
        """The value of ``-ldflags``: no symbol tables, and the versions the programs report."""
        set_versions = [f"-X {name}={value}" for name, value in self.variables.items()]
        return " ".join(["-s -w", *set_versions])

    @property
    def key(self) -> str:
        """The folder's name: changes with every byte that the programs are made of."""
        digest = hashlib.sha256(repr((self.linker_flags, sorted(self.copies.items()))).encode())
        for file in sorted(self.module.rglob("*")):
            if file.name in ("go.mod", "go.sum") or file.suffix == ".go":
                digest.update(str(file.relative_to(self.module)).encode() + b"\0")
                digest.update(hashlib.sha256(file.read_bytes()).digest())
        return f"{self.name}-{digest.hexdigest()[:16]}"


def programs_of(stack: Stack) -> Programs:
    """Where the programs of ``stack`` are or will be."""
    cache = cache_folder()
    return Programs(cache / stack_recipe(stack).key, cache / kwok_recipe().key)


def is_built(stack: Stack) -> bool:
    """Whether a sandbox of ``stack`` can start without Go."""
    programs = programs_of(stack)
    return programs.stack.is_dir() and programs.kwok_stack.is_dir()


def build(stack: Stack, progress: Listener = silent) -> Programs:
    """Builds what is missing of ``stack``. Safe when several do so at once: one builds, all wait.

    Raises:
        GoError: no Go, or too old a Go.
        BuildError: a download or the compiler failed.
        NoRoomError: too little room on the disk.
        FolderError: the cache can't be written.
    """
    for recipe in (stack_recipe(stack), kwok_recipe()):
        _build(recipe, cache_folder() / recipe.key, progress)
    return programs_of(stack)


def stack_recipe(stack: Stack) -> Recipe:
    """How the two programs of ``stack`` are made."""
    major, minor = stack.kubernetes.removeprefix("v").split(".")[:2]
    return Recipe(
        name=f"karmada-{stack.karmada}",
        module=stack.folder,
        packages=("./kube", "./karmada"),
        variables={
            "k8s.io/component-base/version.gitVersion": stack.kubernetes,
            "k8s.io/component-base/version.gitMajor": major,
            "k8s.io/component-base/version.gitMinor": minor,
            f"{_KARMADA}/pkg/version.gitVersion": stack.karmada,
        },
        source=_KARMADA,
        copies={"charts/karmada/_crds": "crds", "artifacts/deploy": "deploy"},
    )


def kwok_recipe() -> Recipe:
    """How KWOK is made; every stack uses the same."""
    version = module_version(KWOK_FOLDER / "go.mod", _KWOK)
    return Recipe(
        name=f"kwok-{version}",
        module=KWOK_FOLDER,
        packages=(f"{_KWOK}/cmd/kwok",),
        variables={f"{_KWOK}/pkg/consts.Version": version},
        source=_KWOK,
        copies={"kustomize/stage": "stages"},
    )


def _build(recipe: Recipe, target: Path, progress: Listener) -> None:
    # Looked for before any lock: a read-only cache that is complete serves as well.
    if target.is_dir():
        return
    make_private(target.parent)
    progress(Progress("build", f"{recipe.name}: waiting for another build, if there is one"))
    lock = target.with_name(f"{recipe.key}.lock")
    with locked(lock, busy=f"{recipe.name} is being built", patience_seconds=_LOCK_SECONDS):
        if not target.is_dir():
            _fill(recipe, target, progress)


def _fill(recipe: Recipe, target: Path, progress: Listener) -> None:
    _require_room(target.parent)
    # Only the holder of the lock writes here: whatever lies there is from a build that was killed.
    draft = target.with_name(f"{recipe.key}.partial")
    try:
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        go = Go(recipe.module)
        go.build(recipe.packages, draft, recipe.linker_flags, progress, recipe.name)
        source = go.module_folder(recipe.source)
        for origin, destination in recipe.copies.items():
            _copy(source / origin, draft / destination)
        draft.rename(target)
    except OSError as error:
        raise folder_error(target, error) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copy(origin: Path, destination: Path) -> None:
    """Copies YAML files; Go's module cache is read-only, the copies are not."""
    if not origin.is_dir():
        raise FolderError(f"{origin} is missing in Go's module cache", hint="go clean -modcache")
    for file in origin.rglob("*.yaml"):
        copy = destination / file.relative_to(origin)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())


def _require_room(folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if free < _ROOM_BYTES:
        raise NoRoomError(
            f"{free / 1e9:.1f} GB free in {folder}, building needs {_ROOM_BYTES / 1e9:.1f} GB",
            hint="make room, or set XDG_CACHE_HOME to a folder on another disk",
        )
