package chat.moebi.cookie;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/** Shows the one certificate that a node has, whoever asks, as client and as server. */
final class OfferedKey extends X509ExtendedKeyManager {

  private static final String ALIAS = "cookie";
  private static final String KEY_TYPE = "EC";

  private final PrivateKey key;
  private final X509Certificate certificate;

  /** Makes what a node of a cookie shows. */
  static OfferedKey of(Identity identity) {
    return new OfferedKey(identity.makeKey(), identity.makeCertificate());
  }

  OfferedKey(PrivateKey key, X509Certificate certificate) {
    this.key = key;
    this.certificate = certificate;
  }

  @Override
  public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
    return chooseClientAlias(types, issuers, null);
  }

  @Override
  public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
    return chooseServerAlias(type, issuers, null);
  }

  @Override
  public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
    for (String type : types) {
      if (KEY_TYPE.equals(type)) {
        return ALIAS;
      }
    }
    return null;
  }

  @Override
  public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
    return KEY_TYPE.equals(type) ? ALIAS : null;
  }

  @Override
  public String[] getClientAliases(String type, Principal[] issuers) {
    return aliases(type);
  }

  @Override
  public String[] getServerAliases(String type, Principal[] issuers) {
    return aliases(type);
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return new X509Certificate[] {certificate};
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return key;
  }

  private static String[] aliases(String type) {
    return KEY_TYPE.equals(type) ? new String[] {ALIAS} : null;
  }
}
