package chat.moebi.dispatch;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;

/**
 * Opens channels and selectors as the JDK does, except that Akka gets {@linkplain SpinningSelector
 * selectors that spin}. Akka takes its selectors from the JVM's provider and has no setting for
 * another one.
 */
public final class SpinningProvider extends SelectorProvider {

  private static final String AKKA_IO = "akka.io.";

  private static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";

  private final SelectorProvider jdk;

  /**
   * Sets this JVM's provider, unless another one is set. That needs the JVM flag {@code
   * --add-exports java.base/sun.nio.ch=ALL-UNNAMED}, which the manifest of the jar contains.
   * Nothing changes without the flag, or after the JVM has opened its first channel.
   */
  static void install() {
    boolean canBeFound =
        SpinningProvider.class.getClassLoader() == ClassLoader.getSystemClassLoader();
    try {
      if (canBeFound && System.getProperty(PROPERTY) == null) {
        new SpinningProvider();
        System.setProperty(PROPERTY, SpinningProvider.class.getName());
      }
    } catch (ReflectiveOperationException e) {
      // The flag is missing: selectors sleep, and each message waits until its thread is awake.
    }
  }

  /**
   * Called by the JDK.
   *
   * @throws ReflectiveOperationException if the JDK's own provider may not be used
   */
  public SpinningProvider() throws ReflectiveOperationException {
    this.jdk =
        (SelectorProvider)
            Class.forName("sun.nio.ch.DefaultSelectorProvider").getMethod("get").invoke(null);
  }

  @Override
  public AbstractSelector openSelector() throws IOException {
    AbstractSelector selector = jdk.openSelector();
    return isAskedByAkka() ? new SpinningSelector(this, selector) : selector;
  }

  // Other callers ask a channel for its key by the wrapper, and the channel knows only the wrapped.
  private static boolean isAskedByAkka() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().startsWith(AKKA_IO)));
  }

  @Override
  public DatagramChannel openDatagramChannel() throws IOException {
    return jdk.openDatagramChannel();
  }

  @Override
  public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
    return jdk.openDatagramChannel(family);
  }

  @Override
  public Pipe openPipe() throws IOException {
    return jdk.openPipe();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel() throws IOException {
    return jdk.openServerSocketChannel();
  }

  @Override
  public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
    return jdk.openServerSocketChannel(family);
  }

  @Override
  public SocketChannel openSocketChannel() throws IOException {
    return jdk.openSocketChannel();
  }

  @Override
  public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
    return jdk.openSocketChannel(family);
  }

  @Override
  public Channel inheritedChannel() throws IOException {
    return jdk.inheritedChannel();
  }
}
