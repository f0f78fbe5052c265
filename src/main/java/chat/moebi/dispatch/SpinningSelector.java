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
 * Looks for a while whether something has come, before it has the kernel wake it: that takes longer
 * than another node takes to answer. It does so only while things come as fast as that, so an idle
 * node sleeps.
 *
 * <p>The thread that selects may wake it, too, without asking the kernel.
 */
final class SpinningSelector extends AbstractSelector {

  private static final long SPIN_NANOS = 75_000;

  /** Who has waited for no longer than that, the time that waking took included, spins next. */
  private static final long WORTH_NANOS = 300_000;

  private final Selector selector;
  private boolean spins;
  private boolean hasSkipped;
  private volatile boolean isWoken;
  private volatile boolean isWaiting;

  /** Selects by another selector, to which its channels and keys belong. */
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
      Thread.yield(); // Who has work goes first.
    }
    int ready = await(timeout);
    spins = System.nanoTime() - start < WORTH_NANOS;
    return ready;
  }

  // Whoever was woken has something else to do, mostly to say what it waits for next: to ask the
  // kernel before that would be in vain. Not twice, or what has come might wait for ever.
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
    } catch (ClosedChannelException e) { // Just now: it was open when this was called.
      throw new CancelledKeyException();
    }
  }
}
