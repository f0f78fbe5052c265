package chat.moebi.cookie;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
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
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.math.ec.custom.sec.SecP256R1Curve;

/**
 * Is what a cookie makes of a node: a key pair on P-256, the same on every node that has the
 * cookie, and a self-signed certificate that carries the public key.
 *
 * <p>The certificate says nothing else: its name is that of the program, and its dates span all
 * time, so that a clock that is wrong keeps nobody out.
 *
 * @param key proves that a node has the cookie
 * @param certificate is shown to whoever connects
 * @param fingerprint names the cookie
 */
record Identity(PrivateKey key, X509Certificate certificate, Fingerprint fingerprint) {

  private static final String CURVE = "secp256r1";
  private static final String SUBJECT = "CN=chat";

  // As they are encoded: Bouncy Castle makes them of a Date by what formats dates for people, and
  // starting that takes longer than all else here.
  private static final Time ALWAYS = time(BERTags.UTC_TIME, "700101000000Z");
  private static final Time FOREVER = time(BERTags.GENERALIZED_TIME, "99991231235959Z");

  /** Derives it; takes some tenths of a second if the cookie was typed. */
  static Identity of(Cookie cookie) {
    try {
      AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
      curve.init(new ECGenParameterSpec(CURVE));
      ECParameterSpec parameters = curve.getParameterSpec(ECParameterSpec.class);
      BigInteger scalar = Derivation.scalar(cookie.seed(), parameters.getOrder());
      KeyFactory keys = KeyFactory.getInstance("EC");
      PrivateKey key = keys.generatePrivate(new ECPrivateKeySpec(scalar, parameters));
      java.security.spec.ECPoint point = point(scalar, parameters.getGenerator());
      PublicKey publicKey = keys.generatePublic(new ECPublicKeySpec(point, parameters));
      return new Identity(key, certificate(key, publicKey), Fingerprint.of(publicKey));
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JDK cannot make keys on " + CURVE, e);
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

  // The JDK makes key pairs at random only.
  private static java.security.spec.ECPoint point(
      BigInteger scalar, java.security.spec.ECPoint generator) {
    ECPoint base = new SecP256R1Curve().createPoint(generator.getAffineX(), generator.getAffineY());
    ECPoint point = new FixedPointCombMultiplier().multiply(base, scalar).normalize();
    return new java.security.spec.ECPoint(
        point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
  }

  private static X509Certificate certificate(PrivateKey key, PublicKey publicKey)
      throws GeneralSecurityException, IOException {
    AlgorithmIdentifier algorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
    V3TBSCertificateGenerator fields = new V3TBSCertificateGenerator();
    fields.setSerialNumber(new ASN1Integer(1));
    fields.setSignature(algorithm);
    fields.setIssuer(new X500Name(SUBJECT));
    fields.setStartDate(ALWAYS);
    fields.setEndDate(FOREVER);
    fields.setSubject(new X500Name(SUBJECT));
    fields.setSubjectPublicKeyInfo(SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()));
    TBSCertificate signed = fields.generateTBSCertificate();

    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(key);
    signature.update(signed.getEncoded(ASN1Encoding.DER));
    DERSequence certificate =
        new DERSequence(
            new ASN1Encodable[] {signed, algorithm, new DERBitString(signature.sign())});
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.getEncoded(ASN1Encoding.DER)));
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
