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
import org.bouncycastle.asn1.BERTags;
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
 * Is what a cookie makes of a node: a key pair on P-256, the same on every node that has the
 * cookie, and a self-signed certificate that carries the public key.
 *
 * <p>The certificate says nothing else: its name is that of the program, and its dates span all
 * time, so that a clock that is wrong keeps nobody out.
 *
 * @param scalar is the private key
 * @param publicKey is the public one, as certificates have it
 * @param fingerprint names the cookie
 */
record Identity(BigInteger scalar, SubjectPublicKeyInfo publicKey, Fingerprint fingerprint) {

  private static final String CURVE = "secp256r1";
  private static final X9ECParameters PARAMETERS = CustomNamedCurves.getByName(CURVE);
  private static final String SUBJECT = "CN=chat";

  // As they are encoded: Bouncy Castle makes them of a Date by what formats dates for people, and
  // starting that takes longer than all else here.
  private static final Time ALWAYS = time(BERTags.UTC_TIME, "700101000000Z");
  private static final Time FOREVER = time(BERTags.GENERALIZED_TIME, "99991231235959Z");

  /**
   * Derives it; takes some tenths of a second if the cookie was typed. The JDK's own cryptography
   * is hardly asked yet: its start takes longer than all of this, and a node's name does not need
   * it.
   */
  static Identity of(Cookie cookie) {
    BigInteger scalar = Derivation.scalar(cookie.seed(), PARAMETERS.getN());
    ECPoint point = new FixedPointCombMultiplier().multiply(PARAMETERS.getG(), scalar);
    SubjectPublicKeyInfo publicKey =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, X9ObjectIdentifiers.prime256v1),
            point.getEncoded(false));
    return new Identity(scalar, publicKey, Fingerprint.of(encoded(publicKey)));
  }

  /** Makes the key that proves that a node has the cookie. */
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

  /** Makes the certificate that is shown to whoever connects. */
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

  /** Tells whether a certificate looks like a node's, of whichever cookie. */
  static boolean isOfANode(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName().equals(SUBJECT)
        && certificate.getPublicKey().getAlgorithm().equals("EC");
  }

  /** Shows whose it is, and nothing of the key. */
  @Override
  public String toString() {
    return "Identity(" + fingerprint + ")";
  }

  private static byte[] encoded(ASN1Object object) {
    try {
      return object.getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // It is written into memory.
    }
  }

  private static Time time(int tag, String text) {
    byte[] digits = text.getBytes(StandardCharsets.US_ASCII);
    byte[] encoded = new byte[2 + digits.length];
    encoded[0] = (byte) tag;
    encoded[1] = (byte) digits.length;
    System.arraycopy(digits, 0, encoded, 2, digits.length);
    try {
      return Time.getInstance(ASN1Primitive.fromByteArray(encoded));
    } catch (IOException e) {
      throw new IllegalStateException(text, e);
    }
  }
}
