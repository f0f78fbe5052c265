package chat.moebi.cookie;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Object;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * The key pair derived from a cookie, on P-256 and the same on every node with the cookie, and a
 * self-signed certificate that carries the public key.
 *
 * <p>The certificate holds nothing else: its name is the program's, and its dates span all time, so
 * that a wrong clock keeps nobody out.
 *
 * @param scalar the private key
 * @param publicKey the public key, in the form that certificates use
 * @param fingerprint the name of the cookie
 */
record Identity(BigInteger scalar, SubjectPublicKeyInfo publicKey, Fingerprint fingerprint) {

  private static final String CURVE = "secp256r1";
  private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName(CURVE);
  private static final String SUBJECT = "CN=chat";

  // In DER: a tag, a length and the text. Bouncy Castle's constructors take a Date, and load the
  // formats of dates for people, which takes longer than everything else here.
  private static final Time ALWAYS = time("\u0017\r700101000000Z");
  private static final Time FOREVER = time("\u0018\u000f99991231235959Z");

  /**
   * Derives the key pair; this takes a few tenths of a second if the cookie was typed. It hardly
   * uses the JDK's cryptography, which takes longer to start, and which a node's registration does
   * not need.
   */
  static Identity of(Cookie cookie) {
    BigInteger scalar = Derivation.scalar(cookie.seed(), PARAMETERS.getN());
    ECPoint point = new FixedPointCombMultiplier().multiply(PARAMETERS.getG(), scalar);
    AlgorithmIdentifier algorithm =
        new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1);
    SubjectPublicKeyInfo publicKey = new SubjectPublicKeyInfo(algorithm, point.getEncoded(false));
    return new Identity(scalar, publicKey, Fingerprint.of(encoded(publicKey)));
  }

  /** Creates the private key, which proves that a node has the cookie. */
  PrivateKey makeKey() {
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(CURVE));
      ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
      return KeyFactory.getInstance("EC").generatePrivate(new ECPrivateKeySpec(scalar, parameters));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make keys on " + CURVE, e);
    }
  }

  /** Creates the certificate that the node shows to every peer. */
  X509Certificate makeCertificate() {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
    fields.setSerialNumber(new ASN1Integer(1));
    fields.setSignature(algorithm);
    fields.setIssuer(new X500Name(SUBJECT));
    fields.setStartDate(ALWAYS);
    fields.setEndDate(FOREVER);
    fields.setSubject(new X500Name(SUBJECT));
    fields.setSubjectPublicKeyInfo(publicKey);
    TBSCertificate signed = fields.generateTBSCertificate();
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(makeKey());
      signature.update(encoded(signed));
      DERSequence certificate =
          new DERSequence(
              new ASN1Encodable[] {signed, algorithm, new DERBitString(signature.sign())});
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded(certificate)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make certificates on " + CURVE, e);
    }
  }

  /** Whether a certificate looks like a node's, with any cookie. */
  static boolean isOfANode(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName().equals(SUBJECT)
        && certificate.getPublicKey().getAlgorithm().equals("EC");
  }

  /** Returns the fingerprint only, and nothing of the key. */
  @Override
  public String toString() {
    return "Identity(" + fingerprint + ")";
  }

  private static byte[] encoded(ASN1Object object) {
    try {
      return object.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory does not fail.
    }
  }

  private static Time time(String der) {
    try {
      return Time.getInstance(ASN1Primitive.fromByteArray(der.getBytes(StandardCharsets.US_ASCII)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory does not fail.
    }
  }
}
