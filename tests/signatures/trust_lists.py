"""A trust list of the EU's form, made up and signed with an operator's certificate of tests."""

import base64
from datetime import date

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree
from signxml.xades.xades import XAdESSigner

from signing_kit import Identity

NAMESPACE = "http://uri.etsi.org/02231/v2#"
LIST = """\
<TrustServiceStatusList xmlns="{ns}" Id="liste" TSLTag="http://uri.etsi.org/19612/TSLTag">
 <SchemeInformation>
  <TSLVersionIdentifier>6</TSLVersionIdentifier>
  <TSLSequenceNumber>1</TSLSequenceNumber>
  <TSLType>http://uri.etsi.org/TrstSvc/TrustedList/TSLType/EUgeneric</TSLType>
  <SchemeTerritory>FR</SchemeTerritory>
  <ListIssueDateTime>{issued}T00:00:00Z</ListIssueDateTime>
  <NextUpdate><dateTime>{until}T00:00:00Z</dateTime></NextUpdate>
 </SchemeInformation>
 <TrustServiceProviderList><TrustServiceProvider>
  <TSPInformation><TSPName><Name xml:lang="fr">Prestataire inventé</Name></TSPName></TSPInformation>
  <TSPServices><TSPService><ServiceInformation>
   <ServiceTypeIdentifier>http://uri.etsi.org/TrstSvc/Svctype/CA/QC</ServiceTypeIdentifier>
   <ServiceName><Name xml:lang="en">Autorité inventée</Name></ServiceName>
   <ServiceDigitalIdentity><DigitalId>
    <X509Certificate>{certificate}</X509Certificate>
   </DigitalId></ServiceDigitalIdentity>
   <ServiceStatus>http://uri.etsi.org/TrstSvc/TrustedList/Svcstatus/granted</ServiceStatus>
   <StatusStartingTime>2018-01-01T00:00:00Z</StatusStartingTime>
  </ServiceInformation></TSPService></TSPServices>
 </TrustServiceProvider></TrustServiceProviderList>
</TrustServiceStatusList>"""


def a_trust_list(listed: Identity, operator: Identity, *, issued: date, until: date) -> bytes:
    """A list that names one authority."""
    text = LIST.format(
        ns=NAMESPACE,
        issued=issued.isoformat(),
        until=until.isoformat(),
        certificate=base64.b64encode(listed.der).decode(),
    )
    key = operator.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    signer = XAdESSigner(signature_algorithm="ecdsa-sha256", digest_algorithm="sha256")
    signed = signer.sign(etree.fromstring(text), key=key, cert=operator.pem.decode())
    return bytes(etree.tostring(signed))
