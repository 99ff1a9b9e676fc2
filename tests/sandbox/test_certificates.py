from __future__ import annotations

import socket
import ssl
import stat
import threading
from pathlib import Path

import pytest

from tests.parts import need_module
from workbench.sandbox.folders import make_private

need_module("cryptography")


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from workbench.sandbox.certificates import write_certificates

    folder = make_private(tmp_path_factory.mktemp("certificates"))
    write_certificates(folder)
    return folder


def test_everything_is_readable_by_its_owner_alone(pki: Path) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in pki.iterdir()}
    assert set(modes.values()) == {0o600}
    assert {"ca.crt", "tls.key", "admin.crt", "front-proxy-client.key", "sa.pub"} <= set(modes)
    assert stat.S_IMODE(pki.stat().st_mode) == 0o700


def test_server_and_admin_accept_each_other_on_the_loopback_address(pki: Path) -> None:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pki / "tls.crt", pki / "tls.key")
    server.load_verify_locations(pki / "ca.crt")
    server.verify_mode = ssl.CERT_REQUIRED
    client = ssl.create_default_context(cafile=pki / "ca.crt")
    client.load_cert_chain(pki / "admin.crt", pki / "admin.key")
    seen: list[dict[str, object]] = []

    def accept() -> None:
        connection, _ = listening.accept()
        with server.wrap_socket(connection, server_side=True) as secured:
            seen.append(secured.getpeercert() or {})

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=accept)
        thread.start()
        raw = socket.create_connection(listening.getsockname(), timeout=10)
        with client.wrap_socket(raw, server_hostname="127.0.0.1") as secured:
            secured.recv(1)
        thread.join()
    subject = dict(pair[0] for pair in seen[0]["subject"])  # type: ignore[attr-defined]
    assert subject == {"organizationName": "system:masters", "commonName": "admin"}


def test_the_serving_certificate_names_karmadas_services(pki: Path) -> None:
    from cryptography import x509

    certificate = x509.load_pem_x509_certificate((pki / "tls.crt").read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert "*.karmada-system.svc" in names.get_values_for_type(x509.DNSName)
    assert "localhost" in names.get_values_for_type(x509.DNSName)


def test_the_service_account_key_pair_belongs_together(pki: Path) -> None:
    from cryptography.hazmat.primitives import serialization

    private = serialization.load_pem_private_key((pki / "sa.key").read_bytes(), None)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    assert public == (pki / "sa.pub").read_bytes()
