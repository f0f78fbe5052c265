package chat.moebi.cookie;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;

/** A peer outside the cluster, with a key of its own and a certificate by an authority. */
record Stranger(KeyPair keys, X509Certificate certificate) {

  private static final KeyPair AUTHORITY = rsa();

  static Stranger named(String subject, String keyType) throws Exception {
    KeyPair keys = KeyPairGenerator.getInstance(keyType).generateKeyPair();
    return new Stranger(keys, certificate(subject, keys));
  }

  /** Returns the key managers that show the certificate in TLS. */
  KeyManager[] keyManagers() throws Exception {
    char[] password = "password".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    store.setKeyEntry("own", keys.getPrivate(), password, new Certificate[] {certificate});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509");
    managers.init(store, password);
    return managers.getKeyManagers();
  }

  private static X509Certificate certificate(String subject, KeyPair keys) throws Exception {
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(PKCSObjectIdentifiers.sha256WithRSAEncryption, DERNull.INSTANCE);
    V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
    fields.setSerialNumber(new ASN1Integer(BigInteger.TWO));
    fields.setSignature(algorithm);
    fields.setIssuer(new X500Name("CN=Authority"));
    fields.setStartDate(new Time(Date.from(Instant.now().minus(Duration.ofDays(1)))));
    fields.setEndDate(new Time(Date.from(Instant.now().plus(Duration.ofDays(1)))));
    fields.setSubject(new X500Name(subject));
    fields.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
    TBSCertificate signed = fields.generateTBSCertificate();

    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(AUTHORITY.getPrivate());
    signature.update(signed.getEncoded(ASN1Encoding.DER));
    DERSequence certificate =
        new DERSequence(
            new ASN1Encodable[] {signed, algorithm, new DERBitString(signature.sign())});
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.getEncoded(ASN1Encoding.DER)));
  }

  private static KeyPair rsa() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JDK has it.
    }
  }
}
