package chat.moebi.dispatch;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;

/**
 * A selector that polls its channels for a short time before it sleeps in the kernel: to be woken
 * takes longer than another node takes to answer. The selector polls only while messages arrive
 * that quickly, so an idle node sleeps.
 *
 * <p>A wake-up by the selecting thread itself does not go through the kernel.
 */
final class SpinningSelector extends AbstractSelector {

  private static final long SPIN_NANOS = 75_000;

  /** The selector polls if its last wait, including the time to be woken, was shorter than this. */
  private static final long WORTH_NANOS = 300_000;

  private final Selector selector;
  private boolean spins;
  private boolean hasSkipped;
  private volatile boolean isWoken;
  private volatile boolean isWaiting;

  /** Wraps a selector, to which all channels and keys belong. */
  SpinningSelector(SelectorProvider provider, Selector selector) {
    super(provider);
    this.selector = selector;
  }

  @Override
  public Set<SelectionKey> keys() {
    return selector.keys();
  }

  @Override
  public Set<SelectionKey> selectedKeys() {
    return selector.selectedKeys();
  }

  @Override
  public int selectNow() throws IOException {
    isWoken = false;
    return selector.selectNow();
  }

  @Override
  public int select() throws IOException {
    return select(0);
  }

  @Override
  public int select(long timeout) throws IOException {
    if (isWoken) {
      return woken();
    }
    hasSkipped = false;
    long start = System.nanoTime();
    while (spins && System.nanoTime() - start < SPIN_NANOS) {
      int ready = selector.selectNow();
      if (ready > 0 || isWoken) {
        isWoken = false;
        return ready;
      }
      Thread.yield(); // Threads with work go first.
    }
    int ready = await(timeout);
    spins = System.nanoTime() - start < WORTH_NANOS;
    return ready;
  }

  // After a wake-up the thread has other work, mostly to register interest in further channels, and
  // polling before that would be in vain. Only one poll is skipped, or a channel might wait for
  // ever.
  private int woken() throws IOException {
    hasSkipped = !hasSkipped;
    if (hasSkipped && isOpen()) {
      isWoken = false;
      return 0;
    }
    return selectNow();
  }

  private int await(long timeout) throws IOException {
    isWaiting = true;
    try {
      return isWoken ? selector.selectNow() : selector.select(timeout);
    } finally {
      isWaiting = false;
      isWoken = false;
    }
  }

  @Override
  public Selector wakeup() {
    isWoken = true;
    if (isWaiting) {
      selector.wakeup();
    }
    return this;
  }

  @Override
  protected void implCloseSelector() throws IOException {
    selector.close();
  }

  @Override
  protected SelectionKey register(
      AbstractSelectableChannel channel, int operations, Object attachment) {
    try {
      return channel.register(selector, operations, attachment);
    } catch (ClosedChannelException e) { // The channel was closed during this call.
      throw new CancelledKeyException();
    }
  }
}
