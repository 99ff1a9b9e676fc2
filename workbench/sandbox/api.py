"""A small client for API servers, on the standard library alone."""

from __future__ import annotations

import http.client
import json
import ssl
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from workbench.model.errors import UnreachableError

from .errors import ApiError

MERGE = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"
APPLY = "application/apply-patch+yaml"
_MANAGER = "karmada-workbench"


class ApiServer:
    """One API server, as the admin of the sandbox sees it.

    Every request takes a connection of its own: none is left half-open when a server is stopped.

    Args:
        address: ``https://127.0.0.1:PORT``, optionally with a path before the API's own.
        certificates: folder with ``ca.crt``, ``admin.crt`` and ``admin.key``.
        timeout_seconds: of a single request.
    """

    def __init__(
        self, address: str, certificates: Path, *, timeout_seconds: float = 10.0
    ) -> None:
        parts = urllib.parse.urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 443
        self._base = parts.path.rstrip("/")
        self._timeout = timeout_seconds
        self._context = ssl.create_default_context(cafile=certificates / "ca.crt")
        self._context.load_cert_chain(certificates / "admin.crt", certificates / "admin.key")
        self._plurals: dict[tuple[str, str], tuple[str, bool]] = {}

    def text(self, path: str, *, method: str = "GET", body: Any = None, content: str = "") -> str:
        """The raw answer to one request.

        Raises:
            ApiError: the server answered with a status of 400 or above.
            UnreachableError: it did not answer.
        """
        with self._asked(path, method, body, content, self._timeout) as answer:
            return answer.read().decode()

    def get(self, path: str) -> dict[str, Any]:
        """The object or list at ``path``, which may carry a query."""
        found: dict[str, Any] = json.loads(self.text(path))
        return found

    def items(self, path: str) -> list[dict[str, Any]]:
        """The items of the list at ``path``."""
        return self.get(path).get("items") or []

    def create(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Creates an object.

        Raises:
            ApiError: refused; ``reason`` is ``AlreadyExists`` if there is one of that name.
        """
        path = self.path_of(manifest, named=False)
        created: dict[str, Any] = json.loads(self.text(path, method="POST", body=manifest))
        return created

    def apply(self, manifest: Mapping[str, Any]) -> dict[str, Any]:
        """Creates an object, or brings it to what ``manifest`` says (server-side apply)."""
        path = f"{self.path_of(manifest)}?fieldManager={_MANAGER}&force=true"
        return self.patch(path, manifest, content=APPLY)

    def patch(self, path: str, body: Any, *, content: str = MERGE) -> dict[str, Any]:
        """Patches the object at ``path``; ``content`` is the media type of the patch."""
        patched: dict[str, Any] = json.loads(
            self.text(path, method="PATCH", body=body, content=content)
        )
        return patched

    def delete(self, path: str) -> None:
        """Deletes the object at ``path`` and what it owns; nothing happens if there is none.

        Says so as kubectl does: a Job left to itself would leave its binding, and with it the
        copies in the members.
        """
        joined = f"{path}{'&' if '?' in path else '?'}propagationPolicy=Background"
        try:
            self.text(joined, method="DELETE")
        except ApiError as error:
            if error.status != 404:
                raise

    def watch(self, path: str, *, timeout_seconds: float) -> Iterator[tuple[str, dict[str, Any]]]:
        """What happens to the objects of the list at ``path``: (event type, object) pairs.

        Begins with an ADDED for each that is there, ends after ``timeout_seconds``.
        """
        query = f"watch=true&timeoutSeconds={max(1, int(timeout_seconds))}"
        joined = f"{path}{'&' if '?' in path else '?'}{query}"
        with self._asked(joined, "GET", None, "", timeout_seconds + 5) as answer:
            for line in answer:
                event = json.loads(line)
                yield event["type"], event["object"]

    def path_of(self, manifest: Mapping[str, Any], *, named: bool = True) -> str:
        """Where ``manifest`` lives on this server, found out by asking the server.

        Raises:
            ApiError: the server does not know its kind.
        """
        version, kind = manifest["apiVersion"], manifest["kind"]
        metadata = manifest["metadata"]
        root = f"/apis/{version}" if "/" in version else f"/api/{version}"
        plural, namespaced = self._resource(root, kind)
        namespace = metadata.get("namespace", "default")
        inner = f"/namespaces/{namespace}/{plural}" if namespaced else f"/{plural}"
        return f"{root}{inner}" + (f"/{metadata['name']}" if named else "")

    def _resource(self, root: str, kind: str) -> tuple[str, bool]:
        if (root, kind) not in self._plurals:
            for resource in self.get(root)["resources"]:
                if "/" not in resource["name"]:
                    known = resource["name"], resource["namespaced"]
                    self._plurals[(root, resource["kind"])] = known
        if (root, kind) not in self._plurals:
            raise ApiError(f"{root} serves no {kind}", status=404, reason="NotFound")
        return self._plurals[(root, kind)]

    @contextmanager
    def _asked(
        self, path: str, method: str, body: Any, content: str, timeout: float
    ) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPSConnection(
            self._host, self._port, context=self._context, timeout=timeout
        )
        headers = {"Accept": "application/json", "Content-Type": content or "application/json"}
        data = None if body is None else json.dumps(body)
        try:
            connection.request(method, f"{self._base}{path}", data, headers)
            answer = connection.getresponse()
            if answer.status >= 400:
                raise _refusal(method, path, answer.status, answer.read())
            yield answer
        except (OSError, http.client.HTTPException) as error:
            raise UnreachableError(
                f"127.0.0.1:{self._port} does not answer: {error}",
                hint="workbench sandbox status shows what runs",
            ) from None
        finally:
            connection.close()


def _refusal(method: str, path: str, status: int, answer: bytes) -> ApiError:
    try:
        told = json.loads(answer)
        message, reason = told["message"], told.get("reason", "")
    except (ValueError, KeyError, TypeError):
        message, reason = answer.decode(errors="replace").strip()[:500], ""
    return ApiError(f"{method} {path}: {status} {message}", status=status, reason=reason)
