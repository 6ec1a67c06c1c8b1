"""Certificates made up for tests, and signatures made with them: a root, an issuer, anybody."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko.stamp import TextStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

QC_STATEMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3")
QC_COMPLIANCE = bytes.fromhex("300a3008060604008e460101")
"""id-etsi-qcs-QcCompliance (ETSI EN 319 412-5, 4.2.1)."""
BORN = datetime(2018, 1, 1, tzinfo=UTC)
DIES = datetime(2048, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate and its key."""

    cert: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        return self.cert.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.cert.public_bytes(Encoding.PEM)

    @property
    def asn1(self) -> asn1.Certificate:
        return asn1.Certificate.load(self.der)

    @property
    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        der = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(der)


def an_identity(
    name: str,
    *,
    organisation: str = "",
    siren: str = "",
    unit: str = "",
    issuer: Identity | None = None,
    is_authority: bool = False,
    stamps_time: bool = False,
    qualified: bool = False,
    until: datetime = DIES,
) -> Identity:
    """A certificate for an invented person or authority; signed by itself without an issuer."""
    # pyHanko's clock for tests knows RSA only; other keys are made at once.
    key = rsa.generate_private_key(65537, 2048) if stamps_time else _fast_key()
    parts = [(NameOID.COMMON_NAME, name), (NameOID.ORGANIZATION_NAME, organisation)]
    parts += [(NameOID.ORGANIZATIONAL_UNIT_NAME, unit)]
    parts += [(NameOID.ORGANIZATION_IDENTIFIER, f"NTRFR-{siren}" if siren else "")]
    subject = x509.Name([x509.NameAttribute(oid, text) for oid, text in parts if text])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.cert.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BORN)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(_usage(is_authority), critical=True)
    )
    if stamps_time:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    if qualified:
        statements = x509.UnrecognizedExtension(QC_STATEMENTS, QC_COMPLIANCE)
        builder = builder.add_extension(statements, critical=False)
    return Identity(builder.sign(issuer.key if issuer else key, hashes.SHA256()), key)


def _fast_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


@dataclass(frozen=True, slots=True)
class Kit:
    """An authority of tests: its root, what issues, and its clock."""

    root: Identity = field(
        default_factory=lambda: an_identity("Racine inventée", is_authority=True)
    )

    @property
    def issuer(self) -> Identity:
        return _issued(self.root, "Autorité inventée", authority=True)

    @property
    def clock(self) -> Identity:
        return _issued(self.issuer, "Horloge inventée", clock=True)

    def person(self, name: str, **facts: Any) -> Identity:
        """A signer's certificate of this authority."""
        return an_identity(name, issuer=self.issuer, **facts)

    def sign(
        self,
        pdf: bytes,
        signer: Identity,
        field_name: str,
        *,
        stamped: bool = True,
        visible: bool = True,
        when: datetime | None = None,
        box: tuple[int, int, int, int] | None = None,
    ) -> bytes:
        """The PDF with one signature more, PAdES, by the tools that signers have.

        `box`: in a field that the signer draws on the first page, instead of one that is there.
        """
        store = _certificates(self.issuer)
        metadata = signers.PdfSignatureMetadata(
            field_name=field_name, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
        )
        clock = DummyTimeStamper(
            tsa_cert=self.clock.asn1,
            tsa_key=self.clock.asn1_key,
            certs_to_embed=_certificates(self.issuer),
            fixed_dt=when,
        )
        look = TextStampStyle(stamp_text="Signé par %(signer)s\n%(ts)s") if visible else None
        pdf_signer = signers.PdfSigner(
            metadata,
            signers.SimpleSigner(
                signing_cert=signer.asn1, signing_key=signer.asn1_key, cert_registry=store
            ),
            timestamper=clock if stamped else None,
            stamp_style=look,
            new_field_spec=SigFieldSpec(field_name, on_page=0, box=box) if box else None,
        )
        result = pdf_signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
        return bytes(result.getvalue())


def _certificates(*known: Identity) -> SimpleCertificateStore:
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([one.asn1 for one in known])
    return store


@cache
def _issued(issuer: Identity, name: str, authority: bool = False, clock: bool = False) -> Identity:
    return an_identity(name, issuer=issuer, is_authority=authority, stamps_time=clock)


def all_pem(identities: Sequence[Identity]) -> bytes:
    return b"".join(identity.pem for identity in identities)


def yesterday() -> datetime:
    return datetime.now(UTC) - timedelta(days=1)
