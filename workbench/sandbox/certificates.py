"""The certificates of a sandbox: one authority, one server, one admin, one front proxy."""

from __future__ import annotations

import datetime
import ipaddress
from pathlib import Path

from workbench.model.errors import UsageError

from .folders import make_private, write_private

try:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
except ImportError as missing:
    raise UsageError(
        "the sandbox needs the package cryptography",
        hint="pip install 'karmada-workbench[sandbox]'",
    ) from missing

_VALID = datetime.timedelta(days=365)
_BEFORE = datetime.timedelta(hours=1)
_USAGES = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]


def write_certificates(folder: Path) -> None:
    """Writes what the components present to each other into ``folder``, as PEM files.

    ``ca.crt``/``.key``; ``tls.crt``/``.key`` for every server on this machine; ``admin.crt``/
    ``.key`` of the group ``system:masters``; ``front-proxy-client.crt``/``.key``; ``sa.key`` and
    ``sa.pub``, which sign and check service account tokens. They are valid for a year.
    """
    make_private(folder)
    authority = _Authority()
    authority.write(folder)
    authority.issue(folder / "tls", "karmada-sandbox", hosts=True)
    authority.issue(folder / "admin", "admin", group="system:masters")
    authority.issue(folder / "front-proxy-client", "front-proxy-client")
    _write_service_account_key(folder)


class _Authority:
    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("karmada-sandbox-ca")
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        self._certificate = (
            self._begin(self._name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def write(self, folder: Path) -> None:
        _write(folder / "ca", self._certificate, self._key)

    def issue(self, file: Path, name: str, *, group: str = "", hosts: bool = False) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        usage = x509.KeyUsage(True, False, True, False, False, False, False, False, False)
        request = (
            self._begin(_name(name, group), key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.ExtendedKeyUsage(_USAGES), critical=False)
        )
        if hosts:
            request = request.add_extension(_hosts(), critical=False)
        _write(file, request.sign(self._key, hashes.SHA256()), key)

    def _begin(
        self, subject: x509.Name, public_key: ec.EllipticCurvePublicKey
    ) -> x509.CertificateBuilder:
        now = datetime.datetime.now(datetime.UTC)
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - _BEFORE)
            .not_valid_after(now + _VALID)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()),
                critical=False,
            )
        )


def _name(common: str, group: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if group:
        parts.insert(0, x509.NameAttribute(NameOID.ORGANIZATION_NAME, group))
    return x509.Name(parts)


def _hosts() -> x509.SubjectAlternativeName:
    names = ["localhost", "*.karmada-system.svc", "kubernetes.default.svc"]
    return x509.SubjectAlternativeName([
        *(x509.DNSName(name) for name in names),
        x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
    ])


def _write(file: Path, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    pem = serialization.Encoding.PEM
    write_private(file.with_name(f"{file.name}.crt"), certificate.public_bytes(pem))
    write_private(file.with_name(f"{file.name}.key"), _private_pem(key))


def _write_service_account_key(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    write_private(folder / "sa.key", _private_pem(key))
    write_private(folder / "sa.pub", public)


def _private_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    # Kubernetes reads EC keys in SEC 1 form everywhere, in PKCS 8 form not everywhere.
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
